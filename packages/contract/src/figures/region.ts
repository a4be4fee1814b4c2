import { CellStatus } from '@ariadne/domain/statistics'
import { Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { Names } from './cell.ts'

export const RegionView = z
  .object({
    now: Instant,
    year: z.int(),
    countries: z.array(
      z.object({
        instanceId: z.string(),
        country: z.string().nullable(),
        name: z.string(),
        reports: z.array(
          z.object({ report: z.string(), version: z.int(), issuedAt: Instant, receivedAt: Instant, changed: z.int() }),
        ),
        /** Reports of this year that have not come. */
        missing: z.array(z.string()),
      }),
    ),
    /** The same cell of every country that reported, side by side; never added up: one person may be in two countries. */
    cells: z.array(
      z.object({
        report: z.string(),
        table: z.string(),
        key: Names,
        definition: z.string(),
        values: z.array(z.object({ country: z.string(), status: CellStatus, value: z.number().nullable() })),
      }),
    ),
    alerts: z.array(z.object({ country: z.string(), issuedAt: Instant, alert: z.record(z.string(), z.unknown()) })),
  })
  .openapi('FigureRegion')
