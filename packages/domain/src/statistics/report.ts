import { z } from 'zod'
import { CitedSource, DimensionId, Grouping, SourceMark, type Definition } from './definition.ts'
import { categoryOf, TOTAL, type Categories, type Counting } from './dimensions.ts'

/** Report templates are content (`content/reports/*.yaml`): which cells a recipient asks for, and which definition fills each. */
const Name = z.string().regex(/^[a-z][a-z0-9_]*$/)
const DefinitionId = z.string()

/** A dimension across a table. Without `categories` it shows those that occur. */
const Axis = z.strictObject({
  dimension: DimensionId,
  categories: z.array(z.string()).min(1).optional(),
})

const Sdmx = z.strictObject({
  /** `AGENCY:FLOW(VERSION)`. */
  dataflow: z.string(),
  mark: SourceMark,
  /** Our dimension's name to theirs, and our category to their code. */
  dimensions: z.record(z.string(), z.string()),
  codes: z.record(z.string(), z.record(z.string(), z.string())),
  /** Dimensions that are the same for every row. */
  fixed: z.record(z.string(), z.string()),
})

const shared = {
  id: Name,
  /** Whether all of it could be read in a source: what it counts, and the codes it is sent with where it has some. */
  mark: SourceMark,
  hxl: z.string().optional(),
  sdmx: Sdmx.optional(),
}
const filter = z.partialRecord(DimensionId, z.array(z.string()).min(1)).optional()

export const ReportTable = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...shared,
      kind: z.literal('cross'),
      definition: DefinitionId,
      axes: z.array(Axis).max(4),
      filter,
    }),
    z.strictObject({
      ...shared,
      kind: z.literal('lines'),
      lines: z.array(z.strictObject({ id: Name, definition: DefinitionId, mark: SourceMark, filter })).min(1),
    }),
  ])
  .refine(({ mark, sdmx }) => mark !== 'verified' || sdmx === undefined || sdmx.mark === 'verified', {
    path: ['mark'],
    message: 'should be no surer than the mark of its SDMX codes',
  })
export type ReportTable = z.infer<typeof ReportTable>

export const ReportTemplate = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** What law or habit asks for it, by when. Empty where it is to be confirmed. */
  due: z.strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31), mark: SourceMark }).nullable(),
  /** A law demands it of the country: sent as it is demanded, and every sending is noted. */
  statutory: z.boolean(),
  sources: z.array(CitedSource).min(1),
  groupings: z.array(Grouping),
  tables: z.array(ReportTable).min(1),
})
export type ReportTemplate = z.infer<typeof ReportTemplate>

/** Four things that are not the same: a number, none, not known here, and known but not shown. */
export const CellStatus = z.enum(['value', 'zero', 'missing', 'suppressed'])
export type CellStatus = z.infer<typeof CellStatus>

/** What somebody else says of the same thing. It stands beside, it replaces nothing. */
export interface OtherValue {
  source: string
  definition: string
  status: CellStatus
  value: number | null
  low: number | null
  high: number | null
}

export interface ReportCell {
  table: string
  /** Dimension or `line` to category; `Total` is a margin. */
  key: Record<string, string>
  definition: string
  /** Whether the recipient's item could be verified in a source. */
  mark: SourceMark
  status: CellStatus
  value: number | null
  /** For a share: what it was made from; for a median: of how many. For persons nobody linked: not fewer, not more. */
  numerator?: number
  denominator?: number
  low?: number
  high?: number
  others: OtherValue[]
}

/** So many facts with the same codes, as the database counts them. */
export type CountedGroup = Counting & { count: number }

/** What is there to fill a report with. */
export interface ReportFigures {
  /** By definition; a definition that counts and is not here has nothing to count from. */
  counted: ReadonlyMap<string, readonly CountedGroup[]>
  /** Medians, by definition, with how many they are the middle of. */
  measured: ReadonlyMap<string, { median: number | null; reached: number }>
  /** Figures entered or imported, with source, for a definition. */
  entered: ReadonlyMap<string, readonly EnteredFigure[]>
  /** Whether this instance kept records in the period at all: without any, nothing counted is not zero but missing. */
  covered: boolean
}

