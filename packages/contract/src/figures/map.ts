import { Period } from '@ariadne/domain/statistics'
import { z } from '@hono/zod-openapi'
import { Cell, Count, View } from './cell.ts'

/** One figure by the parts of the country, each with a place to draw it at. */
export const FigureMap = z
  .object({
    definition: z.string(),
    name: z.string(),
    period: Period,
    view: View,
    /** Whose outline it is drawn over; empty at the secretariat. */
    country: z.string(),
    total: Cell,
    areas: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        /** Longitude and latitude of its main town. */
        at: z.tuple([z.number(), z.number()]),
        count: Cell,
        /** Accepted notes from the ground of the same time. */
        notes: Count,
      }),
    ),
    /** Where no part of the country is recorded. */
    elsewhere: Cell,
  })
  .openapi('FigureMap')
