import { createHash } from 'node:crypto'
import { DEFAULT_RULE } from '@ariadne/disclosure'
import type { Certificate, ExactCell, PastRelease, Rule, Table } from '@ariadne/disclosure'
import { canonicalJson } from '@ariadne/domain'
import { TOTAL, UNKNOWN } from '@ariadne/domain/statistics'
import type { Definition, Grouping, ReportCell } from '@ariadne/domain/statistics'
import type { BuiltReport } from './build.ts'

/** What a release is made of: cells that may be told, the table an attacker would hold, and what was audited. */
export type SafeReport = { cells: ReportCell[]; table: Table; certificate: Certificate }

/** Nothing makes this report safe beside what was released before. */
export class NotSafe extends Error {
  constructor() {
    super(
      'No suppression makes this report safe beside what was released before. Release fewer breakdowns, or withdraw the earlier release that gives it away.',
    )
    this.name = 'NotSafe'
  }
}

const MEASURE = 'measure'

/** One name a figure: what is counted, and for which year. The same figure in two tables is one cell. */
const measureOf = (cell: ReportCell, year: number): string => `${cell.definition}@${year}`

/**
 * Reports gather the same codes in different ways. A category has one name in all releases only where it holds the same
 * records; what is left over (`others`, `several`) is the same only where all groups are.
 */
const categoryNames = (groupings: readonly Grouping[]) => {
  const byDimension = new Map(groupings.map((one) => [one.dimension as string, one]))
  const short = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 8)
  return (dimension: string, category: string): string => {
    const grouping = byDimension.get(dimension)
    if (grouping === undefined || category === TOTAL || category === UNKNOWN || category === 'national') return category
    const codes = grouping.groups[category]
    return `${category}~${short(codes === undefined ? grouping.groups : codes.toSorted())}`
  }
}

type Part = { dimension: string; category: string }

/** What part of its total each line shows; null for a line of the whole, `several` where it takes more than one filter. */
const partsOf = ({ template }: BuiltReport): Map<string, Part | 'several'> => {
  const parts = new Map<string, Part | 'several'>()
  for (const table of template.tables)
    if (table.kind === 'lines')
      for (const line of table.lines) {
        const filters = Object.entries(line.filter ?? {})
        const [only] = filters
        const [dimension, [category, ...more]] = only ?? ['', []]
        if (category !== undefined)
          parts.set(
            `${table.id} ${line.id}`,
            filters.length > 1 || more.length > 0 ? 'several' : { dimension, category },
          )
      }
  return parts
}

/**
 * Cells that are counts of our own records, as one table over all their dimensions. A line that shows a part of a total
 * is the cell of that category; where no table shows the other categories, their sum stands beside it, withheld: else
 * the part would be taken for the whole.
 */
