import type { QueueLine } from '@ariadne/contract'
import { CARD_ASKERS, CARD_DECIDERS } from '@ariadne/domain'
import type { FunctionName } from '@ariadne/domain'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { z } from 'zod'
import { readCursor, writeCursor } from '../casework/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import type { QueueCount, QueueProvider } from '../platform/queues.ts'
import { unitsOf } from './seats.ts'

const PAGE = 50
const FIRST = 3
const Cursor = z.tuple([z.iso.datetime({ precision: 3 }), z.uuid()])

type Row = { id: string; unit_id: string; hints: Record<string, string>; since: string; due_at: string | null }
type Source = {
  for: readonly FunctionName[]
  side: 'asked' | 'shown'
  act: string
  rows: (units: readonly string[], now: string) => RawBuilder<Row>
}

const sources: Readonly<Record<string, Source>> = {
  card_shown: {
    for: CARD_DECIDERS,
    side: 'shown',
    act: 'card.decide',
    rows: (units, now) => sql<Row>`select request_id as id, unit_id, hints, received_at as since, due_at from card_shown
      where unit_id = any (${units}::text[]) and became = 'waiting' and expires_at > ${now}`,
  },
  card_answered: {
    for: CARD_ASKERS,
    side: 'asked',
    act: 'card.seen',
    rows: (
      units,
    ) => sql<Row>`select request_id as id, unit_id, jsonb_build_object('language', language, 'peerUnit', answer_unit) as hints,
      answered_at as since, null::timestamptz as due_at from card_asked
      where unit_id = any (${units}::text[]) and answer is not null and seen_at is null`,
  },
}

const lineOf = (queue: string, { act, side }: Source, row: Row, now: string): QueueLine =>
  ({
    queue,
    unitId: row.unit_id,
    act,
    subject: { type: 'card', requestId: row.id, side },
    hints: row.hints,
    since: row.since,
    dueAt: row.due_at,
    overdue: row.due_at !== null && row.due_at < now,
  }) as QueueLine

const read = async (
  tx: Tx,
  who: SignedIn,
  source: Source,
  now: string,
  limit: number,
  after?: readonly [string, string],
): Promise<Row[]> => {
  const bound = after
    ? sql`where (coalesce(l.due_at, l.since), l.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : sql``
  const { rows } = await sql<Row>`select l.* from (${source.rows(unitsOf(who, source.for), now)}) l ${bound}
    order by coalesce(l.due_at, l.since), l.id limit ${limit}`.execute(tx)
  return rows
}

const count = async (tx: Tx, who: SignedIn, source: Source, now: string) => {
  const { rows } = await sql<{ count: number; overdue: number }>`
    select count(*)::int as count, (count(*) filter (where l.due_at < ${now}))::int as overdue
    from (${source.rows(unitsOf(who, source.for), now)}) l`.execute(tx)
  return rows[0] ?? { count: 0, overdue: 0 }
}

/** Cards of ours that were shown abroad, and answers to those that were shown here. */
export const cardQueues: QueueProvider = {
  names: Object.keys(sources),
  summary: async (tx, who, now) => {
    const found: QueueCount[] = []
    for (const [queue, source] of Object.entries(sources)) {
      const counted = await count(tx, who, source, now)
      if (counted.count === 0) continue
      const first = await read(tx, who, source, now, FIRST)
      found.push({ queue, ...counted, first: first.map((row) => lineOf(queue, source, row, now)) })
    }
    return found
  },
  page: async (tx, who, queue, after, now) => {
    const source = sources[queue]
    if (source === undefined) return { entries: [], next: null }
    const rows = await read(tx, who, source, now, PAGE + 1, readCursor(Cursor, after))
    const shown = rows.slice(0, PAGE)
    const last = shown.at(-1)
    return {
      entries: shown.map((row) => lineOf(queue, source, row, now)),
      next: rows.length > PAGE && last ? writeCursor([last.due_at ?? last.since, last.id]) : null,
    }
  },
}
