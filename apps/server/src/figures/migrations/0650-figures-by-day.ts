import type { Migration } from '../../platform/database/index.ts'

/** The first and last day of all are asked before every count. */
export const figuresByDay: Migration = {
  id: '0650-figures-by-day',
  sql: `create index figure_fact_day on figure_fact (day);`,
}
