import type { QueueLine } from '@ariadne/contract'
import { ALARM_ANSWERERS, REFERRAL_RECEIVERS, REFERRAL_SENDERS } from '@ariadne/domain'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { z } from 'zod'
import { readCursor, writeCursor } from '../casework/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import type { QueueCount, QueueProvider } from '../platform/queues.ts'
import { unitsWith } from './seats.ts'

const PAGE = 50
const FIRST = 3
const NEVER = '9999-12-31T00:00:00.000Z'
const Cursor = z.tuple([z.iso.datetime({ precision: 3 }), z.uuid()])

type Row = { id: string; unit_id: string; hints: Record<string, string>; since: string; due_at: string | null }
type Listed = Row & { act: string; subject: QueueLine['subject'] }

/** Rows of one queue, each with a time by which it is ordered; `units` are those in which the asker may do the work. */
type Source = {
  for: readonly string[]
  rows: (units: readonly string[]) => RawBuilder<Row>
  act: (id: string) => Pick<Listed, 'act' | 'subject'>
}

/** Alarms by an officer, and those by somebody without an account: apart, so that a flood of the one hides nothing of the other. */
const ringing = (kind: 'officer' | 'outside'): Source => ({
  for: ALARM_ANSWERERS,
  // The line stands before every unit that was called and has not said that it cannot.
  rows: (units) => sql<Row>`
    select a.alarm_id as id, u.unit_id, a.hints, a.received_at as since, coalesce(a.due_at, a.received_at) as due_at
    from duty_alarm a cross join lateral (
      select r.unit_id from unnest(a.ringing) as r (unit_id) where r.unit_id = any (${units}::text[])
        and r.unit_id <> all (a.declined)
        -- Those on duty are called first: at the unit called last it rings for them alone, for a while.
        and (a.only_members = '{}' or r.unit_id <> a.ringing[cardinality(a.ringing)]
          or (select actor_member()) = any (a.only_members))
      limit 1
    ) u where a.answered_at is null and a.kind = ${kind} and a.ringing && ${units}::text[]`,
  act: (alarmId) => ({ act: 'alarm.answer', subject: { type: 'alarm', alarmId } }),
})

const sources: Readonly<Record<string, Source>> = {
  duty_alarm: ringing('officer'),
  outside_alarm: ringing('outside'),
  outside_contact: {
    for: REFERRAL_RECEIVERS,
    rows: (units) => sql<Row>`
      select contact_id as id, unit_id, hints, received_at as since, due_at from outside_contact
      where unit_id = any (${units}::text[]) and state = 'waiting'`,
    act: (contactId) => ({ act: 'contact.take', subject: { type: 'contact', contactId } }),
  },
  contact_in_hand: {
    for: REFERRAL_RECEIVERS,
    rows: (units) => sql<Row>`
      select contact_id as id, unit_id, hints, received_at as since, null::timestamptz as due_at from outside_contact
      where unit_id = any (${units}::text[]) and state = 'taken'`,
    act: (contactId) => ({ act: 'contact.close', subject: { type: 'contact', contactId } }),
  },
  look_again: {
    for: REFERRAL_SENDERS,
    rows: (units) => sql<Row>`
      select screening_id as id, unit_id, hints, since, due_at from look_again
      where unit_id = any (${units}::text[]) and settled_at is null`,
    act: (screeningId) => ({ act: 'screening.second_talk', subject: { type: 'screening', screeningId } }),
  },
}

const toLine = (queue: string, source: Source, row: Row, now: string): QueueLine =>
  ({
    queue,
    unitId: row.unit_id,
    ...source.act(row.id),
    hints: row.hints,
    since: row.since,
    dueAt: row.due_at,
    overdue: row.due_at !== null && row.due_at < now,
  }) as QueueLine

const read = async (
  tx: Tx,
  who: SignedIn,
  source: Source,
  limit: number,
  after?: readonly [string, string],
): Promise<Row[]> => {
  const bound = after
    ? sql`where (coalesce(l.due_at, ${NEVER}::timestamptz), l.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : sql``
  const { rows } = await sql<Row>`select l.* from (${source.rows(unitsWith(who, source.for))}) l ${bound}
    order by coalesce(l.due_at, ${NEVER}::timestamptz), l.id limit ${limit}`.execute(tx)
  return rows
}

const count = async (tx: Tx, who: SignedIn, source: Source, now: string) => {
  const { rows } = await sql<{ count: number; overdue: number }>`
    select count(*)::int as count, (count(*) filter (where l.due_at < ${now}))::int as overdue
    from (${source.rows(unitsWith(who, source.for))}) l`.execute(tx)
  return rows[0] ?? { count: 0, overdue: 0 }
}

/** What waits at once, what came from outside, and who is to be met again. */
export const intakeQueues: QueueProvider = {
  names: Object.keys(sources),
  summary: async (tx, who, now) => {
    const found: QueueCount[] = []
    for (const [queue, source] of Object.entries(sources)) {
      if (unitsWith(who, source.for).length === 0) continue
      const counted = await count(tx, who, source, now)
      if (counted.count === 0) continue
      const first = await read(tx, who, source, FIRST)
      found.push({ queue, ...counted, first: first.map((row) => toLine(queue, source, row, now)) })
    }
    return found
  },
  page: async (tx, who, queue, after, now) => {
    const source = sources[queue]
    if (source === undefined || unitsWith(who, source.for).length === 0) return { entries: [], next: null }
    const rows = await read(tx, who, source, PAGE + 1, readCursor(Cursor, after))
    const shown = rows.slice(0, PAGE)
    const last = shown.at(-1)
    return {
      entries: shown.map((row) => toLine(queue, source, row, now)),
      next: rows.length > PAGE && last ? writeCursor([last.due_at ?? NEVER, last.id]) : null,
    }
  },
}
