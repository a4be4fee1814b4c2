import type { QueueLine } from '@ariadne/contract'
import { sql } from 'kysely'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import type { QueueProvider } from '../platform/queues.ts'
import { SECOND, dayAfter, mayConfirm } from './view.ts'

type Row = { caseId: string; reference: string; unitId: string; since: string; askedBy: string | null; dueAt?: string }

const MOST = 200
const coordinated = sql`(select unit_id from case_access a where a.case_id = r.case_id and a.function = 'case_coordinator'
  and a.unit_id = any ((select actor_units())::text[]) order by unit_id limit 1)`

const worked = sql`(select unit_id from case_access a where a.case_id = r.case_id and a.function = any (${SECOND}::text[])
  and a.audience = any ((select actor_audiences())::text[]) order by unit_id limit 1)`

/** What waits about erasing. `period` is the country's for closed cases: without one no case is due by itself. */
export const erasureQueues = (period: () => string | null, now: () => string): QueueProvider => {
  const queries: Record<string, (tx: Tx, who: SignedIn) => Promise<Row[]>> = {
    erasure_due: async (tx, who) => {
      const lasts = period()
      if (lasts === null || !who.functions.includes('case_coordinator')) return []
      const { rows } = await sql<Row>`
        select r.case_id as "caseId", r.reference, ${coordinated} as "unitId", r.last_activity_at as since,
          null as "askedBy"
        from case_row r where r.status in ('closed', 'retained') and not r.historic
          and not exists (select from erasure e where e.case_id = r.case_id)
        order by r.last_activity_at limit ${MOST}`.execute(tx)
      const today = now().slice(0, 10)
      return rows
        .map((row) => ({ ...row, dueAt: `${dayAfter(row.since, lasts)}T00:00:00.000Z` }))
        .filter((row) => row.unitId !== null && row.dueAt.slice(0, 10) <= today)
    },
    erasure_to_confirm: async (tx, who) => {
      const { rows } = await sql<Row>`
        select e.case_id as "caseId", r.reference, e.unit_id as "unitId", e.asked_at as since, e.asked_by as "askedBy"
        from erasure e join case_row r using (case_id) where e.confirmed_at is null
        order by e.asked_at limit ${MOST}`.execute(tx)
      return rows.filter(({ unitId, askedBy }) => mayConfirm(who, { unitId, askedBy: askedBy ?? '' }))
    },
    erasure_heard: async (tx, who) => {
      if (!who.functions.some((name) => SECOND.includes(name))) return []
      const { rows } = await sql<Row>`
        select r.case_id as "caseId", r.reference, ${worked} as "unitId", h.heard_at as since, null as "askedBy"
        from erasure_heard h join case_row r using (case_id) where h.answer is null
        order by h.heard_at limit ${MOST}`.execute(tx)
      return rows.filter(({ unitId }) => unitId !== null)
    },
  }
  const acts: Record<string, string> = {
    erasure_due: 'erasure.ask',
    erasure_to_confirm: 'erasure.confirm',
    erasure_heard: 'erasure.answer',
  }
  const lines = async (tx: Tx, who: SignedIn, queue: string): Promise<QueueLine[]> =>
    ((await queries[queue]?.(tx, who)) ?? []).map(
      ({ caseId, reference, unitId, since, dueAt }) =>
        ({
          queue,
          unitId,
          act: acts[queue],
          subject: { type: 'case', caseId, reference, subjectId: null },
          hints: {},
          since,
          dueAt: dueAt ?? null,
          overdue: false,
        }) as QueueLine,
    )
  const names = Object.keys(queries)
  return {
    names,
    summary: async (tx, who) => {
      const counts = []
      for (const queue of names) {
        const all = await lines(tx, who, queue)
        if (all.length > 0) counts.push({ queue, count: all.length, overdue: 0, first: all.slice(0, 3) })
      }
      return counts
    },
    page: async (tx, who, queue) => ({ entries: await lines(tx, who, queue), next: null }),
  }
}
