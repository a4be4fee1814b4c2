import type { ReportCell, ReportTable } from '@ariadne/domain/statistics'
import type { ReportView } from '@ariadne/contract'
import type { BuiltReport } from './build.ts'

/** A report as rows of one long table: what every file format is made of. */
const HEAD = ['table', 'line'] as const
const TAIL = ['value', 'status', 'numerator', 'denominator', 'definition', 'mark', 'others'] as const

const dimensionsOf = (cells: readonly ReportCell[]): string[] => [
  ...new Set(cells.flatMap((cell) => Object.keys(cell.key).filter((name) => name !== 'line'))),
]

const othersOf = ({ others }: ReportCell): string =>
  others.map(({ source, status, value }) => `${source}: ${value ?? status}`).join('; ')

const rowOf = (cell: ReportCell, dimensions: readonly string[]): (string | number | null)[] => [
  cell.table,
  cell.key['line'] ?? null,
  ...dimensions.map((dimension) => cell.key[dimension] ?? (cell.key['line'] === undefined ? 'Total' : null)),
  cell.value,
  cell.status,
  cell.numerator ?? null,
  cell.denominator ?? null,
  cell.definition,
  cell.mark,
  othersOf(cell) || null,
]

/** Hashtags of the Humanitarian Exchange Language for each column. */
const HXL: Readonly<Record<string, string>> = {
  table: '#meta+table',
  line: '#meta+line',
  citizenship: '#country+citizenship',
  country: '#country+other',
  exploited_in: '#country+exploitation',
  value: '#indicator+value+num',
  status: '#status',
  numerator: '#indicator+numerator+num',
  denominator: '#indicator+denominator+num',
  definition: '#indicator+code',
  mark: '#meta+verified',
  others: '#meta+sources',
}
const tagOf = (column: string): string => HXL[column] ?? `#meta+${column.replaceAll('_', '')}`

const quoted = (entry: string | number | null): string => {
  const text = entry === null ? '' : String(entry)
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')

/** RFC 4180. With `hxl`, the second row holds the hashtags. A number that is not there is an empty field; `status` says why. */
export const reportCsv = ({ cells }: Pick<BuiltReport, 'cells'>, options: { hxl: boolean }): string => {
  const dimensions = dimensionsOf(cells)
  const columns = [...HEAD, ...dimensions, ...TAIL]
  return csvOf([columns, ...(options.hxl ? [columns.map(tagOf)] : []), ...cells.map((cell) => rowOf(cell, dimensions))])
}

export class NoSdmx extends Error {}

const OBSERVED = { value: 'A', zero: 'A', missing: 'O', suppressed: 'Q' } as const

/**
 * SDMX-CSV 1.0 of the tables that have a data flow: a column DATAFLOW, its dimensions, TIME_PERIOD, OBS_VALUE and
 * OBS_STATUS (code list CL_OBS_STATUS: A normal, O missing, Q suppressed).
 * @throws {NoSdmx} where no table of the report has one
 */
export const reportSdmx = ({ template, cells, year }: BuiltReport, country: string): string => {
  const parts = template.tables.flatMap((table) => {
    const { sdmx } = table
    if (sdmx === undefined) return []
    const fixed = Object.entries(sdmx.fixed)
    const header = [
      'DATAFLOW',
      ...fixed.map(([name]) => name),
      ...Object.values(sdmx.dimensions),
      'GEO',
      'TIME_PERIOD',
      'OBS_VALUE',
      'OBS_STATUS',
    ]
    const rows = cells
      .filter((cell) => cell.table === table.id)
      .map((cell) => [
        sdmx.dataflow,
        ...fixed.map(([, value]) => value),
        ...Object.keys(sdmx.dimensions).map((dimension) => {
          const category = cell.key[dimension] ?? ''
          return sdmx.codes[dimension]?.[category] ?? category
        }),
        country,
        year,
        cell.value,
        OBSERVED[cell.status],
      ])
    return [csvOf([header, ...rows])]
  })
  if (parts.length === 0) throw new NoSdmx(`No table of "${template.id}" has an SDMX data flow.`)
  return parts.join('')
}

type XlsxCell = {
  value: string | number
  fontWeight?: 'bold'
  wrap?: boolean
  type?: typeof String | typeof Number
} | null

const asGrid = (table: ReportTable, view: ReportView['tables'][number]): XlsxCell[][] => {
  const bold = (text: string): XlsxCell => ({ value: text, fontWeight: 'bold' })
  const said = (cell: ReportCell): XlsxCell =>
    cell.value === null ? { value: cell.status } : { value: cell.value, type: Number }
  const axes = view.axes
  const head = [
    ...axes.map(bold),
    bold('value'),
    bold('status'),
    bold('definition'),
    bold('mark'),
    bold('other sources'),
  ]
  return [
    [bold(view.title), null, null, { value: table.mark }],
    [],
    head,
    ...view.cells.map((cell) => [
      ...axes.map((axis): XlsxCell => ({ value: view.names[axis]?.[cell.key[axis] ?? ''] ?? cell.key[axis] ?? '' })),
      said(cell as ReportCell),
      { value: cell.status },
      { value: cell.definition },
      { value: cell.mark },
      { value: othersOf(cell as ReportCell) },
    ]),
  ]
}

/** A workbook: one sheet a table, and one with the sources and what changed. */
export const reportXlsx = async (built: BuiltReport, view: ReportView): Promise<Uint8Array> => {
  const { default: writeXlsx } = await import('write-excel-file/node')
  const about: XlsxCell[][] = [
    [{ value: view.title, fontWeight: 'bold' }],
    [{ value: `${view.country} ${view.year}` }],
    [{ value: `${view.recipient}; template ${view.template}; ${view.generatedAt}` }],
    ...view.notes.map((note): XlsxCell[] => [{ value: note }]),
    [],
    ...view.sources.map((source): XlsxCell[] => [
      { value: source.title },
      { value: source.publisher },
      ...(source.year === null ? [] : [{ value: source.year, type: Number }]),
    ]),
    [],
    [{ value: `Since ${view.changes.since ?? '-'}: ${view.changes.cells.length} cells changed` }],
    ...view.changes.cells.map((change): XlsxCell[] => [
      { value: change.table },
      { value: Object.values(change.key).join(', ') },
      { value: change.before?.value ?? change.before?.status ?? '-' },
      { value: change.after?.value ?? change.after?.status ?? '-' },
    ]),
  ]
  const sheets = [
    { data: about, sheet: 'About' },
    ...built.template.tables.flatMap((table) => {
      const shown = view.tables.find((one) => one.id === table.id)
      return shown ? [{ data: asGrid(table, shown), sheet: table.id.slice(0, 31) }] : []
    }),
  ]
  return new Uint8Array(await writeXlsx(sheets).toBuffer())
}
