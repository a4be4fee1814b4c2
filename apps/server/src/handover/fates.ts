import { sql } from 'kysely'
import type { Tx } from '../platform/database/index.ts'

/** What became of a message: `code` says why, where the peer refused it or acted on it otherwise than asked. */
export type Fate = {
  state: 'waiting' | 'delivered' | 'processed' | 'refused'
  code: string | null
  /** When it got into this state. */
  at: string
}

type Row = {
  message_id: string
  state: string
  code: string | null
  queued_at: string
  delivered_at: string | null
  processed_at: string | null
}

const stateOf = ({ state, code }: Row): Fate['state'] => {
  if (state === 'processed') return code === null ? 'processed' : 'refused'
  if (state === 'delivered') return 'delivered'
  return state === 'waiting' || state === 'sent' ? 'waiting' : 'refused'
}

/** In a transaction of the instance's; members see no row of the outbox. */
export const fatesOf = async (tx: Tx, ids: readonly string[]): Promise<Map<string, Fate>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Row>`
    select message_id, state, code, queued_at, delivered_at, processed_at from outbox
    where message_id = any (${[...ids]}::uuid[])`.execute(tx)
  return new Map(
    rows.map((row) => [
      row.message_id,
      { state: stateOf(row), code: row.code, at: row.processed_at ?? row.delivered_at ?? row.queued_at },
    ]),
  )
}
