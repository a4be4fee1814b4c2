import { SourceMark } from '@ariadne/domain/statistics'
import { z } from '@hono/zod-openapi'
import { Names } from './cell.ts'

export const FigureDefinition = z
  .object({
    id: z.string(),
    kind: z.enum(['count', 'share', 'duration', 'entered']),
    name: z.string(),
    /** In a sentence: unit, what happened, how often one counts, by which date, what of duplicates. */
    counts: z.string(),
    unit: z.enum(['event', 'victim', 'perpetrator', 'reporting_entity']),
    mark: SourceMark,
    source: z.object({
      title: z.string(),
      publisher: z.string(),
      year: z.int().nullable(),
      address: z.string().nullable(),
    }),
    dimensions: z.array(z.string()),
  })
  .openapi('FigureDefinition')
export type FigureDefinition = z.infer<typeof FigureDefinition>

export const FigureDefinitions = z.object({
  definitions: z.array(FigureDefinition),
  /** Names of categories, by dimension and category. */
  categories: z.record(z.string(), Names),
  dimensions: Names,
  /** Which definitions the pages offer. */
  pages: z.object({ funnel: z.array(z.string()), trends: z.array(z.string()), map: z.array(z.string()) }),
  /** The first and the last day on which anything is recorded; null while nothing is. */
  recorded: z.object({ from: z.string(), to: z.string() }).nullable(),
})
