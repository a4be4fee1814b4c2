import type { CommandBody, CommandOutcome } from '@ariadne/contract'
import type { UnitKeyGrant } from '@ariadne/vault/unit-keys'
import { sendNow } from '../../lib/case/sendNow.ts'
import type { Me } from '../../lib/session/me.tsx'

export interface NewUnitKey {
  /** Hands the new key over to the instance. */
  readonly send: () => Promise<CommandOutcome>
  /** Exists on paper only: never sent, never stored. */
  readonly code: string
  readonly kitName: string
  readonly keyId: string
}

type Receiver = { readonly memberId: string; readonly publicKey: string }
const withMe = (me: Me, colleagues: readonly Receiver[]): Receiver[] => [
  { memberId: me.member.memberId, publicKey: me.keys.publicKey },
  ...colleagues,
]
const asSent = (grants: readonly UnitKeyGrant[]) =>
  grants.map((grant) => ({
    memberId: grant.memberId as never,
    memberKeyId: grant.memberKeyId,
    sealedSeed: JSON.stringify(grant),
  }))

/** A fresh key for a unit, granted to its maker and to colleagues, with a recovery kit. All of it stays in memory. */
export const makeNewUnitKey = async (unitId: string, me: Me, colleagues: readonly Receiver[]): Promise<NewUnitKey> => {
  const [{ makeUnitKey, grantUnitKey }, { makeRecoveryKit, kitName }] = await Promise.all([
    import('@ariadne/vault/unit-keys'),
    import('@ariadne/vault/recovery'),
  ])
  const key = await makeUnitKey(unitId)
  const grants = asSent(await Promise.all(withMe(me, colleagues).map((member) => grantUnitKey(key, member))))
  const { code, kit } = await makeRecoveryKit(key)
  key.seed.fill(0)
  const body = { unitId: unitId as never, publicKey: key.publicKey, grants, recoveryKit: JSON.stringify(kit) }
  return {
    send: () => sendNow('vault.create_unit_key', body),
    code,
    kitName: await kitName(kit),
    keyId: key.keyId,
  }
}

export type RotationReason = CommandBody<'vault.rotate_unit_key'>['because']

/** The unit's next key, for its maker and those who stay, with a recovery kit and the way back to the key before. */
export const makeNextUnitKey = async (
  unitId: string,
  me: Me,
  staying: readonly Receiver[],
  because: RotationReason,
): Promise<NewUnitKey> => {
  const [{ rotateUnitKey }, { makeRecoveryKit, kitName }, { unitKey }] = await Promise.all([
    import('@ariadne/vault/unit-keys'),
    import('@ariadne/vault/recovery'),
    import('../../lib/session/keyring.ts'),
  ])
  const old = await unitKey(me, unitId)
  const { unitKey: next, grants, previous } = await rotateUnitKey(old, withMe(me, staying))
  const { code, kit } = await makeRecoveryKit(next)
  old.seed.fill(0)
  next.seed.fill(0)
  const body = {
    unitId: unitId as never,
    previousKeyId: old.keyId,
    previous: JSON.stringify(previous),
    publicKey: next.publicKey,
    grants: asSent(grants),
    recoveryKit: JSON.stringify(kit),
    because,
  }
  return {
    send: () => sendNow('vault.rotate_unit_key', body),
    code,
    kitName: await kitName(kit),
    keyId: next.keyId,
  }
}

/** Lets a colleague use a unit's key: opened here with the giver's grant and sealed to the colleague's public key. */
export const grantTo = async (
  unitId: string,
  me: Me,
  colleague: { memberId: string; publicKey: string },
): Promise<CommandBody<'vault.grant_unit_key'>> => {
  const [{ grantUnitKey }, { unitKey }] = await Promise.all([
    import('@ariadne/vault/unit-keys'),
    import('../../lib/session/keyring.ts'),
  ])
  const grant = await grantUnitKey(await unitKey(me, unitId), colleague)
  return {
    unitId,
    memberId: colleague.memberId,
    memberKeyId: grant.memberKeyId,
    sealedSeed: JSON.stringify(grant),
  } as CommandBody<'vault.grant_unit_key'>
}
