import type { QueueLine } from '@ariadne/contract'
import { REFERRAL_SENDERS } from '@ariadne/domain'
import { sql } from 'kysely'
import { z } from 'zod'
import { readCursor, writeCursor } from '../casework/index.ts'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import type { QueueCount, QueueProvider } from '../platform/queues.ts'
import { QUEUE_OF } from './store.ts'

const PAGE = 50
const FIRST = 3
/** Where lines without a date stand: after all others. As in the migration. */
const NEVER = '9999-12-31T00:00:00.000Z'
const Cursor = z.tuple([z.iso.datetime({ precision: 3 }), z.iso.datetime({ precision: 3 }), z.uuid()])

type Row = {
  referral_id: string
  unit_id: string
  queue: string
  hints: Record<string, string>
  since: string
  due_at: string | null
}

/** Referrals that this member's units sent and that nobody has acknowledged in time: they call. */
const LATE = 'referral_late'

const acts: Readonly<Record<string, string>> = {
  [LATE]: 'referral.call',
  [QUEUE_OF.sent]: 'referral.acknowledge',
  [QUEUE_OF.acknowledged]: 'case.opened',
  [QUEUE_OF.declined]: 'referral.redirect',
}

const toLine = (row: Row, now: string): QueueLine =>
  ({
    queue: row.queue,
    unitId: row.unit_id,
    act: acts[row.queue] ?? '',
    subject: { type: 'referral', referralId: row.referral_id },
    hints: row.hints,
    since: row.since,
    dueAt: row.due_at,
    overdue: row.due_at !== null && row.due_at < now,
  }) as QueueLine

const columns = sql`r.referral_id, r.responsible_unit as unit_id, r.queue, r.hints, r.since, r.due_at, r.due_order`
const unitsOf = (who: { memberships: readonly { unitId: string }[] }): string[] =>
  who.memberships.map((membership) => membership.unitId)

const summary = async (tx: Tx, units: string[], now: string): Promise<QueueCount[]> => {
  const { rows } = await sql<Row & { count: number; overdue: number }>`
    select * from (
      select ${columns}, count(*) over (partition by r.queue) as count,
        count(*) filter (where r.due_at < ${now}) over (partition by r.queue) as overdue,
        row_number() over (partition by r.queue order by r.due_order, r.since, r.referral_id) as place
      from referral r where r.responsible_unit = any (${units}::text[]) and r.queue is not null
        and r.audiences && (select actor_audiences())::text[]
    ) r where place <= ${FIRST} order by r.queue, place`.execute(tx)
  const queues = new Map<string, QueueCount>()
  for (const row of rows) {
    const queue = queues.get(row.queue) ?? { queue: row.queue, count: row.count, overdue: row.overdue, first: [] }
    queue.first.push(toLine(row, now))
    queues.set(row.queue, queue)
  }
  return [...queues.values()]
}

const sendersUnits = (who: SignedIn): string[] =>
  who.memberships
    .filter(({ functions }) => functions.some((name) => REFERRAL_SENDERS.some((one) => one === name)))
    .map(({ unitId }) => unitId)

/**
 * Lines for whoever sent what is late, and for their colleagues, since who sent it may be off duty: coded hints alone, the referral
 * itself stays the sender's and the receiver's.
 */
const lateLines = (tx: Tx, who: SignedIn, now: string): Promise<QueueLine[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<Row>`
      select r.referral_id, r.from_unit as unit_id, ${LATE}::text as queue,
        r.hints || jsonb_build_object('unitId', r.responsible_unit) as hints, r.since, r.due_at
      from referral r where r.status = 'sent' and r.due_at < ${now} and r.from_unit = any (${sendersUnits(who)}::text[])
      order by r.due_at, r.referral_id limit 200`.execute(tx)
    return rows.map((row) => toLine(row, now))
  })

/** Referrals that wait for a member's units: to be acknowledged, to become a case, or come back. */
export const referralQueues: QueueProvider = {
  names: [...Object.values(QUEUE_OF), LATE],
  summary: async (tx, who, now) => {
    const late = sendersUnits(who).length > 0 ? await lateLines(tx, who, now) : []
    const own = await summary(tx, unitsOf(who), now)
    return late.length === 0
      ? own
      : [...own, { queue: LATE, count: late.length, overdue: late.length, first: late.slice(0, FIRST) }]
  },
  page: async (tx, who, queue, after, now) => {
    if (queue === LATE) return { entries: await lateLines(tx, who, now), next: null }
    const from = readCursor(Cursor, after)
    const bound = from
      ? sql`and (r.due_order, r.since, r.referral_id) > (${from[0]}::timestamptz, ${from[1]}::timestamptz, ${from[2]}::uuid)`
      : sql``
    const { rows } = await sql<Row>`
      select p.* from unnest(${unitsOf(who)}::text[]) as u (unit_id)
      cross join lateral (
        select ${columns} from referral r
        where r.responsible_unit = u.unit_id and r.queue = ${queue}
          and r.audiences && (select actor_audiences())::text[] ${bound}
        order by r.due_order, r.since, r.referral_id limit ${PAGE + 1}
      ) p (referral_id, unit_id, queue, hints, since, due_at, due_order)
      order by p.due_order, p.since, p.referral_id limit ${PAGE + 1}`.execute(tx)
    const shown = rows.slice(0, PAGE)
    const last = shown.at(-1)
    return {
      entries: shown.map((row) => toLine(row, now)),
      next: rows.length > PAGE && last ? writeCursor([last.due_at ?? NEVER, last.since, last.referral_id]) : null,
    }
  },
}
