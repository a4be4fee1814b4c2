import { createHash } from 'node:crypto'
import { canonicalJson, mintId } from '@ariadne/domain'
import type { ReportCell } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { publishedTables } from './tables.ts'

/**
 * Notes that a report went out as a law demands it: exact, to one recipient, by name of the law. The recipient publishes
 * under its own rules; what it publishes is not ours to take back. An empty legal basis is told as to be confirmed.
 */
export const noteStatutory = async (
  tx: Tx,
  sent: {
    report: string
    year: number
    recipient: string
    legalBasis: string
    cells: readonly ReportCell[]
    by: string | null
  },
  now: string,
): Promise<string> => {
  const id = mintId<string>(Date.parse(now))
  await publishedTables(tx)
    .insertInto('statutory_transmission')
    .values({
      id,
      report: sent.report,
      year: sent.year,
      recipient: sent.recipient,
      legal_basis: sent.legalBasis,
      cells: sent.cells.length,
      digest: createHash('sha256').update(canonicalJson(sent.cells)).digest('hex'),
      sent_by: sent.by,
      sent_at: now,
    })
    .execute()
  return id
}

type Row = {
  id: string
  report: string
  year: number
  recipient: string
  legalBasis: string
  cells: number | null
  digest: string
  by: string | null
  at: string
}

const PAGE = 200

export const listStatutory = async (tx: Tx): Promise<Row[]> =>
  (
    await sql<Row>`
      select t.id, t.report, t.year, t.recipient, t.legal_basis as "legalBasis", t.cells, t.digest,
        m.display_name as by, t.sent_at as at
      from statutory_transmission t left join member m on m.id = t.sent_by
      order by t.sent_at desc, t.id desc limit ${PAGE}`.execute(tx)
  ).rows
