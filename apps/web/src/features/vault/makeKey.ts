import type { CommandBody } from '@ariadne/contract'
import type { Me } from '../../lib/session/me.tsx'

export interface NewUnitKey {
  readonly command: CommandBody<'vault.create_unit_key'>
  /** Exists on paper only: never sent, never stored. */
  readonly code: string
  readonly kitName: string
  readonly keyId: string
}

/** A fresh key for a unit, granted to its maker and to colleagues, with a recovery kit. All of it stays in memory. */
export const makeNewUnitKey = async (
  unitId: string,
  me: Me,
  colleagues: readonly { memberId: string; publicKey: string }[],
): Promise<NewUnitKey> => {
  const [{ makeUnitKey, grantUnitKey }, { makeRecoveryKit, kitName }] = await Promise.all([
    import('@ariadne/vault/unit-keys'),
    import('@ariadne/vault/recovery'),
  ])
  const unitKey = await makeUnitKey(unitId)
  const grants = await Promise.all(
    [{ memberId: me.member.memberId as string, publicKey: me.keys.publicKey }, ...colleagues].map(async (member) => {
      const grant = await grantUnitKey(unitKey, member)
      return { memberId: member.memberId, memberKeyId: grant.memberKeyId, sealedSeed: JSON.stringify(grant) }
    }),
  )
  const { code, kit } = await makeRecoveryKit(unitKey)
  const command = { unitId, publicKey: unitKey.publicKey, grants, recoveryKit: JSON.stringify(kit) }
  unitKey.seed.fill(0)
  return {
    command: command as CommandBody<'vault.create_unit_key'>,
    code,
    kitName: await kitName(kit),
    keyId: unitKey.keyId,
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
