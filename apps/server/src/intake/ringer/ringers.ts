import { createHash } from 'node:crypto'
import { intakeRoutes } from '@ariadne/contract'
import { ALARM_ANSWERERS, plusDays } from '@ariadne/domain'
import { sql } from 'kysely'
import type { CommandContext, HandlerOutcome } from '../../platform/commands/registry.ts'
import type { Config } from '../../platform/config/index.ts'
import { asSystem, withSystem } from '../../platform/database/index.ts'
import type { Database, Tx } from '../../platform/database/index.ts'
import type { Routes } from '../../platform/http/register.ts'
import type { Jobs } from '../../platform/jobs.ts'
import type { Logger } from '../../platform/log.ts'
import type { Platform } from '../../platform/stage.ts'
import { deviceHash } from '../../platform/sign-in/devices.ts'
import { isAllowed, ring } from './ring.ts'
import { vapidOf } from './vapid.ts'

/** What wakes the devices of those whom an alarm calls now. */
export const RING = 'alarm.ring'

export type Ringers = {
  /** The key that browsers subscribe with; null where the operator has not set up pushing. */
  publicKey: string | null
  /** An alarm calls somebody new. In the caller's transaction. */
  called: (tx: Tx, alarmId: string) => Promise<void>
  /** Rings every device that is called now and has not been rung by this call. @throws {Error} where one could not be reached, to try again */
  ring: (alarmId: string) => Promise<void>
  on: (context: CommandContext<'ringer.on'>) => Promise<HandlerOutcome>
  off: (context: CommandContext<'ringer.off'>) => Promise<HandlerOutcome>
  tryOut: (context: CommandContext<'ringer.try'>) => Promise<HandlerOutcome>
}

type Device = { device: string; endpoint: string; call: number }

/**
 * What the push service sees of an alarm: enough to replace a ring that still waits, nothing to find it by, and nothing by which two
 * devices that ring for the same one could be told to belong together.
 */
const topicOf = (alarmId: string, device: string): string =>
  createHash('sha256').update(`ariadne/ring/1 ${alarmId} ${device}`).digest('base64url').slice(0, 32)

/**
 * Devices of the people whom an alarm calls now: those on duty alone at first, then everybody of the unit called last who can
 * answer. A call is counted by how far the alarm has come, so that each step rings once.
 */
const listCalled = async (tx: Tx, alarmId: string): Promise<Device[]> => {
  const { rows } = await sql<Device>`
    with alarm as (
      select alarm_id, ringing[array_upper(ringing, 1)] as unit_id, only_members,
        2 * cardinality(ringing) + case when only_members = '{}' then 1 else 0 end as call
      from duty_alarm where alarm_id = ${alarmId} and answered_at is null
    )
    select r.device, r.endpoint, alarm.call from alarm
    join ringer r on alarm.only_members = '{}' or r.member_id = any (alarm.only_members)
    join device d on d.id_hash = r.device and d.revoked_at is null and d.member_id = r.member_id
    join member m on m.id = r.member_id and m.state = 'active'
    where exists (select from membership s where s.member_id = r.member_id and s.unit_id = alarm.unit_id and s.until is null
        and s.functions && ${[...ALARM_ANSWERERS]}::text[])
      and not exists (select from ringer_call c where c.alarm_id = alarm.alarm_id and c.device = r.device and c.call = alarm.call)`.execute(
    tx,
  )
  return rows
}

const forget = (tx: Tx, device: string) => sql`delete from ringer where device = ${device}`.execute(tx)

/** What a device asks about itself, and what its service worker says when the browser has exchanged its address. */
export const ringerRoutes = (
  { db, limiter, config }: Pick<Platform, 'db' | 'limiter' | 'config'>,
  routes: Routes,
): void => {
  routes.signedIn(intakeRoutes.ringerState, async (c, who) => {
    const { deviceId, endpoint } = c.req.valid('json')
    const { rows } = await withSystem(db, 'ringer', (tx) =>
      sql<{ endpoint: string }>`select endpoint from ringer
        where device = ${deviceHash(deviceId)} and member_id = ${who.memberId}`.execute(tx),
    )
    const kept = rows[0]?.endpoint
    const state = kept === undefined ? ('off' as const) : kept === endpoint ? ('on' as const) : ('moved' as const)
    return c.json({ state }, 200)
  })

  routes.open(intakeRoutes.ringerMoved, async (c) => {
    await limiter.count('deviceAddress', c.var.addressHash)
    const { before, after } = c.req.valid('json')
    // One answer for an address that is known and one that is not.
    if (isAllowed(new URL(after), config.push.hosts))
      await withSystem(db, 'ringer', (tx) =>
        sql`update ringer set endpoint = ${after} where endpoint = ${before}
          and not exists (select from ringer r where r.endpoint = ${after})`.execute(tx),
      )
    return c.json({ heard: true as const }, 200)
  })
}

