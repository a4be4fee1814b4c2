import type { CommandOutcome } from '@ariadne/contract'
import { sendNow } from '../../lib/case/sendNow.ts'
import { RefusedError } from '../../lib/case/refused.ts'
import type { Me } from '../../lib/session/me.tsx'

/** What is wrong with a typed code, said before anything is tried with it; null when it can be right. */
export const findCodeProblem = async (
  typed: string,
): Promise<{ problem: 'length' | 'symbol' | 'group' | 'whole'; groups: readonly number[] } | null> => {
  const { checkRecoveryCode } = await import('@ariadne/vault/recovery-code')
  const check = await checkRecoveryCode(typed)
  return check.ok ? null : { problem: check.problem, groups: check.groups }
}

/**
 * Takes the unit's recovery kit (which its colleagues see), opens it here with the printed code, and grants the unit's key to
 * this member.
 * @throws RefusedError; VaultError `cannot_open` when the code belongs to another kit, `wrong_key`
 */
export const restoreFromKit = async (unitId: string, typed: string, me: Me): Promise<CommandOutcome> => {
  const [{ openRecoveryKit }, { grantUnitKey }, { VaultError }] = await Promise.all([
    import('@ariadne/vault/recovery'),
    import('@ariadne/vault/unit-keys'),
    import('@ariadne/vault/errors'),
  ])
  const taken = await sendNow('vault.take_recovery_kit', { unitId: unitId as never })
  if (taken.status !== 'accepted') throw new RefusedError(taken)
  const unitKey = await openRecoveryKit(JSON.parse(String(taken.result?.['kit'])), typed)
  // The server chose the kit: it must be of the very key that this unit has.
  const expected = me.keys.units.find((one) => one.unitId === unitId)?.keyId
  if (unitKey.unitId !== unitId || unitKey.keyId !== expected)
    throw new VaultError('wrong_subject', 'This kit is of another unit or key; tell your administrator')
  const grant = await grantUnitKey(unitKey, { memberId: me.member.memberId, publicKey: me.keys.publicKey })
  unitKey.seed.fill(0)
  return sendNow('vault.restore_unit_key', {
    unitId: unitId as never,
    memberKeyId: grant.memberKeyId,
    sealedSeed: JSON.stringify(grant),
  })
}
