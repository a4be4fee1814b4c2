import { CellStatus, SourceMark } from '@ariadne/domain/statistics'
import { Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { Cell, Count, Names, View } from './cell.ts'
import { ReleaseMethod } from './release.ts'

export const ReportLine = z.object({
  id: z.string(),
  title: z.string(),
  recipient: z.string(),
  version: z.string(),
  statutory: z.boolean(),
  due: z.object({ month: z.int(), day: z.int(), mark: SourceMark }).nullable(),
  kept: z.array(z.object({ year: z.int(), version: z.int(), keptAt: Instant })),
})

const ReportCellView = z.object({
  table: z.string(),
  key: Names,
  definition: z.string(),
  mark: SourceMark,
  status: CellStatus,
  value: z.number().nullable(),
  numerator: z.number().optional(),
  denominator: z.number().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  others: z.array(
    z.object({
      source: z.string(),
      definition: z.string(),
      status: CellStatus,
      value: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
})

const ShortCell = Cell.nullable()

export const ReportView = z
  .object({
    report: z.string(),
    title: z.string(),
    recipient: z.string(),
    template: z.string(),
    year: z.int(),
    country: z.string(),
    view: View,
    generatedAt: Instant,
    /** The version last kept; 0 when none was. */
    keptVersion: z.int(),
    /** A law demands it, as it is. */
    statutory: z.boolean(),
    /** Whether the codes of its SDMX data flows could be read in a source; null where no table has one. */
    sdmx: SourceMark.nullable(),
    /** How it may be released, for who may release it; null for everybody else. */
    release: z
      .object({
        last: z.object({ version: z.int(), method: ReleaseMethod, at: Instant }).nullable(),
        /** The method by which figures of this year were released, which binds every further release of them. */
        bound: ReleaseMethod.nullable(),
        base: Count,
        noise: z.object({
          /** How far a single figure would be off on average. */
          off: z.number(),
          /** What one release spends, what was spent, and what may be. */
          cost: z.number(),
          spent: z.number(),
          limit: z.number(),
        }),
      })
      .nullable(),
    tables: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        mark: SourceMark,
        axes: z.array(z.string()),
        /** Names of the categories that occur, by dimension; lines under `line`. */
        names: z.record(z.string(), Names),
        cells: z.array(ReportCellView),
      }),
    ),
    /** What is another number than in the kept version, and why as far as can be told. */
    changes: z.object({
      since: Instant.nullable(),
      cells: z.array(z.object({ table: z.string(), key: Names, before: ShortCell, after: ShortCell })),
      lateFacts: Count,
    }),
    sources: z.array(
      z.object({ title: z.string(), publisher: z.string(), year: z.int().nullable(), address: z.string().nullable() }),
    ),
    notes: z.array(z.string()),
  })
  .openapi('ReportView')
export type ReportView = z.infer<typeof ReportView>
