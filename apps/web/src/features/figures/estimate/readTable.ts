import { type ListTable, MOST_LISTS, readHistories } from '@ariadne/signals/estimate'

export type Fault = {
  row: number
  column: string
  problem: 'lists' | 'too_many' | 'not_01' | 'not_count' | 'nobody' | 'short' | 'other'
}
export type ReadTable = { ok: true; table: ListTable } | { ok: false; faults: Fault[] }

const split = (line: string): string[] => line.split(/[\t;,]/u).map((cell) => cell.trim().replaceAll(/^"|"$/gu, ''))

/**
 * Reads a pasted table: a column of 0 and 1 for each list, how many people last; commas, semicolons or tabs.
 * @returns every row that is wrong, counted as a spreadsheet counts them
 */
export const readTable = (text: string): ReadTable => {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r?\n/u)
  const [head, ...body] = lines.map((line, at) => ({ row: at + 1, line })).filter(({ line }) => line.trim() !== '')
  const columns = head ? split(head.line) : []
  const lists = columns.slice(0, -1)
  if (lists.length === 0) return { ok: false, faults: [{ row: head?.row ?? 1, column: '', problem: 'lists' }] }
  if (lists.length > MOST_LISTS)
    return { ok: false, faults: [{ row: head?.row ?? 1, column: '', problem: 'too_many' }] }
  const faults: Fault[] = []
  const rows = body.map(({ row, line }) => {
    const cells = split(line)
    if (cells.length !== columns.length) faults.push({ row, column: '', problem: 'short' })
    const on = lists.map((column, at) => {
      const cell = cells[at]
      if (cell === '0' || cell === '1') return Number(cell)
      faults.push({ row, column, problem: 'not_01' })
      return 0
    })
    const counted = cells[lists.length] ?? ''
    const count = /^\d{1,9}$/u.test(counted) ? Number(counted) : Number.NaN
    if (Number.isNaN(count)) faults.push({ row, column: columns.at(-1) ?? '', problem: 'not_count' })
    else if (count > 0 && on.every((one) => one === 0)) faults.push({ row, column: lists[0] ?? '', problem: 'nobody' })
    return { on, count }
  })
  if (faults.length > 0) return { ok: false, faults }
  const read = readHistories(lists, rows)
  return read.faults.length > 0
    ? {
        ok: false,
        faults: read.faults.map(({ row, column }) => ({
          row: body[row]?.row ?? 0,
          column: columns[column] ?? '',
          problem: 'other' as const,
        })),
      }
    : { ok: true, table: read.table }
}
