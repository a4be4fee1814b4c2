import { createHash } from 'node:crypto'
import { intakeRoutes } from '@ariadne/contract'
import { sql } from 'kysely'
import { withSystem } from '../database/index.ts'
import type { Database } from '../database/index.ts'
import type { Routes } from '../http/register.ts'
import type { Limiter } from '../limits.ts'

const hashOf = (kind: 'device' | 'session', value: string): string =>
  createHash('sha256').update(`ariadne/${kind}/1 ${value}`).digest('base64url')

/** By what a device is known here; its id itself stays on it. */
export const deviceHash = (deviceId: string): string => hashOf('device', deviceId)

/** By what a device that is used with this session is known. */
export const deviceMark = (sessionToken: string): string => hashOf('session', sessionToken)

type Deps = { db: Database; limiter: Limiter; now: () => Date }

/** Which devices go with an ended session: the one of that session, or every other of the member. */
export type Ended = { memberId: string; token: string } | { memberId: string; allBut: string | null }

/** Devices whose session somebody ended elsewhere: what lies on them is erased at their next contact. */
export const revokeDevices = (db: Database, ended: Ended, now: Date): Promise<number> =>
  withSystem(db, 'devices', async (tx) => {
    const which =
      'token' in ended
        ? sql`session_hash = ${hashOf('session', ended.token)}`
        : sql`session_hash <> ${ended.allBut === null ? '' : hashOf('session', ended.allBut)}`
    const { rows } = await sql`update device set revoked_at = ${now}
      where member_id = ${ended.memberId} and revoked_at is null and ${which} returning id_hash`.execute(tx)
    return rows.length
  })

/** The two questions a device asks: with a session "I am here", and at any time "must I erase what I hold?". */
export const deviceRoutes = (routes: Routes, { db, limiter, now }: Deps): void => {
  /** Revoked by its owner, or by what became of them: whoever has left keeps nothing. */
  const isRevoked = (idHash: string): Promise<boolean> =>
    withSystem(db, 'devices', async (tx) => {
      const { rows } = await sql<{ revoked: boolean }>`
        select d.revoked_at is not null or m.state in ('suspended', 'left') as revoked
        from device d join member m on m.id = d.member_id where d.id_hash = ${idHash}`.execute(tx)
      return rows[0]?.revoked ?? false
    })

  routes.ownAccount(intakeRoutes.deviceHere, async (c, who) => {
    const idHash = deviceHash(c.req.valid('json').deviceId)
    const session = hashOf('session', who.sessionToken)
    const owner = await withSystem(db, 'devices', async (tx) => {
      await sql`insert into device (id_hash, member_id, session_hash, first_seen, last_seen)
        values (${idHash}, ${who.memberId}, ${session}, ${now()}, ${now()})
        on conflict (id_hash) do update set session_hash = excluded.session_hash, last_seen = excluded.last_seen
        where device.member_id = excluded.member_id and device.revoked_at is null`.execute(tx)
      const { rows } = await sql<{ owner: string }>`
        select member_id as owner from device where id_hash = ${idHash}`.execute(tx)
      return rows[0]?.owner
    })
    // Whoever has had the tablet in hand may have read the id and named it as theirs first. Their ending of a session must
    // not erase another's rows, nor their keeping of one keep those rows from being erased: the device goes by a new id.
    if (owner !== who.memberId) return c.json({ revoked: false, taken: true }, 200)
    return c.json({ revoked: await isRevoked(idHash), taken: false }, 200)
  })

  routes.open(intakeRoutes.deviceState, async (c) => {
    await limiter.count('deviceAddress', c.var.addressHash)
    const { deviceId, erased } = c.req.valid('json')
    const idHash = deviceHash(deviceId)
    const revoked = await isRevoked(idHash)
    if (revoked && erased === true)
      await withSystem(db, 'devices', (tx) =>
        sql`update device set erased_at = coalesce(erased_at, ${now()}), revoked_at = coalesce(revoked_at, ${now()})
          where id_hash = ${idHash}`.execute(tx),
      )
    return c.json({ revoked }, 200)
  })
}
