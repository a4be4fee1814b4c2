import { VaultError } from '@ariadne/vault/errors'
import { keyIdOf } from '@ariadne/vault/keys'
import { readRecoveryKit } from '@ariadne/vault/recovery'
import { readUnitKeyGrant } from '@ariadne/vault/unit-keys'
import { sql } from 'kysely'
import type { HandlerOutcome } from '../commands/registry.ts'
import type { Tx } from '../database/index.ts'

export const refused = (code: string, field: string, remedy: string): HandlerOutcome => ({
  status: 'refused',
  code,
  field,
  remedy,
})

export const notInUnit = refused('not_in_unit', 'unitId', 'Only members of the unit can do this. Ask one of them.')

/** What the vault says of a text, as a refusal that names the field; undefined when it is as it should be. */
export const fault = (field: string, check: () => unknown): HandlerOutcome | undefined => {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof VaultError || error instanceof SyntaxError)
      return refused('invalid_input', field, error.message)
    throw error
  }
}

export type Grant = { memberId: string; memberKeyId: string; sealedSeed: string }

/** A grant must say of itself what the command says of it, and be sealed to the key its member has now. */
export const checkGrant = async (tx: Tx, unit: { id: string; version: number; keyId: string }, grant: Grant) => {
  const found = await tx
    .selectFrom('member_public_key')
    .innerJoin('member', 'member.id', 'member_public_key.member_id')
    .innerJoin('membership', 'membership.member_id', 'member_public_key.member_id')
    .select('member_public_key.key_id')
    .where('member.id', '=', grant.memberId)
    .where('member.state', '=', 'active')
    .where('membership.unit_id', '=', unit.id)
    .where('membership.until', 'is', null)
    .executeTakeFirst()
  if (found === undefined)
    return refused('not_in_unit', 'memberId', 'Only active members of the unit can be given its key.')
  if (found.key_id !== grant.memberKeyId)
    return refused(
      'member_key_changed',
      'memberKeyId',
      'This member has a new key. Load the directory again and grant to that one.',
    )
  return fault('sealedSeed', () => {
    const inner = readUnitKeyGrant(JSON.parse(grant.sealedSeed))
    const same =
      inner.unitId === unit.id &&
      inner.version === unit.version &&
      inner.keyId === unit.keyId &&
      inner.memberId === grant.memberId &&
      inner.memberKeyId === grant.memberKeyId
    if (!same)
      throw new VaultError('wrong_subject', 'The sealed seed names another unit, member or key than the command.')
  })
}

export const currentKey = (tx: Tx, unitId: string) =>
  tx.selectFrom('unit_key').selectAll().where('unit_id', '=', unitId).where('state', '=', 'current').executeTakeFirst()

/** The id of a public key as a command sent it, or why it is none. */
export const readKeyId = async (publicKey: string): Promise<{ keyId: string } | HandlerOutcome> => {
  try {
    return { keyId: await keyIdOf(publicKey) }
  } catch (error) {
    if (error instanceof VaultError) return refused('invalid_input', 'publicKey', error.message)
    throw error
  }
}

/** A recovery kit must say of itself whose it is. */
export const checkKit = (text: string, unit: { id: string; version: number; keyId: string }) =>
  fault('recoveryKit', () => {
    const kit = readRecoveryKit(JSON.parse(text))
    if (kit.unitId !== unit.id || kit.keyId !== unit.keyId || kit.version !== unit.version)
      throw new VaultError('wrong_subject', 'The recovery kit is of another unit or key.')
  })

/** Who makes or changes the key of a unit waits for whoever does so just now. */
export const lockUnitKey = (tx: Tx, unitId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`unit_key|${unitId}`}, 0))`.execute(tx)

export const insertGrant = async (
  tx: Tx,
  place: { unitId: string; version: number; by: string; now: string },
  grant: Grant,
): Promise<void> => {
  const row = {
    member_key_id: grant.memberKeyId,
    sealed_seed: grant.sealedSeed,
    granted_by: place.by,
    granted_at: place.now,
    revoked_at: null,
  }
  await tx
    .insertInto('unit_key_grant')
    .values({ unit_id: place.unitId, version: place.version, member_id: grant.memberId, ...row })
    // A member who had to start again with a new key pair gets the grant anew.
    .onConflict((conflict) => conflict.columns(['unit_id', 'version', 'member_id']).doUpdateSet(row))
    .execute()
}
