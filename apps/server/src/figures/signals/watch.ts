import type { Neighbours, WatchOptions, WatchRow } from '@ariadne/signals/watch'
import { CliError } from '../../cli/command.ts'
import type { CliCommand } from '../../cli/command.ts'
import { countsOf, farCounts, needColumns, readTable, tableRefused, type Table } from '../csv.ts'
import { paramsGiven } from '../params-given.ts'

const NUMBERS = ['budgetDays', 'everyDays', 'least', 'simulations', 'seed'] as const

const checkedParams = (given: Record<string, unknown>): WatchOptions & { step?: 'week' | 'month' } => {
  const faults = Object.entries(given).flatMap(([name, value]) => {
    if (name === 'step') return value === 'week' || value === 'month' ? [] : ['step: should be "week" or "month"']
    if (name === 'durations')
      return Array.isArray(value) && value.length > 0 && value.every((one) => Number.isSafeInteger(one) && one > 0)
        ? []
        : ['durations: should be a list of whole numbers from 1']
    if (!NUMBERS.some((known) => known === name))
      return [`${name}: there is no such parameter. There are: step, durations, ${NUMBERS.join(', ')}`]
    return Number.isSafeInteger(value) && Number(value) > 0 ? [] : [`${name}: should be a whole number from 1`]
  })
  if (faults.length > 0) throw new CliError(faults.map((fault) => `--params: ${fault}.`).join('\n'))
  const durations = given['durations'] as number[] | undefined
  return { ...given, ...(durations ? { durations: durations.toSorted((a, b) => a - b) } : {}) }
}

const categoriesOf = (table: Table): string[] => table.columns.filter((name) => name !== 'date' && name !== 'count')

/** Lines that say again what an earlier one said of the same day and categories. Both count, which may be meant or a slip. */
const repeatedLines = (table: Table): number[] => {
  const columns = ['date', ...categoriesOf(table)]
  const seen = new Set<string>()
  return table.rows.flatMap(({ line, values }) => {
    const key = JSON.stringify(columns.map((column) => values[column]))
    if (seen.has(key)) return [line]
    seen.add(key)
    return []
  })
}

const warningsOf = (table: Table): { code: string; message: string; lines: number[] }[] => {
  const repeated = repeatedLines(table)
  const far = farCounts(table, countsOf(table, 'count'))
  const added = `${repeated.length} rows have the day and the categories of an earlier one. Their counts were added up.`
  return [
    ...(repeated.length > 0 ? [{ code: 'rows_added_up', message: added, lines: repeated }] : []),
    ...(far
      ? [
          {
            code: 'count_far_from_others',
            message: far.message,
            lines: far.at.map((at) => table.rows[at]?.line ?? 0),
          },
        ]
      : []),
  ]
}

const rowsOf = (table: Table): WatchRow[] => {
  needColumns(table, ['date', 'count'])
  const counts = countsOf(table, 'count')
  const columns = categoriesOf(table)
  const unsaid = table.rows.flatMap(({ line, values }) =>
    columns
      .filter((column) => (values[column] ?? '') === '')
      .map((column) => ({
        line,
        column,
        value: '',
        remedy: 'a category; where it is not known say so in a word, as "unknown"',
      })),
  )
  if (unsaid.length > 0) throw tableRefused(table.file, unsaid)
  return table.rows.map(({ values }, at) => ({
    date: values['date'] ?? '',
    values: Object.fromEntries(columns.map((name) => [name, values[name] ?? ''])),
    count: counts[at] ?? 0,
  }))
}

/** A pair a row: a value of the column that the first header names, and one that lies beside it, the nearest first. */
const neighboursOf = (table: Table, input: Table): Neighbours => {
  const [column, beside] = table.columns
  if (column === undefined || beside === undefined)
    throw new CliError(`${table.file}:1: should have two columns: one of the input's, and its neighbour.`)
  needColumns(input, [column])
  const known = new Set(input.rows.map(({ values }) => values[column]))
  const faults = table.rows.flatMap(({ line, values }) =>
    [column, beside]
      .filter((name) => !known.has(values[name]))
      .map((name) => ({ line, column: name, value: values[name] ?? '', remedy: `a ${column} that the input has` })),
  )
  if (faults.length > 0) throw tableRefused(table.file, faults)
  const pairs = Map.groupBy(table.rows, ({ values }) => values[column] ?? '')
  return {
    column,
    of: Object.fromEntries([...pairs].map(([value, rows]) => [value, rows.map(({ values }) => values[beside] ?? '')])),
  }
}

export const watchCommand: CliCommand = {
  summary: 'Says what rose, anywhere and in any combination, under one budget of false alarms for all of it',
  usage: '--input FILE [--neighbours FILE] [--params JSON]',
  flags: {
    input: {
      type: 'string',
      help: 'CSV: date, any columns of categories, count; a combination that is not there is 0; - reads the standard input',
      value: 'FILE',
    },
    neighbours: {
      type: 'string',
      help: 'CSV of two columns: a category of the input (as place) and what lies beside it, the nearest first',
      value: 'FILE',
    },
    params: {
      type: 'string',
      help: 'budgetDays (one new false alarm in so many days, 30), everyDays (somebody looks again after so many, once a period), durations (periods), least (2), step (week or month), simulations (999), seed',
      value: 'JSON',
    },
  },
  run: async ({ text, io, json }) => {
    const { fieldOf, watch, WatchError } = await import('@ariadne/signals/watch')
    const file = text('input')
    if (file === undefined) throw new CliError('Say which counts: --input FILE, or - for the standard input.')
    const { step, ...options } = checkedParams(paramsGiven(text('params')))
    const table = readTable(file)
    const beside = text('neighbours')
    try {
      const field = fieldOf(rowsOf(table), step)
      const neighbours = beside === undefined ? undefined : neighboursOf(readTable(beside), table)
      const { alerts, groups, baseline } = watch(field, { ...options, ...(neighbours ? { neighbours } : {}) })
      const warnings = warningsOf(table)
      if (json) {
        io.out(JSON.stringify({ alerts, ...(warnings.length > 0 ? { warnings } : {}) }))
        return 0
      }
      for (const { message, lines } of warnings)
        io.err(`${message} (lines ${lines.slice(0, 10).join(', ')}${lines.length > 10 ? ' ...' : ''})`)
      if (alerts.length === 0)
        io.out(`Nothing rose: ${groups} sums looked at, against ${baseline.length} ${field.step}s before.`)
      for (const { fixed, zone, from, observed, expected, recurrence } of alerts)
        io.out(
          `${[...Object.values(fixed), ...(zone ? [zone.join(' + ')] : [])].join(', ') || 'Everything'}\tsince ${from}\t${observed} where ${expected.toFixed(1)} are usual\tby chance every ${Math.round(recurrence)} days`,
        )
      return 0
    } catch (error) {
      if (!(error instanceof WatchError)) throw error
      const line = error.row === undefined ? undefined : table.rows[error.row - 1]?.line
      throw new CliError(`${file}:${line === undefined ? '' : `${line}:`} ${error.message}.`, {
        file,
        ...(line === undefined ? {} : { line }),
      })
    }
  },
}
