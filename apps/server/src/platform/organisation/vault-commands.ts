import { VaultError } from '@ariadne/vault/errors'
import { keyIdOf } from '@ariadne/vault/keys'
import { readRecoveryKit } from '@ariadne/vault/recovery'
import { readUnitKeyGrant } from '@ariadne/vault/unit-keys'
import { UNITS_WITHOUT_CASES } from '@ariadne/domain'
import { sql } from 'kysely'
import type { CommandRegistry, HandlerOutcome } from '../commands/registry.ts'
import type { Tx } from '../database/index.ts'

const refused = (code: string, field: string, remedy: string): HandlerOutcome => ({
  status: 'refused',
  code,
  field,
  remedy,
})

const notInUnit = refused('not_in_unit', 'unitId', 'Only members of the unit can do this. Ask one of them.')

/** What the vault says of a text, as a refusal that names the field; undefined when it is as it should be. */
const fault = (field: string, check: () => unknown): HandlerOutcome | undefined => {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof VaultError || error instanceof SyntaxError)
      return refused('invalid_input', field, error.message)
    throw error
  }
}

type Grant = { memberId: string; memberKeyId: string; sealedSeed: string }

/** A grant must say of itself what the command says of it, and be sealed to the key its member has now. */
const checkGrant = async (tx: Tx, unit: { id: string; version: number; keyId: string }, grant: Grant) => {
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

const currentKey = (tx: Tx, unitId: string) =>
  tx.selectFrom('unit_key').selectAll().where('unit_id', '=', unitId).where('state', '=', 'current').executeTakeFirst()

/** Keys of units: made in one member's browser, granted to colleagues, kept recoverable on paper. */
export const registerVaultCommands = (commands: CommandRegistry): void => {
  commands.register('vault.create_unit_key', async ({ tx, who, now, body }) => {
    if (!who.actor.units.includes(body.unitId)) return notInUnit
    const unit = await tx
      .selectFrom('unit')
      .selectAll()
      .where('id', '=', body.unitId)
      .where('state', '=', 'active')
      .executeTakeFirst()
    if (unit === undefined) return notInUnit
    if ((UNITS_WITHOUT_CASES as readonly string[]).includes(unit.kind))
      return refused('unit_without_cases', 'unitId', 'A unit of this kind never receives a case, so it holds no key.')
    const wrongKey = await keyIdOf(body.publicKey).then(
      (keyId) => ({ keyId }),
      (error: unknown) =>
        fault('publicKey', () => {
          throw error
        }),
    )
    if (wrongKey === undefined || !('keyId' in wrongKey))
      return wrongKey ?? refused('invalid_input', 'publicKey', 'Send a public key.')
    const { keyId } = wrongKey
    await sql`select pg_advisory_xact_lock(hashtextextended(${`unit_key|${body.unitId}`}, 0))`.execute(tx)
    if ((await currentKey(tx, body.unitId)) !== undefined)
      return refused(
        'unit_key_exists',
        'unitId',
        'A colleague has made the key already. Ask them to let you into the vault.',
      )
    const version = 1
    const kitFault = fault('recoveryKit', () => {
      const kit = readRecoveryKit(JSON.parse(body.recoveryKit))
      if (kit.unitId !== body.unitId || kit.keyId !== keyId || kit.version !== version)
        throw new VaultError('wrong_subject', 'The recovery kit is of another unit or key.')
    })
    if (kitFault !== undefined) return kitFault
    if (!body.grants.some((grant) => grant.memberId === who.memberId))
      return refused(
        'grant_to_self_missing',
        'grants',
        'Grant the key to yourself as well; otherwise nobody present could open the vault.',
      )
    await tx
      .insertInto('unit_key')
      .values({
        unit_id: body.unitId,
        version,
        key_id: keyId,
        public_key: body.publicKey,
        created_by: who.memberId,
        created_at: now,
      })
      .execute()
    for (const grant of body.grants) {
      const wrong = await checkGrant(tx, { id: body.unitId, version, keyId }, grant)
      if (wrong !== undefined) return wrong
      await insertGrant(tx, { unitId: body.unitId, version, by: who.memberId, now }, grant)
    }
    await tx
      .insertInto('recovery_kit')
      .values({
        unit_id: body.unitId,
        version,
        sealed_seed: body.recoveryKit,
        created_by: who.memberId,
        created_at: now,
      })
      .execute()
    return { status: 'accepted', result: { keyId, version } }
  })

  commands.register('vault.grant_unit_key', async ({ tx, who, now, body }) => {
    if (!who.actor.units.includes(body.unitId)) return notInUnit
    const key = await currentKey(tx, body.unitId)
    if (key === undefined) return refused('unit_key_missing', 'unitId', 'The unit has no key yet. Make it first.')
    const own = await tx
      .selectFrom('unit_key_grant')
      .select('member_id')
      .where('unit_id', '=', body.unitId)
      .where('version', '=', key.version)
      .where('member_id', '=', who.memberId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (own === undefined)
      return refused(
        'not_a_holder',
        'unitId',
        'Only somebody who holds the key can pass it on. Ask a colleague who does.',
      )
    const wrong = await checkGrant(tx, { id: body.unitId, version: key.version, keyId: key.key_id }, body)
    if (wrong !== undefined) return wrong
    await insertGrant(tx, { unitId: body.unitId, version: key.version, by: who.memberId, now }, body)
    return { status: 'accepted' }
  })

  commands.register('vault.confirm_recovery_kit', async ({ tx, who, now, body }) => {
    if (!who.actor.units.includes(body.unitId)) return notInUnit
    const key = await currentKey(tx, body.unitId)
    if (key === undefined) return refused('unit_key_missing', 'unitId', 'The unit has no key yet. Make it first.')
    await tx
      .insertInto('recovery_kit_confirmation')
      .values({ unit_id: body.unitId, version: key.version, member_id: who.memberId, confirmed_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return { status: 'accepted' }
  })

  commands.register('vault.take_recovery_kit', async ({ tx, who, now, body }) => {
    if (!who.actor.units.includes(body.unitId)) return notInUnit
    const kit = await tx
      .selectFrom('recovery_kit')
      .innerJoin('unit_key', (join) =>
        join
          .onRef('unit_key.unit_id', '=', 'recovery_kit.unit_id')
          .onRef('unit_key.version', '=', 'recovery_kit.version'),
      )
      .select(['recovery_kit.version', 'recovery_kit.sealed_seed'])
      .where('recovery_kit.unit_id', '=', body.unitId)
      .where('unit_key.state', '=', 'current')
      .executeTakeFirst()
    if (kit === undefined) return refused('unit_key_missing', 'unitId', 'The unit has no key yet. Make it first.')
    await tx
      .insertInto('recovery_kit_taken')
      .values({ unit_id: body.unitId, version: kit.version, member_id: who.memberId, taken_at: now })
      .execute()
    return { status: 'accepted', result: { kit: kit.sealed_seed } }
  })

  commands.register('vault.restore_unit_key', async ({ tx, who, now, body }) => {
    if (!who.actor.units.includes(body.unitId)) return notInUnit
    const key = await currentKey(tx, body.unitId)
    if (key === undefined) return refused('unit_key_missing', 'unitId', 'The unit has no key yet. Make it first.')
    const taken = await tx
      .selectFrom('recovery_kit_taken')
      .select('id')
      .where('unit_id', '=', body.unitId)
      .where('version', '=', key.version)
      .where('member_id', '=', who.memberId)
      .executeTakeFirst()
    if (taken === undefined)
      return refused('kit_not_taken', 'unitId', 'Take the recovery kit first and open it with its printed code.')
    const grant = { memberId: who.memberId, memberKeyId: body.memberKeyId, sealedSeed: body.sealedSeed }
    const wrong = await checkGrant(tx, { id: body.unitId, version: key.version, keyId: key.key_id }, grant)
    if (wrong !== undefined) return wrong
    await insertGrant(tx, { unitId: body.unitId, version: key.version, by: who.memberId, now }, grant)
    return { status: 'accepted' }
  })
}

const insertGrant = async (
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
