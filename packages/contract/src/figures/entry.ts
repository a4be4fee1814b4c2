import { CellStatus, Period } from '@ariadne/domain/statistics'
import { Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { Names } from './cell.ts'

/** What stood there before it was corrected: it stays, struck out. */
const EarlierEntry = z.object({
  status: CellStatus,
  value: z.number().nullable(),
  enteredAt: Instant,
  enteredBy: z.string().nullable(),
})

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
    /** Who entered it; null for what was imported. */
    enteredBy: z.string().nullable(),
    replaces: z.string().nullable(),
    /** The latest first. `note` of this entry says why it was corrected. */
    earlier: z.array(EarlierEntry.extend({ note: z.string().nullable() })),
  })
  .openapi('FigureEntry')
