import { Grain, Period } from '@ariadne/domain/statistics'
import { z } from '@hono/zod-openapi'
import { Beside, Cell, Count, View } from './cell.ts'

export const FigureTrend = z
  .object({
    definition: z.string(),
    grain: Grain,
    by: z.string().nullable(),
    view: View,
    periods: z.array(z.object({ period: Period, complete: z.boolean() })),
    /** One series a category; without `by` a single one, `Total`. In the order of their totals. */
    series: z.array(z.object({ category: z.string(), name: z.string(), total: Cell, points: z.array(Cell) })),
    /** What other sources say of the same, by period. */
    beside: z.array(Beside.extend({ period: Period })),
    /** Facts of these periods that became known more than a week after they happened. */
    late: Count,
    notes: z.array(z.object({ period: Period, kind: z.string(), code: z.string(), notes: Count })),
  })
  .openapi('FigureTrend')