export interface EnteredFigure {
  source: string
  definition: string
  key: Record<string, string>
  status: CellStatus
  value: number | null
  low: number | null
  high: number | null
}

/** The dimensions that a definition has to be counted by for this report. */
export const dimensionsNeeded = (template: ReportTemplate): Map<string, Set<DimensionId>> => {
  const needed = new Map<string, Set<DimensionId>>()
  const need = (definition: string, dimensions: readonly string[]): void => {
    const known = needed.get(definition) ?? new Set()
    for (const one of dimensions) known.add(one as DimensionId)
    needed.set(definition, known)
  }
  for (const table of template.tables) {
    if (table.kind === 'cross')
      need(table.definition, [...table.axes.map((axis) => axis.dimension), ...Object.keys(table.filter ?? {})])
    else for (const line of table.lines) need(line.definition, Object.keys(line.filter ?? {}))
  }
  return needed
}

const crossed = (axes: readonly { dimension: string; categories: readonly string[] }[]): Record<string, string>[] =>
  axes.reduce<Record<string, string>[]>(
    (keys, { dimension, categories }) =>
      keys.flatMap((key) => [...categories, TOTAL].map((category) => ({ ...key, [dimension]: category }))),
    [{}],
  )

const statusOf = (value: number): CellStatus => (value === 0 ? 'zero' : 'value')

/**
 * Fills a report: every cell with its value, its definition, and what others say of the same. Categories that a table
 * does not name count in its totals and are shown as a category of their own, so that nobody vanishes.
 */