/** The ringing of telephones while the app is closed: Web Push without content. Nothing happens unless the operator gave a key. */
export const createRingers = async ({
  db,
  jobs,
  log,
  now,
  push,
}: {
  db: Database
  jobs: Jobs
  log: Logger
  now: () => Date
  push: Config['push']
}): Promise<Ringers> => {
  const { privateKey, subject, hosts } = push
  const vapid = privateKey === undefined || subject === undefined ? undefined : await vapidOf(privateKey, subject)
  const notHere: HandlerOutcome = {
    status: 'refused',
    code: 'ringer_not_set_up',
    remedy: 'This instance rings no closed devices. Keep the app open while on duty, or ask whoever runs the instance.',
  }

  const ringOne = async (
    { device, endpoint }: Omit<Device, 'call'>,
    topic: string,
    done: (tx: Tx) => Promise<unknown>,
  ) => {
    const url = new URL(endpoint)
    // The token is read by the true time, whatever a demo's clock says.
    const rung = vapid === undefined || !isAllowed(url, hosts) ? 'gone' : await ring(vapid, url, topic, new Date())
    if (rung !== 'failed') await withSystem(db, 'ringer', (tx) => (rung === 'gone' ? forget(tx, device) : done(tx)))
    return rung
  }

  return {
    publicKey: vapid?.publicKey ?? null,
    called: async (tx, alarmId) => {
      if (vapid === undefined) return
      // Kept so that a step rings once; whose telephone rang when is nobody's business after that.
      await sql`delete from ringer_call where rung_at < ${plusDays(now().toISOString(), -1)}`.execute(tx)
      await jobs.wake(tx, RING, alarmId)
    },
    ring: async (alarmId) => {
      const called = await withSystem(db, 'ringer', (tx) => listCalled(tx, alarmId))
      const rung = await Promise.all(
        called.map((one) =>
          ringOne(one, topicOf(alarmId, one.device), (tx) =>
            sql`insert into ringer_call (alarm_id, device, call, rung_at)
              values (${alarmId}, ${one.device}, ${one.call}, ${now()}) on conflict do nothing`.execute(tx),
          ),
        ),
      )
      const failed = rung.filter((one) => one === 'failed').length
      if (called.length > 0) log.info({ rung: rung.length - failed, failed }, 'devices rung')
      if (failed > 0) throw new Error(`${failed} of ${rung.length} devices could not be rung.`)
    },

    on: async ({ tx, who, now: at, body: { deviceId, endpoint } }) => {
      if (vapid === undefined) return notHere
      if (!isAllowed(new URL(endpoint), hosts))
        return {
          status: 'refused',
          code: 'ringer_not_allowed',
          field: 'endpoint',
          remedy: 'The push service of this browser is not among those that this instance allows. Use another browser.',
        }
      const device = deviceHash(deviceId)
      return asSystem(tx, async () => {
        const { rows } = await sql`select from device where id_hash = ${device} and member_id = ${who.memberId}
          and revoked_at is null`.execute(tx)
        if (rows.length === 0)
          return {
            status: 'refused',
            code: 'device_unknown',
            field: 'deviceId',
            remedy: 'Sign in again on this device.',
          }
        // A browser has one address: it rings for each who let it, and a person has it once.
        await sql`delete from ringer where endpoint = ${endpoint} and device <> ${device}
          and member_id = ${who.memberId}`.execute(tx)
        await sql`insert into ringer (device, member_id, endpoint, since)
          values (${device}, ${who.memberId}, ${endpoint}, ${at})
          on conflict (device) do update set endpoint = excluded.endpoint, member_id = excluded.member_id`.execute(tx)
        return { status: 'accepted' }
      })
    },

    off: async ({ tx, who, body: { deviceId } }) =>
      asSystem(tx, async () => {
        const { rows } = await sql<{ others: boolean }>`
          with gone as (delete from ringer where device = ${deviceHash(deviceId)} and member_id = ${who.memberId} returning *)
          select exists (select from ringer r where r.endpoint = gone.endpoint and r.device <> gone.device) as others
          from gone`.execute(tx)
        return { status: 'accepted', result: { last: rows[0]?.others === false } }
      }),

    tryOut: async ({ tx, who, id, body: { deviceId }, afterCommit }) => {
      if (vapid === undefined) return notHere
      const [own] = await asSystem(
        tx,
        async () =>
          (
            await sql<Omit<Device, 'call'>>`select device, endpoint from ringer
            where device = ${deviceHash(deviceId)} and member_id = ${who.memberId}`.execute(tx)
          ).rows,
      )
      if (own === undefined)
        return { status: 'refused', code: 'ringer_off', field: 'deviceId', remedy: 'Let this device ring first.' }
      afterCommit(() => {
        void ringOne(own, topicOf(id, own.device), async () => undefined).then((rung) =>
          log.info({ rung }, 'device rung to try it'),
        )
      })
      return { status: 'accepted' }
    },
  }
}