const exactTable = (
  built: BuiltReport,
  definitions: ReadonlyMap<string, Definition>,
  groupings: readonly Grouping[],
) => {
  const { cells, year, template } = built
  const counted = cells.filter((cell) => definitions.get(cell.definition)?.kind === 'count')
  const parts = partsOf(built)
  const categoryName = categoryNames([
    ...template.groupings,
    ...groupings.filter((one) => !template.groupings.some((two) => two.dimension === one.dimension)),
  ])
  const named = (key: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(key).map(([name, code]) => [name, categoryName(name, code)]))
  const crossed = template.tables.filter((table) => table.kind === 'cross')
  const dimensions = [
    MEASURE,
    ...new Set([
      ...crossed.flatMap((table) => table.axes.map((axis) => axis.dimension as string)),
      ...[...parts.values()].flatMap((part) => (part === 'several' ? [] : [part.dimension])),
    ]),
  ]
  const whole = (measure: string): Record<string, string> => ({
    ...Object.fromEntries(dimensions.map((dimension) => [dimension, TOTAL])),
    [MEASURE]: measure,
  })
  const exact = new Map<string, ExactCell>()
  const names = new Map<ReportCell, string>()
  const put = (cell: ExactCell): string => {
    const name = JSON.stringify(cell.key)
    if (!exact.has(name)) exact.set(name, cell)
    return name
  }
  const valueOf = (cell: Pick<ReportCell, 'status' | 'value'>): ExactCell['value'] =>
    cell.status === 'missing' || cell.value === null
      ? { is: 'missing' }
      : cell.value === 0
        ? { is: 'zero' }
        : { is: 'value', count: cell.value }
  for (const cell of counted) {
    const measure = measureOf(cell, year)
    const { line, ...key } = cell.key
    const part = line === undefined ? undefined : parts.get(`${cell.table} ${line}`)
    // Nothing relates such a figure to the others: it is not told.
    if (part === 'several') continue
    const within = part ? { [part.dimension]: part.category } : {}
    names.set(cell, put({ key: { ...whole(measure), ...named(key), ...named(within) }, value: valueOf(cell) }))
  }
  for (const [place, part] of parts) {
    if (part === 'several') continue
    const cell = counted.find((one) => `${one.table} ${one.key['line'] ?? ''}` === place)
    if (
      !cell ||
      crossed.some(
        (table) => table.definition === cell.definition && table.axes.some((axis) => axis.dimension === part.dimension),
      )
    )
      continue
    const key = whole(measureOf(cell, year))
    const total = exact.get(JSON.stringify(key))?.value
    const all = total?.is === 'value' ? total.count : 0
    put({
      key: { ...key, [part.dimension]: `not ${part.category}` },
      value: valueOf({ status: cell.status, value: cell.value === null ? null : all - cell.value }),
      withhold: true,
    })
  }
  return { table: { dimensions, cells: [...exact.values()] }, nameOf: (cell: ReportCell) => names.get(cell) ?? null }
}

const hidden = (cell: ReportCell): ReportCell => {
  const { numerator: _numerator, denominator: _denominator, low: _low, high: _high, ...rest } = cell
  return { ...rest, status: 'suppressed', value: null, others: [] }
}

/**
 * Protects a whole report at once: small counts, what covers them, and everything made from them. What comes back was
 * audited by linear programming against all that was released before.
 * @throws {NotSafe}
 */
export const makeSafe = async (
  built: BuiltReport,
  { definitions, groupings }: { definitions: readonly Definition[]; groupings: readonly Grouping[] },
  past: readonly PastRelease[],
  at: string,
  rule: Rule = DEFAULT_RULE,
): Promise<SafeReport> => {
  const { certify, protect } = await import('@ariadne/disclosure')
  const byId = new Map(definitions.map((one) => [one.id, one]))
  const { table: exact, nameOf } = exactTable(built, byId, groupings)
  const { safe, table } = await protect(exact, rule, past)
  if (!safe || table === null) throw new NotSafe()
  const told = new Map(table.cells.map((cell) => [JSON.stringify(cell.key), cell.value.is]))
  /** Whether a count without any breakdown is told. */
  const totalIsTold = (definition: string): boolean => {
    const cell = built.cells.find(
      (one) =>
        one.definition === definition &&
        Object.entries(one.key).every(([name, code]) => name === 'line' || code === TOTAL),
    )
    const name = cell ? nameOf(cell) : null
    return name !== null && told.get(name) !== 'suppressed'
  }
  const cells = built.cells.map((cell): ReportCell => {
    const definition = byId.get(cell.definition)
    const bare = { ...cell, others: [] }
    switch (definition?.kind) {
      case 'count':
        return (told.get(nameOf(cell) ?? '') ?? 'suppressed') === 'suppressed' ? hidden(cell) : bare
      case 'share': {
        // A percentage with its whole gives the part: it is told where both are.
        const { numerator = 0, denominator = 0 } = cell
        const small = [numerator, denominator - numerator].some((one) => one > 0 && one < rule.threshold)
        return cell.status === 'missing' ||
          (!small && totalIsTold(definition.numerator) && totalIsTold(definition.denominator))
          ? bare
          : hidden(cell)
      }
      case 'duration':
        // The middle of a few is one of them.
        return cell.status === 'missing' || (cell.denominator ?? 0) >= rule.threshold ? bare : hidden(cell)
      case 'entered':
        // Another body's figure, in that body's own words: small ones are not passed on.
        return cell.value !== null && cell.value > 0 && cell.value < rule.threshold ? hidden(cell) : bare
      case undefined:
        return hidden(cell)
    }
  })
  return { cells, table, certificate: await certify(table, rule, past, at) }
}
