import { createHash } from 'node:crypto'
import type { ExactCell, Table } from '@ariadne/disclosure'
import { canonicalJson } from '@ariadne/domain'
import { TOTAL, UNKNOWN } from '@ariadne/domain/statistics'
import type { Definition, Grouping, ReportCell } from '@ariadne/domain/statistics'
import type { BuiltReport } from './build.ts'

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
export const exactTable = (
  built: BuiltReport,
  definitions: ReadonlyMap<string, Definition>,
  groupings: readonly Grouping[],
): { table: Table<ExactCell>; nameOf: (cell: ReportCell) => string | null } => {
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
