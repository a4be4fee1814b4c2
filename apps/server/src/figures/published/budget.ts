import type { Budget } from '@ariadne/disclosure'
import type { Tx } from '../../platform/database/index.ts'
import { publishedTables } from './tables.ts'

/** All reports of a year count the same people, whatever the report: they spend one budget. */
export const FAMILY = 'reports'
/**
 * What may be spent on a year, in zero-concentrated differential privacy. One is two releases of epsilon 1, or eight of
 * epsilon 0.5.
 */
export const MOST = '1'

/** The budget of a year. In a transaction that holds the lock of releases nobody else spends from it meanwhile. */
export const readBudget = async (tx: Tx, period: string): Promise<Budget> => {
  const tables = publishedTables(tx)
  const budget = await tables
    .selectFrom('noise_budget')
    .select('most')
    .where('family', '=', FAMILY)
    .where('period', '=', period)
    .executeTakeFirst()
  const rows = await tables
    .selectFrom('noise_spending as s')
    .innerJoin('figure_release as r', 'r.id', 's.release_id')
    .select(['r.report', 'r.version', 's.epsilon', 's.rho', 's.at'])
    .where('s.family', '=', FAMILY)
    .where('s.period', '=', period)
    .orderBy('s.at')
    .execute()
  const entries = rows.map(({ report, version, epsilon, rho, at }) => ({
    release: `${report} ${period}, ${version}`,
    at,
    epsilon,
    rho,
  }))
  return { limit: budget?.most ?? MOST, entries }
}

/** Writes down what a release spent, in the transaction that keeps the release. */
export const keepSpending = async (
  tx: Tx,
  spent: { releaseId: string; period: string; limit: string; epsilon: string; rho: string; at: string },
): Promise<void> => {
  const { releaseId, period, limit, ...rest } = spent
  const tables = publishedTables(tx)
  await tables
    .insertInto('noise_budget')
    .values({ family: FAMILY, period, most: limit })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await tables
    .insertInto('noise_spending')
    .values({ release_id: releaseId, family: FAMILY, period, ...rest })
    .execute()
}
