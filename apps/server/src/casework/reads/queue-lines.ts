import type { QueueLine } from '@ariadne/contract'
import { QUEUES } from '@ariadne/domain'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../platform/database/index.ts'
import type { QueueCount, QueuePage, QueueProvider } from '../../platform/queues.ts'
import { readCursor, writeCursor } from '../cursor.ts'

/** Lines that are late and stand before those who coordinate, too. */
export const ESCALATED = 'escalated'
const PAGE = 50
const FIRST = 3
/** Where lines without a date stand: after all others. As in the migration. */
const NEVER = '9999-12-31T00:00:00.000Z'
const Cursor = z.tuple([z.iso.datetime({ precision: 3 }), z.iso.datetime({ precision: 3 }), z.int()])

export type QueueLineRow = {
  id: number
  case_id: string
  unit_id: string
  queue: string
  act: string
  subject_id: string | null
  reference: string
  hints: Record<string, string>
  since: string
  due_at: string | null
}

const columns = sql`q.id, q.case_id, q.unit_id, q.queue, q.act, q.subject_id, q.reference, q.hints, q.since, q.due_at`

const toLine = (row: QueueLineRow, now: string, queue: string): QueueLine =>
  ({
    queue,
    unitId: row.unit_id,
    act: row.act,
    subject: { type: 'case', caseId: row.case_id, reference: row.reference, subjectId: row.subject_id },
    hints: queue === row.queue ? row.hints : { ...row.hints, queue: row.queue },
    since: row.since,
    dueAt: row.due_at,
    // Late by the instance's clock at this moment, whatever a job has seen.
    overdue: row.due_at !== null && row.due_at < now,
  }) as QueueLine

/** The lines of one queue for a member's units: a range of an index a unit, merged. Row-level security picks the seats. */
export const pageQuery = (units: readonly string[], queue: string, after: string | undefined) => {
  const from = readCursor(Cursor, after)
  const bound = from
    ? sql`and (q.due_order, q.since, q.id) > (${from[0]}::timestamptz, ${from[1]}::timestamptz, ${from[2]}::bigint)`
    : sql``
  const range =
    queue === ESCALATED
      ? sql`q.escalation_unit = u.unit_id and q.escalated_at is not null
          and q.escalation_unit || '/case_coordinator' = any ((select actor_audiences())::text[])`
      : sql`q.unit_id = u.unit_id and q.queue = ${queue} and q.audiences && (select actor_audiences())::text[]`
  return sql<QueueLineRow>`
    select p.* from unnest(${[...units]}::text[]) as u (unit_id)
    cross join lateral (
      select ${columns}, q.due_order from queue_entry q where ${range} ${bound}
      order by q.due_order, q.since, q.id limit ${PAGE + 1}
    ) p (id, case_id, unit_id, queue, act, subject_id, reference, hints, since, due_at, due_order)
    order by p.due_order, p.since, p.id limit ${PAGE + 1}`
}

const page = async (
  tx: Tx,
  units: readonly string[],
  queue: string,
  after: string | undefined,
  now: string,
): Promise<QueuePage> => {
  const { rows } = await pageQuery(units, queue, after).execute(tx)
  const shown = rows.slice(0, PAGE)
  const last = shown.at(-1)
  return {
    entries: shown.map((row) => toLine(row, now, queue)),
    next: rows.length > PAGE && last ? writeCursor([last.due_at ?? NEVER, last.since, last.id]) : null,
  }
}

type CountedRow = QueueLineRow & { shown_in: string; count: number; overdue: number }

/**
 * Counts and the most urgent lines of every queue that holds something, in one look. All lines are counted, from narrow
 * rows; those that are shown come from the top of an index range a unit.
 */
const summary = async (tx: Tx, units: readonly string[], now: string): Promise<QueueCount[]> => {
  const mine = sql`${[...units]}::text[]`
  const seated = sql`q.audiences && (select actor_audiences())::text[]`
  const coordinates = sql`q.escalated_at is not null
    and q.escalation_unit || '/case_coordinator' = any ((select actor_audiences())::text[])`
  const counts = sql`count(*) as count, count(*) filter (where q.due_at < ${now}) as overdue`
  const urgent = sql`order by q.due_order, q.since, q.id limit ${FIRST}`
  const { rows } = await sql<CountedRow>`
    select * from (
      select c.*, f.*, row_number() over (partition by c.shown_in order by f.due_order, f.since, f.id) as place
      from (
        select q.queue as shown_in, ${counts} from queue_entry q
        where q.unit_id = any (${mine}) and ${seated} group by q.queue
      ) c cross join unnest(${mine}) as u (unit) cross join lateral (
        select ${columns}, q.due_order from queue_entry q
        where q.unit_id = u.unit and q.queue = c.shown_in and ${seated} ${urgent}
      ) f
      union all
      select c.*, f.*, row_number() over (order by f.due_order, f.since, f.id)
      from (
        select ${ESCALATED}::text as shown_in, ${counts} from queue_entry q
        where q.escalation_unit = any (${mine}) and ${coordinates}
      ) c cross join unnest(${mine}) as u (unit) cross join lateral (
        select ${columns}, q.due_order from queue_entry q
        where q.escalation_unit = u.unit and ${coordinates} ${urgent}
      ) f
    ) q where place <= ${FIRST} order by shown_in, place`.execute(tx)
  const queues = new Map<string, QueueCount>()
  for (const row of rows) {
    const queue = queues.get(row.shown_in) ?? { queue: row.shown_in, count: row.count, overdue: row.overdue, first: [] }
    queue.first.push(toLine(row, now, row.shown_in))
    queues.set(row.shown_in, queue)
  }
  return [...queues.values()]
}

const unitsOf = (who: { memberships: readonly { unitId: string }[] }): string[] =>
  who.memberships.map((membership) => membership.unitId)

/** What waits in the cases of a member's units. */
export const caseQueues: QueueProvider = {
  names: [...QUEUES, ESCALATED],
  summary: (tx, who, now) => summary(tx, unitsOf(who), now),
  page: (tx, who, queue, after, now) => page(tx, unitsOf(who), queue, after, now),
}
