import { meanSize } from '@ariadne/disclosure'
import type { ReportView } from '@ariadne/contract'
import type { Reading } from '../figures.ts'
import type { BuiltReport } from '../reports/build.ts'
import { recordsCells } from '../reports/changed.ts'
import { BASE, EPSILON, findLatest } from './publish.ts'
import { readSpent } from './read.ts'
import { publishedTables } from './tables.ts'

/** How a report may be released and what each way costs, for who releases it. */
export const choicesFor = async (
  { tx, statistics }: Reading,
  built: BuiltReport,
): Promise<NonNullable<ReportView['release']>> => {
  const { template, year } = built
  const last = await findLatest(tx, template.id, year)
  // All reports of a year tell figures of the same people, most of them the same figures.
  const first = await publishedTables(tx)
    .selectFrom('figure_release')
    .select('method')
    .where('year', '=', year)
    .orderBy('released_at')
    .limit(1)
    .executeTakeFirst()
  const { spent, limit } = await readSpent(tx, year)
  const epsilon = Number(EPSILON)
  return {
    last: last ? { version: last.version, method: last.method, at: last.released_at } : null,
    bound: first?.method ?? null,
    base: BASE,
    noise: {
      off: meanSize({ epsilon: EPSILON, cellsPerPerson: recordsCells(built, statistics) }),
      cost: (epsilon * epsilon) / 2,
      spent,
      limit,
    },
  }
}
