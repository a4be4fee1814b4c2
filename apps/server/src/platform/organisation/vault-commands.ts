import { UNITS_WITHOUT_CASES } from '@ariadne/domain'
import type { CommandRegistry } from '../commands/registry.ts'
import { asSystem } from '../database/index.ts'
import type { Tx } from '../database/index.ts'
import {
  checkGrant,
  checkKit,
  currentKey,
  insertGrant,
  lockUnitKey,
  notInUnit,
  readKeyId,
  refused,
} from './unit-keys.ts'

/** The kit of the key that a unit has now. Only the instance reads it: whoever is given it has been noted first. */
const currentKit = (tx: Tx, unitId: string) =>
  asSystem(tx, () =>
    tx
      .selectFrom('recovery_kit')
      .innerJoin('unit_key', (join) =>
        join
          .onRef('unit_key.unit_id', '=', 'recovery_kit.unit_id')
          .onRef('unit_key.version', '=', 'recovery_kit.version'),
      )
      .select(['recovery_kit.version', 'recovery_kit.sealed_seed'])
      .where('recovery_kit.unit_id', '=', unitId)
      .where('unit_key.state', '=', 'current')
      .executeTakeFirst(),
  )

const hasTaken = async (tx: Tx, unitId: string, version: number, memberId: string): Promise<boolean> =>
  (await tx
    .selectFrom('recovery_kit_taken')
    .select('id')
    .where('unit_id', '=', unitId)
    .where('version', '=', version)
    .where('member_id', '=', memberId)
    .executeTakeFirst()) !== undefined

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
    const read = await readKeyId(body.publicKey)
    if ('status' in read) return read
    const { keyId } = read
    await lockUnitKey(tx, body.unitId)
    if ((await currentKey(tx, body.unitId)) !== undefined)
      return refused(
        'unit_key_exists',
        'unitId',
        'A colleague has made the key already. Ask them to let you into the vault.',
      )
    const version = 1
    const kitFault = checkKit(body.recoveryKit, { id: body.unitId, version, keyId })
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

  commands.register(
    'vault.take_recovery_kit',
    async ({ tx, who, now, body }) => {
      if (!who.actor.units.includes(body.unitId)) return notInUnit
      const kit = await currentKit(tx, body.unitId)
      if (kit === undefined) return refused('unit_key_missing', 'unitId', 'The unit has no key yet. Make it first.')
      await tx
        .insertInto('recovery_kit_taken')
        .values({ unit_id: body.unitId, version: kit.version, member_id: who.memberId, taken_at: now })
        .execute()
      return { status: 'accepted', result: { kit: kit.sealed_seed } }
    },
    {
      // Kept with the outcome it would outlive the key: a change of the key takes every sealed seed of the one before away.
      resultAgain: async ({ tx, who, body: { unitId } }) => {
        const kit = await currentKit(tx, unitId)
        return kit !== undefined && (await hasTaken(tx, unitId, kit.version, who.memberId))
          ? { kit: kit.sealed_seed }
          : {}
      },
    },
  )

  commands.register('vault.restore_unit_key', async ({ tx, who, now, body }) => {
    if (!who.actor.units.includes(body.unitId)) return notInUnit
    const key = await currentKey(tx, body.unitId)
    if (key === undefined) return refused('unit_key_missing', 'unitId', 'The unit has no key yet. Make it first.')
    if (!(await hasTaken(tx, body.unitId, key.version, who.memberId)))
      return refused('kit_not_taken', 'unitId', 'Take the recovery kit first and open it with its printed code.')
    const grant = { memberId: who.memberId, memberKeyId: body.memberKeyId, sealedSeed: body.sealedSeed }
    const wrong = await checkGrant(tx, { id: body.unitId, version: key.version, keyId: key.key_id }, grant)
    if (wrong !== undefined) return wrong
    await insertGrant(tx, { unitId: body.unitId, version: key.version, by: who.memberId, now }, grant)
    return { status: 'accepted' }
  })
}
