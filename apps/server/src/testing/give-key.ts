import { withSystem } from '../platform/database/index.ts'
import type { Database } from '../platform/database/index.ts'

/** Gives a unit a key `key_<unit>` that its members hold, with a confirmed kit: the rows as the vault's commands leave them. */
export const giveKey = (db: Database, unitId: string, members: readonly string[]): Promise<void> =>
  withSystem(db, 'test', async (tx) => {
    const at = new Date()
    const [first = ''] = members
    const key = { unit_id: unitId, version: 1 }
    await tx
      .insertInto('unit_key')
      .values({ ...key, key_id: `key_${unitId}`, public_key: 'p', created_by: first, created_at: at })
      .execute()
    await tx
      .insertInto('recovery_kit')
      .values({ ...key, sealed_seed: 's', created_by: first, created_at: at })
      .execute()
    for (const member of members) {
      const own = await tx
        .selectFrom('member_key')
        .select('key_id')
        .where('member_id', '=', member)
        .executeTakeFirstOrThrow()
      await tx
        .insertInto('unit_key_grant')
        .values({
          ...key,
          member_id: member,
          member_key_id: own.key_id,
          sealed_seed: 's',
          granted_by: first,
          granted_at: at,
        })
        .execute()
      await tx
        .insertInto('recovery_kit_confirmation')
        .values({ ...key, member_id: member, confirmed_at: at })
        .execute()
    }
  })
