import { Period } from '@ariadne/domain/statistics'
import { z } from '@hono/zod-openapi'
import { Beside, Cell, Count, PersonRange, View } from './cell.ts'

export const FigureFunnel = z
  .object({
    period: Period,
    view: View,
    steps: z.array(
      z.object({
        definition: z.string(),
        name: z.string(),
        unit: z.enum(['event', 'victim', 'perpetrator', 'reporting_entity']),
        /** Reached in the period, whenever it began. */
        inPeriod: Cell,
        /** Of the ways that began in the period: how many have reached this step so far. */
        /** Beside the way: not everybody has to reach it. */
        side: z.boolean(),
        ofThoseBegun: Cell,
        persons: PersonRange.nullable(),
        beside: z.array(Beside),
      }),
    ),
  })
  .openapi('FigureFunnel')

export const FigureKpis = z
  .object({
    period: Period,
    view: View,
    before: Period,
    kpis: z.array(
      z.object({
        definition: z.string(),
        name: z.string(),
        share: Cell.extend({ numerator: z.int().nullable(), denominator: z.int().nullable() }),
        shareBefore: Cell,
      }),
    ),
  })
  .openapi('FigureKpis')

const Took = z.object({
  /** Null where it would give away how few did not get there. */
  began: Count.nullable(),
  reached: Count,
  median: z.number().nullable(),
  ninetieth: z.number().nullable(),
  withinTarget: z.int().nullable(),
})

export const FigureTimeliness = z
  .object({
    period: Period,
    view: View,
    steps: z.array(
      z.object({
        definition: z.string(),
        name: z.string(),
        in: z.enum(['hours', 'days']),
        target: z.number().nullable(),
        took: Took.nullable(),
      }),
    ),
  })
  .openapi('FigureTimeliness')
