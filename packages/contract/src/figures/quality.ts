import { Period } from '@ariadne/domain/statistics'
import { z } from '@hono/zod-openapi'
import { Beside, Count } from './cell.ts'

export const FigureQuality = z
  .object({
    period: Period,
    /** How many of the registered persons lack each code. */
    missing: z.array(z.object({ dimension: z.string(), name: z.string(), of: Count, unknown: Count })),
    /** How long after it happened a fact became known here. */
    late: z.object({ facts: Count, moreThanDay: Count, moreThanWeek: Count, moreThanMonth: Count }),
    /** Units that could record and those that did. */
    units: z.array(
      z.object({
        unitId: z.string(),
        name: z.string(),
        kind: z.string(),
        records: Count,
        lastDay: z.string().nullable(),
      }),
    ),
    /** Records whose coded profile is that of another of the same day and unit: perhaps one person twice. */
    possiblyTwice: Count,
    onlyYearKnown: Count,
    /** Definitions that two sources answer differently for this period. */
    conflicts: z.array(z.object({ definition: z.string(), name: z.string(), values: z.array(Beside) })),
  })
  .openapi('FigureQuality')
