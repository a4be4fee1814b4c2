import { CellStatus, Period } from '@ariadne/domain/statistics'
import { z } from '@hono/zod-openapi'

/** Figures are counts. No answer here holds the id of a case, a person or a record, and none leads to a list of them. */

export const Count = z.int().min(0)
/** Not fewer and not more persons than these stand behind records that nobody linked. */
export const PersonRange = z.object({ low: Count, high: Count })
/** What was counted, with the four things that are not the same. `value` is null for missing and for suppressed. */
export const Cell = z.object({ status: CellStatus, value: z.number().nullable() })
/** The same thing as somebody else says it. It stands beside, it replaces nothing. */
export const Beside = Cell.extend({
  source: z.string(),
  sourceTitle: z.string(),
  definition: z.string(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export const Names = z.record(z.string(), z.string())
export const PeriodQuery = z.object({ period: Period })

/** Who is told the figure, and therefore how: exact to the country's own coordinator, safe to everybody else. */
export const View = z.enum(['exact', 'safe'])
