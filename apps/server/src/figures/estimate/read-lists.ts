import type { ReadHistories } from '@ariadne/signals/estimate'
import { CliError } from '../../cli/command.ts'
import { countOf, tableRefused } from '../csv.ts'
import type { Table } from '../csv.ts'

export type ReadLists = Pick<ReadHistories, 'table'> & {
  warnings: { code: string; values: Record<string, string | number>; words: string }[]
}

/** Something that neither 0 nor 1, nor a count, can be. */
const NONE = Number.NaN

const linesOf = (lines: readonly number[]): string =>
  `${lines.slice(0, 10).join(', ')}${lines.length > 10 ? ` and ${lines.length - 10} more` : ''}`

/**
 * Reads a table of lists: a column of 0 and 1 for each list, and how many people last.
 * @throws {CliError} with every row that is wrong and what would be right
 */
export const readLists = async (given: Table): Promise<ReadLists> => {
  const { MOST_LISTS, readHistories } = await import('@ariadne/signals/estimate')
  const { file, columns } = given
  const lists = columns.slice(0, -1)
  const counted = columns.at(-1) ?? ''
  if (lists.length === 0)
    throw new CliError(
      `${file}:1: there is only the column ${counted}. It should be a column of 0 and 1 for each list, and how many people last.`,
      { file, columns },
    )
  if (lists.length > MOST_LISTS)
    throw new CliError(
      `${file}:1: there are ${lists.length} lists. At most ${MOST_LISTS} can be told apart; merge those that are most alike.`,
      { file, columns },
    )
  const { table, faults, repeated } = readHistories(
    lists,
    given.rows.map(({ values }) => ({
      on: lists.map((list) => (values[list] === '0' ? 0 : values[list] === '1' ? 1 : NONE)),
      count: countOf(values[counted] ?? '') ?? NONE,
    })),
  )
  if (faults.length > 0)
    throw tableRefused(
      file,
      faults.map(({ row, column, remedy }) => ({
        line: given.rows[row]?.line ?? 0,
        column: columns[column] ?? '',
        value: given.rows[row]?.values[columns[column] ?? ''] ?? '',
        remedy,
      })),
    )
  const lines = repeated.map(({ row }) => given.rows[row]?.line ?? 0)
  return {
    table,
    warnings: [
      ...(lines.length > 0
        ? [
            {
              code: 'repeated_history',
              values: { lines: linesOf(lines) },
              words: `The same lists as in an earlier row stand in line ${linesOf(lines)}; their people were added up.`,
            },
          ]
        : []),
      ...(lines.length > 0 && given.rows.every(({ values }) => /^[01]$/u.test(values[counted] ?? ''))
        ? [
            {
              code: 'count_like_a_list',
              values: { column: counted },
              words: `${counted} holds only 0 and 1, and was read as how many people. If it is a list and each row is one person, add a last column of ones.`,
            },
          ]
        : []),
    ],
  }
}
