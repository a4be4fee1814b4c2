import { createHash } from 'node:crypto'
import { canonicalJson, mintId } from '@ariadne/domain'
import type { ReportCell } from '@ariadne/domain/statistics'
import type { Tx } from '../../platform/database/index.ts'
import { figureTables } from '../tables.ts'

/** The version of a report that was kept last. */
export const findKept = (tx: Tx, report: string, year: number) =>
  figureTables(tx)
    .selectFrom('report_version')
    .selectAll()
    .where('report', '=', report)
    .where('year', '=', year)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()

export const digestOfCells = (cells: readonly ReportCell[]): string =>
  createHash('sha256').update(canonicalJson(cells)).digest('hex')

/** Keeps a report as it stands, once for the same numbers. */
export const keepReport = async (
  tx: Tx,
  report: { name: string; year: number; template: string; cells: readonly ReportCell[] },
  by: string | null,
  now: string,
): Promise<{ version: number; isNew: boolean }> => {
  const digest = digestOfCells(report.cells)
  const last = await findKept(tx, report.name, report.year)
  if (last?.digest === digest) return { version: last.version, isNew: false }
  const version = (last?.version ?? 0) + 1
  await figureTables(tx)
    .insertInto('report_version')
    .values({
      id: mintId(Date.parse(now)),
      report: report.name,
      year: report.year,
      version,
      template: report.template,
      cells: JSON.stringify(report.cells),
      digest,
      kept_by: by,
      kept_at: now,
    })
    .execute()
  return { version, isNew: true }
}

export const listKept = (tx: Tx) =>
  figureTables(tx)
    .selectFrom('report_version')
    .select(['report', 'year', 'version', 'kept_at'])
    .orderBy('kept_at', 'desc')
    .limit(500)
    .execute()
