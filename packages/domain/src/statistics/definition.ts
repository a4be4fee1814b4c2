import { z } from 'zod'
import { FACTS, LASTING } from './facts.ts'

/**
 * A definition says what is counted, whom it counts, when, how often, and where that is written. Definitions are content
 * (`content/statistics/definitions/*.yaml`); the four units are those of IC-TIP, the classification that the UN
 * Statistical Commission endorsed in March 2025.
 */
export const IcTipUnit = z.enum(['event', 'victim', 'perpetrator', 'reporting_entity'])
export type IcTipUnit = z.infer<typeof IcTipUnit>

export const DimensionId = z.enum([
  'sex',
  'age_group',
  'age_band',
  'citizenship',
  'citizenship_group',
  'form',
  'exploited_in',
  'place',
  'area',
  'detector',
  'unit',
  'detail',
  'country',
  'source',
])
export type DimensionId = z.infer<typeof DimensionId>

/**
 * How often one record counts. `first`: once, in the period of its first such fact. `each_period`: once in every period
 * that has one. `every`: each time. `during`: once in every period in which it lasted. `at_end`: while it lasts at the
 * period's last moment.
 */
export const CountingRule = z.enum(['first', 'each_period', 'every', 'during', 'at_end'])
export type CountingRule = z.infer<typeof CountingRule>

/**
 * What is done about one person in several records. `one_record`: a file is one person. `range`: records are not linked,
 * so the persons are told as a range. `not_persons`: acts, not persons, are counted.
 */
export const Duplicates = z.enum(['one_record', 'range', 'not_persons'])
export type Duplicates = z.infer<typeof Duplicates>

const Id = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/, 'write it as words with dots, like victims.registered')
const FactName = z.enum(FACTS)
const SourceId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** Where it is written, and whether that was read there. */
export const SourceMark = z.enum(['verified', 'not_verified', 'own'])
export type SourceMark = z.infer<typeof SourceMark>

const shared = {
  id: Id,
  unit: IcTipUnit,
  source: SourceId,
  /** `own`: ours to define; `verified`: read in the source; `not_verified`: known, read nowhere. */
  mark: SourceMark,
}

const Counted = z.strictObject({
  fact: FactName,
  /** Only facts with one of these details. */
  detail: z.array(z.string()).min(1).optional(),
  rule: CountingRule,
})
export type Counted = z.infer<typeof Counted>

export const Definition = z.discriminatedUnion('kind', [
  /** Counted from the history of cases, referrals and screenings. */
  z.strictObject({
    ...shared,
    kind: z.literal('count'),
    counts: Counted,
    duplicates: Duplicates,
    /** `happened`: the day it happened; `known`: the day this instance learnt of it. */
    date: z.enum(['happened', 'known']),
    dimensions: z.array(DimensionId),
  }),
  /** A part of a whole, both counted; shown as numerator and denominator, never as a percentage alone. */
  z.strictObject({ ...shared, kind: z.literal('share'), numerator: Id, denominator: Id }),
  /** Time from the first of one fact to the first of another on the same person's way, for ways that began in the period. */
  z.strictObject({
    ...shared,
    kind: z.literal('duration'),
    from: FactName,
    to: FactName,
    in: z.enum(['hours', 'days']),
    /** Name of the target in the country's profile; a target, not law, unless the profile says so. */
    target: z
      .enum([
        'referralHours',
        'acknowledgeHours',
        'childNoticeHours',
        'guardianRequestHours',
        'identificationDays',
        'arrivalHours',
      ])
      .optional(),
  }),
  /** Entered by hand or imported, with its source: what no case file holds. */
  z.strictObject({ ...shared, kind: z.literal('entered'), dimensions: z.array(DimensionId) }),
])
export type Definition = z.infer<typeof Definition>
export type CountDefinition = Extract<Definition, { kind: 'count' }>

/** One source that definitions cite. */
export const CitedSource = z.strictObject({
  id: SourceId,
  title: z.string().min(1),
  publisher: z.string().min(1),
  year: z.int().nullable(),
  address: z.url().nullable(),
})
export type CitedSource = z.infer<typeof CitedSource>

export const DefinitionFile = z.strictObject({ sources: z.array(CitedSource), definitions: z.array(Definition) })

/** Raw codes gathered into the categories that are shown. `several` says what a record with more than one is. */
export const Grouping = z.strictObject({
  dimension: DimensionId,
  groups: z.record(z.string().regex(/^[a-z0-9_]+$/), z.array(z.string())),
  /** What is in no group: shown as this category, or as itself. */
  others: z.string().nullable(),
  several: z.string().optional(),
})
export type Grouping = z.infer<typeof Grouping>

export type DefinitionProblem = { id: string; field: string; problem: string; remedy: string }

/** What a schema cannot say: ids twice, parts that are not there, rules that do not fit. */
export const checkDefinitions = (
  definitions: readonly Definition[],
  sources: readonly CitedSource[],
): DefinitionProblem[] => {
  const problems: DefinitionProblem[] = []
  const byId = new Map<string, Definition>()
  for (const one of definitions) {
    const say = (field: string, problem: string, remedy: string): void => {
      problems.push({ id: one.id, field, problem, remedy })
    }
    if (byId.has(one.id)) say('id', 'stands twice', 'Give one of the two another id.')
    byId.set(one.id, one)
    if (!sources.some((source) => source.id === one.source))
      say(
        'source',
        `names "${one.source}", which is not among the sources`,
        'Add the source, or name one that is there.',
      )
    if (one.kind === 'count') {
      const { rule, detail } = one.counts
      if (rule === 'first' && (detail?.length ?? 0) > 1)
        say('counts.detail', 'has several details and counts the first', 'Count each_period, or name one detail.')
      if ((rule === 'during' || rule === 'at_end') && !LASTING.includes(one.counts.fact))
        say(
          'counts.rule',
          `counts while it lasts, and "${one.counts.fact}" is a moment`,
          'Count first, each_period or every.',
        )
      if (one.unit === 'victim' && one.duplicates === 'not_persons')
        say('duplicates', 'counts victims and says that it does not count persons', 'Choose one_record or range.')
    }
  }
  for (const one of definitions)
    if (one.kind === 'share')
      for (const field of ['numerator', 'denominator'] as const)
        if (byId.get(one[field])?.kind !== 'count')
          problems.push({
            id: one.id,
            field,
            problem: `"${one[field]}" is not a definition that counts`,
            remedy: 'Name a definition of kind count.',
          })
  return problems
}
