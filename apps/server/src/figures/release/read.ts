import { readFileSync } from 'node:fs'
import {
  DisclosureError,
  hierarchiesOf,
  linksOf,
  methodRuleOf,
  numberOf,
  ruleOf,
  said,
  spentOf,
} from '@ariadne/disclosure'
import type {
  Budget,
  Cell,
  ExactCell,
  Hierarchies,
  MethodRule,
  PastRelease,
  PublishedBefore,
  Rule,
} from '@ariadne/disclosure'
import type { Table as Columns } from '../csv.ts'
import { CliError } from '../../cli/command.ts'
import { needColumns, readTable, tableRefused } from '../csv.ts'
import type { TableFault, TableRow } from '../csv.ts'

/** Columns that are no dimensions. */
const RESERVED = ['value', 'status', 'at_least', 'at_most', 'largest', 'second']
const STATUSES = ['published', 'suppressed', 'missing'] as const
type Status = (typeof STATUSES)[number]

const NUMBER = /^-?\d{1,15}(?:\.\d{1,9})?$/u

export type Read<Of> = { file: string; dimensions: string[]; cells: Of[] }

/** A column may be left out of a file; where it stands, what it says is checked. */
type Reader = { row: TableRow; faults: TableFault[]; kind: Rule['kind'] }

const numberIn = ({ row, faults, kind }: Reader, column: string): number | undefined => {
  const value = row.values[column] ?? ''
  if (value === '') return undefined
  const fault = (remedy: string) => void faults.push({ line: row.line, column, value, remedy })
  const number = Number(value)
  if (!NUMBER.test(value)) fault('a number written in digits, 0 or more')
  else if (number < 0) fault('0 or more: nobody can be counted less than not at all')
  else if (kind === 'counts' && !Number.isInteger(number))
    fault('a whole number; for amounts say "kind":"amounts" in the rule')
  else return number
  return undefined
}

const statusIn = ({ row, faults }: Reader, fallback: Status | undefined): Status => {
  const value = row.values['status'] ?? ''
  const status = value === '' ? fallback : STATUSES.find((one) => one === value)
  if (status === undefined) faults.push({ line: row.line, column: 'status', value, remedy: STATUSES.join(' or ') })
  return status ?? 'missing'
}

const keyIn = ({ row, faults }: Reader, dimensions: readonly string[]): Record<string, string> => {
  for (const column of dimensions)
    if ((row.values[column] ?? '') === '')
      faults.push({ line: row.line, column, value: '', remedy: 'a code, or the word that totals have' })
  return Object.fromEntries(dimensions.map((column) => [column, row.values[column] ?? '']))
}

const dimensionsOf = ({ columns }: Columns): string[] => columns.filter((column) => !RESERVED.includes(column))

const readCells = <Of>(
  table: Columns,
  kind: Rule['kind'],
  of: (reader: Reader, dimensions: string[]) => Of,
): Read<Of> => {
  const faults: TableFault[] = []
  const dimensions = dimensionsOf(table)
  const cells = table.rows.map((row) => of({ row, faults, kind }, dimensions))
  if (faults.length > 0) throw tableRefused(table.file, faults)
  return { file: table.file, dimensions, cells }
}

/** A table as it is published. What a suppressed row says as its value is not read. */
export const readPublished = (file: string, kind: Rule['kind']): Read<Cell> => {
  const table = readTable(file)
  needColumns(table, ['value', 'status'])
  return readCells(table, kind, (reader, dimensions) => {
    const { row, faults } = reader
    const key = keyIn(reader, dimensions)
    const status = statusIn(reader, undefined)
    if (status === 'suppressed') {
      const [atLeast, atMost] = [numberIn(reader, 'at_least'), numberIn(reader, 'at_most')]
      const within = { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) }
      return { key, row: row.line, value: { is: 'suppressed' }, within }
    }
    if (status === 'missing') return { key, row: row.line, value: { is: 'missing' } }
    const number = numberIn(reader, 'value')
    if (number === undefined && (row.values['value'] ?? '') === '')
      faults.push({
        line: row.line,
        column: 'value',
        value: '',
        remedy: 'a number, or the status suppressed or missing',
      })
    return { key, row: row.line, value: said(number ?? 0) }
  })
}

/** A table as the one who publishes has it: with every figure, also of the rows to be suppressed. */
export const readExact = (file: string, kind: Rule['kind']): Read<ExactCell> => {
  const table = readTable(file)
  needColumns(table, ['value'])
  return readCells(table, kind, (reader, dimensions) => {
    const { row, faults } = reader
    const key = keyIn(reader, dimensions)
    const status = statusIn(reader, 'published')
    if (status === 'missing') return { key, row: row.line, value: { is: 'missing' } }
    const number = numberIn(reader, 'value')
    if (number === undefined && (row.values['value'] ?? '') === '')
      faults.push({
        line: row.line,
        column: 'value',
        value: '',
        remedy: 'its number (what is suppressed is protected by it, and not shown), or the status missing',
      })
    const [first, second] = [numberIn(reader, 'largest'), numberIn(reader, 'second')]
    return {
      key,
      row: row.line,
      value: said(number ?? 0),
      ...(status === 'suppressed' ? { withhold: true } : {}),
      ...(first === undefined ? {} : { largest: [first, second ?? 0] as const }),
    }
  })
}

