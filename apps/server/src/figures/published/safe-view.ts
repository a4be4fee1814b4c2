import type { ReportCell } from '@ariadne/domain/statistics'
import type { Reading } from '../figures.ts'
import type { BuiltReport } from '../reports/build.ts'
import { makeSafe } from '../reports/release.ts'
import { pastOf } from './past.ts'
import { findLatest } from './publish.ts'

/**
 * A report as those see it who are told only what is safe. Where it was released rounded or with noise they see that
 * release: the same figures suppressed beside it would give away what both hide.
 * @throws {NotYet} where that was not worked out yet
 * @throws {NotSafe}
 */
export const safeCells = async (reading: Reading, built: BuiltReport): Promise<ReportCell[]> => {
  const { tx, statistics, now, audits } = reading
  const latest = await findLatest(tx, built.template.id, built.year)
  if (latest !== undefined && latest.method !== 'suppress') return latest.cells
  return (await makeSafe(built, statistics, { past: await pastOf(tx), audits }, now)).cells
}