export const fillReport = (
  template: ReportTemplate,
  definitions: readonly Definition[],
  figures: ReportFigures,
  categories: Categories,
): ReportCell[] => {
  const byId = new Map(definitions.map((one) => [one.id, one]))
  const own: Categories = {
    ...categories,
    groupings: [
      ...template.groupings,
      ...categories.groupings.filter((one) => !template.groupings.some((two) => two.dimension === one.dimension)),
    ],
  }
  const groupsOf = (definition: string, wanted: Partial<Record<DimensionId, string[]>> | undefined) =>
    (figures.counted.get(definition) ?? []).filter((group) =>
      Object.entries(wanted ?? {}).every(([dimension, allowed]) =>
        allowed.includes(categoryOf(dimension as DimensionId, group, own)),
      ),
    )
  const sum = (groups: readonly CountedGroup[]): number => groups.reduce((total, one) => total + one.count, 0)
  const others = (definition: string, key: Record<string, string>): OtherValue[] => {
    const same = (one: EnteredFigure): boolean =>
      Object.entries(key).every(([dimension, category]) => (one.key[dimension] ?? TOTAL) === category) &&
      Object.entries(one.key).every(([dimension, category]) => category === TOTAL || key[dimension] === category)
    return (figures.entered.get(definition) ?? [])
      .filter(same)
      .map(({ source, status, value, low, high, definition: of }) => ({
        source,
        definition: of,
        status,
        value,
        low,
        high,
      }))
  }
  /** A figure that only others can give: one source fills the cell, several stand side by side and none is chosen. */
  const fromOthers = (values: OtherValue[]): Pick<ReportCell, 'status' | 'value' | 'others'> => {
    const [only] = values
    return only && values.length === 1
      ? { status: only.status, value: only.value, others: values }
      : { status: 'missing', value: null, others: values }
  }
  const single = (
    definitionId: string,
    wanted: Partial<Record<DimensionId, string[]>> | undefined,
    key: Record<string, string>,
  ): Omit<ReportCell, 'table' | 'key' | 'mark'> => {
    const definition = byId.get(definitionId)
    const said = others(definitionId, key)
    const bare = { definition: definitionId }
    const missing = { ...bare, status: 'missing' as const, value: null, others: said }
    if (definition === undefined) return missing
    if (definition.kind === 'entered') return { ...bare, ...fromOthers(said) }
    if (!figures.covered) return missing
    if (definition.kind === 'duration') {
      const { median, reached } = figures.measured.get(definitionId) ?? { median: null, reached: 0 }
      return median === null
        ? { ...missing, denominator: reached }
        : { ...bare, status: statusOf(median), value: median, denominator: reached, others: said }
    }
    if (definition.kind === 'share') {
      const numerator = sum(groupsOf(definition.numerator, wanted))
      const denominator = sum(groupsOf(definition.denominator, wanted))
      if (denominator === 0) return { ...missing, numerator, denominator }
      const value = Math.round((numerator / denominator) * 1000) / 10
      return { ...bare, status: statusOf(numerator), value, numerator, denominator, others: said }
    }
    const value = sum(groupsOf(definitionId, wanted))
    return { ...bare, status: statusOf(value), value, others: said }
  }

  return template.tables.flatMap((table): ReportCell[] => {
    if (table.kind === 'lines')
      return table.lines.map((line) => ({
        table: table.id,
        key: { line: line.id },
        mark: line.mark,
        ...single(line.definition, line.filter, keyOf(line.filter)),
      }))
    const definition = byId.get(table.definition)
    const groups = groupsOf(table.definition, table.filter)
    const said = figures.entered.get(table.definition) ?? []
    const axes = table.axes.map(({ dimension, categories: named = [] }) => {
      const found = new Set(groups.map((group) => categoryOf(dimension, group, own)))
      for (const one of said) if (one.key[dimension] && one.key[dimension] !== TOTAL) found.add(one.key[dimension])
      return { dimension, categories: [...named, ...[...found].filter((one) => !named.includes(one)).toSorted()] }
    })
    const counted = new Map<string, number>()
    for (const group of groups) {
      const own_ = axes.map(({ dimension }) => categoryOf(dimension, group, own))
      // Each group counts in its own cell and in every margin above it.
      for (let margins = 0; margins < 1 << axes.length; margins += 1) {
        const name = JSON.stringify(own_.map((category, at) => (margins & (1 << at) ? TOTAL : category)))
        counted.set(name, (counted.get(name) ?? 0) + group.count)
      }
    }
    return crossed(axes).map((key) => {
      const cell = { table: table.id, key, definition: table.definition, mark: table.mark }
      const beside = others(table.definition, { ...keyOf(table.filter), ...key })
      if (definition?.kind === 'entered') return { ...cell, ...fromOthers(beside) }
      if (!figures.covered) return { ...cell, status: 'missing', value: null, others: beside }
      const value = counted.get(JSON.stringify(axes.map(({ dimension }) => key[dimension]))) ?? 0
      return { ...cell, status: statusOf(value), value, others: beside }
    })
  })
}

/** A filter with one category a dimension is also the key under which others' figures for it stand. */
const keyOf = (filter_: Partial<Record<DimensionId, string[]>> | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter_ ?? {}).flatMap(([dimension, allowed]) =>
      allowed.length === 1 && allowed[0] !== undefined ? [[dimension, allowed[0]]] : [],
    ),
  )

/** One difference between two versions of a report. */
export interface CellChange {
  table: string
  key: Record<string, string>
  before: Pick<ReportCell, 'status' | 'value'> | null
  after: Pick<ReportCell, 'status' | 'value'> | null
}

const nameOf = (cell: ReportCell): string =>
  JSON.stringify([cell.table, ...Object.entries(cell.key).toSorted(([a], [b]) => (a < b ? -1 : 1))])

/** What became another number since the version before; nothing else is listed. */
export const changesBetween = (before: readonly ReportCell[], after: readonly ReportCell[]): CellChange[] => {
  const earlier = new Map(before.map((cell) => [nameOf(cell), cell]))
  const later = new Map(after.map((cell) => [nameOf(cell), cell]))
  const said = (cell: ReportCell | undefined) => (cell ? { status: cell.status, value: cell.value } : null)
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((name) => {
    const [one, two] = [earlier.get(name), later.get(name)]
    const { table = '', key = {} } = two ?? one ?? {}
    return one?.value === two?.value && one?.status === two?.status
      ? []
      : [{ table, key, before: said(one), after: said(two) }]
  })
}
