import { readFileSync } from 'node:fs'
import { CliError } from '../cli/command.ts'
import { parseCsv } from '../platform/csv.ts'

/** One row by the names of its columns. `line` is the line of the file it begins on, counted from 1, the header being 1. */
export type TableRow = { line: number; values: Readonly<Record<string, string>> }
export type Table = { file: string; columns: string[]; rows: TableRow[] }

export type TableFault = { line: number; column: string; value: string; remedy: string }

const SHOWN_FAULTS = 20
const STANDARD_INPUT = 0

/** Refuses a table with every fault it has (the first twenty in words): file, line, column, what would be right. */
export const tableRefused = (file: string, faults: readonly TableFault[]): CliError => {
  const told = faults
    .slice(0, SHOWN_FAULTS)
    .map(({ line, column, value, remedy }) => `${file}:${line}: ${column}: "${value}" should be ${remedy}.`)
  const more = faults.length - told.length
  return new CliError([...told, ...(more > 0 ? [`and ${more} more.`] : [])].join('\n'), {
    file,
    faults: faults.slice(0, SHOWN_FAULTS),
    count: faults.length,
  })
}

/** The text of a file, or of the standard input where it is called `-`. */
const readText = (file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file === '-' ? STANDARD_INPUT : file))
  } catch (error) {
    throw new CliError(
      error instanceof TypeError
        ? `${file} is not UTF-8 text. Save it as CSV in UTF-8.`
        : `${file} cannot be read. Check the name and that you may read it.`,
      { file },
    )
  }
}

/** @throws {CliError} naming file, line and remedy, for a table that has no header, a column twice or a ragged row */
export const tableOf = (file: string, text: string): Table => {
  const parsed = (() => {
    try {
      return parseCsv(text)
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new CliError(`${file}: ${error.message}. Close it, or double it.`, { file })
      throw error
    }
  })()
  const [header, ...body] = parsed
  if (header === undefined)
    throw new CliError(`${file} is empty. It should begin with a line of column names.`, { file })
  const columns = header.fields.map((name) => name.trim())
  const faults: TableFault[] = columns.flatMap((column, at) =>
    column === '' || columns.indexOf(column) !== at
      ? [{ line: header.line, column: `(column ${at + 1})`, value: column, remedy: 'a name that no other column has' }]
      : [],
  )
  if (body.length === 0)
    faults.push({ line: header.line + 1, column: '(row)', value: '', remedy: 'at least one row under the header' })
  const rows = body.map(({ line, fields }) => {
    if (fields.length !== columns.length)
      faults.push({
        line,
        column: '(row)',
        value: `${fields.length} fields`,
        remedy: `${columns.length} fields, as the header has`,
      })
    return { line, values: Object.fromEntries(columns.map((column, at) => [column, (fields[at] ?? '').trim()])) }
  })
  if (faults.length > 0) throw tableRefused(file, faults)
  return { file, columns, rows }
}

/**
 * Reads a CSV file (UTF-8, with or without a byte order mark) whose first line names its columns; see `parseCsv`.
 * @param file a path, or `-` for the standard input
 */
export const readTable = (file: string): Table => tableOf(file, readText(file))

/** @throws {CliError} naming the columns there are */
export const needColumns = ({ file, columns }: Table, wanted: readonly string[]): void => {
  const missing = wanted.filter((column) => !columns.includes(column))
  if (missing.length > 0)
    throw new CliError(`${file}:1: there is no column ${missing.join(', ')}. There are: ${columns.join(', ')}.`, {
      file,
      missing,
      columns,
    })
}

const WHOLE = /^\d{1,15}(?:\.0+)?$/u

/** A count as people and programs write it: a whole number, zero or more (3, 3.0); undefined for anything else. */
export const countOf = (text: string): number | undefined => (WHOLE.test(text) ? Number(text) : undefined)

/** The counts of one column, every fault told at once. */
export const countsOf = (table: Table, column: string): number[] => {
  needColumns(table, [column])
  const faults: TableFault[] = []
  const counts = table.rows.map(({ line, values }) => {
    const value = values[column] ?? ''
    const count = countOf(value)
    if (count === undefined)
      faults.push({
        line,
        column,
        value,
        remedy:
          'a count: a whole number, 0 or more. A period without cases is 0; where nothing is known, leave the period out at the ends',
      })
    return count ?? 0
  })
  if (faults.length > 0) throw tableRefused(table.file, faults)
  return counts
}

const FAR = 100
const LEAST_FAR = 1_000

/**
 * Counts so far beyond the usual one of the same column that they look like a slip of the pen, with their place in it: a
 * thousand or more, and a hundred times the median of those above 0. They count; whoever reads the answer should know.
 */
export const farCounts = (
  { rows }: Table,
  counts: readonly number[],
): { at: number[]; message: string } | undefined => {
  const some = counts.filter((count) => count > 0).toSorted((a, b) => a - b)
  // One alone is compared with a single case.
  const usual = some.length > 1 ? (some[Math.floor((some.length - 1) / 2)] ?? 1) : 1
  const limit = Math.max(LEAST_FAR, FAR * usual)
  const at = counts.flatMap((count, row) => (count >= limit ? [row] : []))
  const told = at.slice(0, 3).map((row) => `line ${rows[row]?.line}: ${counts[row]}`)
  return at.length === 0
    ? undefined
    : {
        at,
        message: `${told.join('; ')}${at.length > 3 ? ` and ${at.length - 3} more` : ''}: far beyond the usual ${usual}. Check what was typed; it counts as it is.`,
      }
}
