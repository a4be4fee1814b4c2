import { CliError } from '../../cli/command.ts'
import type { CliCommand } from '../../cli/command.ts'
import { countOf, countsOf, farCounts, needColumns, readTable, tableRefused } from '../csv.ts'
import type { Table } from '../csv.ts'
import { paramsGiven } from '../params-given.ts'

/** Rows count from 1 and on by one: a number left out or twice is a period left out or twice. */
const checkNumbers = (table: Table): void => {
  if (!table.columns.includes('i')) return
  const faults = table.rows.flatMap(({ line, values }, at) => {
    const value = values['i'] ?? ''
    const before = countOf(table.rows[at - 1]?.values['i'] ?? '')
    const number = countOf(value)
    if (number !== undefined && (before === undefined || number === before + 1)) return []
    const wants =
      before === undefined
        ? 'a whole number'
        : `${before + 1}, one more than the row before (each period once, none left out; one without cases has the count 0)`
    return [{ line, column: 'i', value, remedy: wants }]
  })
  const [first] = faults
  if (first !== undefined) throw tableRefused(table.file, [first])
}

/** The rows to judge may also stand by themselves: {"from": 261, "to": 312}; without "to" they go to the end. */
const withRange = ({ from, to, ...params }: Record<string, unknown>, rows: number): Record<string, unknown> =>
  from === undefined && to === undefined
    ? params
    : { ...params, range: params['range'] ?? { from: from ?? 1, to: to ?? rows } }

const round = (value: number | null): string => (value === null ? '-' : value.toFixed(2))

export const detectCommand: CliCommand = {
  summary: 'Judges a series of counts: what was expected, from where on it is too many, where it alarms',
  usage: '--method METHOD --input FILE [--column y] [--params JSON]',
  flags: {
    method: {
      type: 'string',
      help: 'ears-c1, ears-c2, ears-c3, farrington, farrington-flexible, cusum, glr, bayes1 to bayes3, rki1 to rki3, cdc',
      value: 'METHOD',
    },
    input: {
      type: 'string',
      help: 'CSV, a period a row in the order of time: the count, and if there are i (1, 2, ...) and epoch (2026-11-02); - reads the standard input',
      value: 'FILE',
    },
    column: { type: 'string', help: 'the column of the counts; y if not given', value: 'NAME' },
    params: {
      type: 'string',
      help: 'parameters by R\'s own names, as {"alpha": 0.01, "range": [261, 312]} or {"alpha": 0.01, "from": 261, "to": 312}',
      value: 'JSON',
    },
  },
  run: async ({ text, io, json }) => {
    const { detect, detectMethods, ParamsError, SeriesError } = await import('@ariadne/signals/detect')
    const method = detectMethods.find((known) => known === text('method'))
    if (method === undefined)
      throw new CliError(
        `${text('method') === undefined ? 'Say which method: --method' : `There is no method "${text('method')}". There are`}: ${detectMethods.join(', ')}.`,
        { methods: detectMethods },
      )
    const file = text('input')
    if (file === undefined) throw new CliError('Say which series: --input FILE, or - for the standard input.')
    const params = paramsGiven(text('params'))
    const table = readTable(file)
    const column = text('column') ?? 'y'
    needColumns(table, [column])
    checkNumbers(table)
    const counts = countsOf(table, column)
    const dates = table.columns.includes('epoch') ? table.rows.map(({ values }) => values['epoch'] ?? '') : undefined
    try {
      const { rows, warnings: own } = detect(
        method,
        { counts, ...(dates === undefined ? {} : { dates }) },
        withRange(params, counts.length),
      )
      const far = farCounts(table, counts)
      const warnings = [
        ...own,
        ...(far ? [{ code: 'count_far_from_others', message: far.message, rows: far.at.map((at) => at + 1) }] : []),
      ]
      if (json) {
        const fixed = rows.map(({ index, observed, expected, upper, alarm }) => ({
          index,
          observed,
          expected,
          upper,
          alarm,
        }))
        io.out(JSON.stringify({ rows: fixed, ...(warnings.length > 0 ? { warnings } : {}) }))
        return 0
      }
      for (const { index, observed, expected, upper, alarm } of rows)
        io.out(
          `${table.rows[index - 1]?.values['epoch'] ?? index}\t${observed}\t${round(expected)}\t${round(upper)}${alarm ? '\tALARM' : ''}`,
        )
      for (const { code, message, rows: at } of warnings)
        io.err(
          `${message} (${code}${at.length > 0 ? `, rows ${at.slice(0, 10).join(', ')}${at.length > 10 ? ` and ${at.length - 10} more` : ''}` : ''})`,
        )
      return 0
    } catch (error) {
      if (error instanceof ParamsError)
        throw new CliError(error.faults.map(({ name, problem }) => `--params: ${name}: ${problem}`).join('\n'), {
          faults: error.faults,
        })
      if (error instanceof SeriesError) {
        const field = error.field === 'y' ? column : error.field
        const line = error.row === undefined ? undefined : table.rows[error.row - 1]?.line
        throw new CliError(
          `${file}:${line === undefined ? '' : `${line}:`}${field === undefined ? '' : ` ${field}:`} ${error.message}`,
          { file, ...(line === undefined ? {} : { line }), ...(field === undefined ? {} : { field }) },
        )
      }
      throw error
    }
  },
}