const readJson = (text: string, flag: string): unknown => {
  try {
    return JSON.parse(text.trimStart().startsWith('{') ? text : readFileSync(text, 'utf8'))
  } catch {
    throw new CliError(`--${flag}: "${text}" should be JSON, as {"threshold":10}, or a file that holds it.`)
  }
}

/** @throws {CliError} naming the member that is wrong */
export const readRule = (text: string | undefined): Rule | undefined =>
  text === undefined ? undefined : telling('--rule', () => ruleOf(readJson(text, 'rule')))

/** The same for any method. @throws {CliError} */
export const readMethodRule = (text: string | undefined): MethodRule | undefined =>
  text === undefined ? undefined : telling('--rule', () => methodRuleOf(readJson(text, 'rule')))

const BUDGET = '{"limit":"1","entries":[]}'

/** What noise has been spent, in a file of its own that only grows. @throws {CliError} */
export const readBudget = (file: string): Budget => {
  const wrong = new CliError(`${file}: it should be a budget of noise, as ${BUDGET}.`, { file })
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new CliError(
      `${file} cannot be read. Noise spends a budget that is written down: begin with a file that says ${BUDGET}.`,
      { file },
    )
  }
  try {
    const budget = JSON.parse(text) as Partial<Budget> | null
    const isText = (value: unknown): boolean => typeof value === 'string'
    const { limit, entries } = budget ?? {}
    if (typeof limit !== 'string' || !Array.isArray(entries)) throw wrong
    for (const one of entries as Partial<Record<string, unknown>>[])
      if (![one['release'], one['at'], one['epsilon'], one['rho']].every(isText)) throw wrong
    telling(file, () => spentOf({ limit, entries }))
    return { limit, entries }
  } catch (error) {
    throw error instanceof CliError ? error : wrong
  }
}

/** How a past release was made is seen: rounded where every figure is a multiple of the base, else suppressed. */
export const asPublished = (past: readonly PastRelease[], base: number): PublishedBefore[] =>
  past.map((one) => {
    const numbers = one.table.cells.map(({ value }) => numberOf(value))
    const isRounded =
      one.table.cells.every(({ value }) => value.is !== 'suppressed') &&
      numbers.every((number) => number === undefined || number % base === 0)
    return isRounded ? { ...one, method: 'round', base, farthest: 0.999 } : { ...one, method: 'suppress' }
  })

/** Columns dimension, code, parent, and tree where a dimension adds up in several ways. */
export const readHierarchies = (file: string | undefined): Hierarchies => {
  if (file === undefined) return {}
  const table = readTable(file)
  needColumns(table, ['dimension', 'code', 'parent'])
  const trees = new Map<string, Map<string, Record<string, string>>>()
  for (const { values } of table.rows) {
    const dimension = trees.get(values['dimension'] ?? '') ?? new Map<string, Record<string, string>>()
    trees.set(values['dimension'] ?? '', dimension)
    const tree = dimension.get(values['tree'] ?? '') ?? {}
    dimension.set(values['tree'] ?? '', tree)
    tree[values['code'] ?? ''] = values['parent'] ?? ''
  }
  return telling(file, () =>
    hierarchiesOf(Object.fromEntries([...trees].map(([dimension, one]) => [dimension, [...one.values()]]))),
  )
}

const filesOf = (list: string | undefined): string[] =>
  (list ?? '')
    .split(',')
    .map((file) => file.trim())
    .filter((file) => file !== '')

/** Other releases, and earlier states of the same figures; of these, whether they have only grown since. */
export const readReleases = (
  table: Read<Cell> | Read<ExactCell>,
  { past, earlier }: { past: string | undefined; earlier: string | undefined },
  { kind, total }: Pick<Rule, 'kind' | 'total'>,
): PastRelease[] => [
  ...filesOf(past).map((file) => ({ name: file, table: readPublished(file, kind) })),
  ...filesOf(earlier).map((file) => {
    const before = { name: file, table: readPublished(file, kind) }
    const link = linksOf(table, [before], total)[0]?.link
    return { ...before, link: link === 'same' ? ('grows' as const) : link }
  }),
]

const refusal = (error: unknown, file: string): unknown => {
  if (!(error instanceof DisclosureError)) return error
  const { fault, message, row, release } = error
  const where = release ?? file
  return new CliError(`${where}${row === undefined ? '' : `:${row}`}: ${message}`, {
    file: where,
    fault,
    ...(row === undefined ? {} : { row }),
  })
}

/** Says what a table is refused for with its file and row. */
export const telling = <Of>(file: string, work: () => Of): Of => {
  try {
    return work()
  } catch (error) {
    throw refusal(error, file)
  }
}

export const tellingLater = async <Of>(file: string, work: () => Promise<Of>): Promise<Of> => {
  try {
    return await work()
  } catch (error) {
    throw refusal(error, file)
  }
}
