import { CellStatus } from '@ariadne/domain/statistics'
import { z } from '@hono/zod-openapi'

/** One released figure over the years, a line a country. Nothing is added up. */
export const RegionTrend = z
  .object({
    years: z.array(z.int()),
    countries: z.array(
      z.object({
        country: z.string(),
        points: z.array(z.object({ status: CellStatus, value: z.number().nullable() })),
      }),
    ),
  })
  .openapi('FigureRegionTrend')
