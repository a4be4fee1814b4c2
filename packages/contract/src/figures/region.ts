import { CellStatus } from '@ariadne/domain/statistics'
import { Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { Cell, Names } from './cell.ts'
import { ReleaseMethod } from './release.ts'

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
          z.object({
            report: z.string(),
            version: z.int(),
            issuedAt: Instant,
            receivedAt: Instant,
            method: ReleaseMethod,
            /** Came after the day by which it is asked for; null where no day is known. */
            late: z.boolean().nullable(),
            /** Figures that are others than in the version before. */
            changed: z.int(),
            /** Every version, the newest first, with what it corrected in the one before. */
            versions: z.array(
              z.object({
                version: z.int(),
                issuedAt: Instant,
                receivedAt: Instant,
                way: z.enum(['file', 'message']),
                changes: z.array(
                  z.object({
                    table: z.string(),
                    key: Names,
                    definition: z.string(),
                    before: Cell.nullable(),
                    after: Cell.nullable(),
                  }),
                ),
              }),
            ),
          }),
        ),
        /** Reports of this year that have not come. */
        missing: z.array(z.object({ report: z.string(), overdue: z.boolean().nullable() })),
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
    alerts: z.array(
      z.object({
        country: z.string(),
        issuedAt: Instant,
        receivedAt: Instant,
        alert: z.record(z.string(), z.unknown()),
      }),
    ),
    /** What was handed in as a release and was none. */
    refused: z.array(
      z.object({
        id: z.uuid(),
        way: z.enum(['file', 'message']),
        peer: z.string().nullable(),
        code: z.string(),
        name: z.string().nullable(),
        period: z.string().nullable(),
        version: z.int().nullable(),
        at: Instant,
      }),
    ),
  })
  .openapi('FigureRegion')
