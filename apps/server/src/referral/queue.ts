import type { QueueLine } from '@ariadne/contract'
import { sql } from 'kysely'
import { z } from 'zod'
import { readCursor, writeCursor } from '../casework/index.ts'
import type { Tx } from '../platform/database/index.ts'
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

const acts: Readonly<Record<string, string>> = {
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

/** Referrals that wait for a member's units: to be acknowledged, to become a case, or come back. */
export const referralQueues: QueueProvider = {
  names: Object.values(QUEUE_OF),
  summary: (tx, who, now) => summary(tx, unitsOf(who), now),
  page: async (tx, who, queue, after, now) => {
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
