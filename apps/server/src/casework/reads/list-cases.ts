import type { CaseLine } from '@ariadne/contract'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../platform/database/index.ts'
import { readCursor, writeCursor } from '../cursor.ts'

const PAGE = 50
const Cursor = z.tuple([z.iso.datetime({ precision: 3 }), z.uuid()])

export type CaseQuery = {
  after?: string | undefined
  status?: string | undefined
  historic?: 'yes' | 'no' | undefined
  reference?: string | undefined
}

const columns = sql`
  r.case_id as "caseId", r.reference, r.status, r.age_band as "ageBand", r.sex, r.identification,
  r.lead_here as "leadHere", r.historic, r.last_activity_at as "lastActivityAt", r.next_due_at as "nextDueAt"`

/**
 * One page of the cases a member may read, the latest activity first. Each seat of theirs is one range of one index, so
 * the page costs the same with a thousand cases or a million.
 */
export const pageQuery = (query: CaseQuery) => {
  const after = readCursor(Cursor, query.after)
  const bound = after ? sql`and (last_activity_at, case_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
  const kinds = query.historic === undefined ? sql`true, false` : query.historic === 'yes' ? sql`true` : sql`false`
  const range =
    query.status === undefined
      ? sql`and historic = h.historic`
      : sql`and status = ${query.status} and historic = h.historic`
  return sql<CaseLine>`
    select ${columns} from (
      select one.case_id, one.last_activity_at
      from unnest(actor_audiences()) as seat (audience)
      cross join unnest(array[${kinds}]) as h (historic)
      cross join lateral (
        select case_id, last_activity_at from case_access
        where audience = seat.audience ${range} ${bound}
        order by last_activity_at desc, case_id desc limit ${PAGE + 1}
      ) one
      group by one.case_id, one.last_activity_at
      order by one.last_activity_at desc, one.case_id desc limit ${PAGE + 1}
    ) page join case_row r using (case_id)
    order by r.last_activity_at desc, r.case_id desc`
}

/** A case by the pseudonym that somebody read out. Only a whole one finds anything. */
const byReference = (reference: string) =>
  sql<CaseLine>`select ${columns} from case_row r where r.reference = ${reference.trim().toUpperCase()}
    order by r.last_activity_at desc, r.case_id desc limit ${PAGE}`

/** Runs as the member: row-level security leaves out what is not theirs. */
export const listCases = async (tx: Tx, query: CaseQuery): Promise<{ entries: CaseLine[]; next: string | null }> => {
  if (query.reference !== undefined)
    return { entries: (await byReference(query.reference).execute(tx)).rows, next: null }
  const { rows } = await pageQuery(query).execute(tx)
  const entries = rows.slice(0, PAGE)
  const last = entries.at(-1)
  return { entries, next: rows.length > PAGE && last ? writeCursor([last.lastActivityAt, last.caseId]) : null }
}
