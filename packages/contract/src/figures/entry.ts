import { CellStatus, Period } from '@ariadne/domain/statistics'
import { Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { Names } from './cell.ts'

export const FigureEntryView = z
  .object({
    entryId: z.string(),
    definition: z.string(),
    period: Period,
    key: Names,
    status: CellStatus,
    value: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    source: z.string(),
    sourceTitle: z.string(),
    note: z.string().nullable(),
    enteredAt: Instant,
    replaces: z.string().nullable(),
  })
  .openapi('FigureEntry')
