/**
 * People counted by the lists they stand on. A *history* is a set of lists, written as a bit mask (bit i for list i);
 * `counts[history]` is how many people stand on exactly those lists. `counts[0]`, the people on no list, is what is
 * sought and always 0 here.
 */
export type ListTable = {
  readonly lists: readonly string[]
  readonly counts: Float64Array
  /** People seen at least once. */
  readonly observed: number
}

/** One row as it was given: 0 or 1 for each list, then how many people. */
export type HistoryRow = { readonly on: readonly number[]; readonly count: number }

export type HistoryFault = {
  /** Place in the rows given, from 0. */
  row: number
  /** Place of the list, from 0; `lists.length` for the count. */
  column: number
  remedy: string
}

export type ReadHistories = {
  table: ListTable
  faults: HistoryFault[]
  /** Rows that repeat an earlier row's history; their counts were added up. */
  repeated: { row: number; first: number }[]
}

/** 255 histories and 28 pairs; beyond that lists should be merged, and no fan of models can be walked. */
export const MOST_LISTS = 8

const faultsOf = ({ on, count }: HistoryRow, row: number): HistoryFault[] => {
  const faults: HistoryFault[] = on.flatMap((value, column) =>
    value === 0 || value === 1
      ? []
      : [{ row, column, remedy: '1 where these people are on the list and 0 where they are not' }],
  )
  if (!Number.isSafeInteger(count) || count < 0)
    faults.push({ row, column: on.length, remedy: 'how many people: a whole number, 0 or more' })
  if (faults.length === 0 && on.every((value) => value === 0))
    faults.push({
      row,
      column: 0,
      remedy: 'on at least one list: people on no list are what is estimated; take the row out',
    })
  return faults
}

const historyOf = (on: readonly number[]): number => on.reduce((mask, value, list) => mask | (value << list), 0)

/** Reads rows into a table. Rows with faults are left out of it, so that every fault can be told at once. */
export const readHistories = (lists: readonly string[], rows: readonly HistoryRow[]): ReadHistories => {
  if (lists.length > MOST_LISTS) throw new RangeError(`At most ${MOST_LISTS} lists; merge those that are most alike.`)
  const counts = new Float64Array(1 << lists.length)
  const faults: HistoryFault[] = []
  const repeated: ReadHistories['repeated'] = []
  const firstAt = new Map<number, number>()
  rows.forEach((given, row) => {
    const found = faultsOf(given, row)
    if (found.length > 0) {
      faults.push(...found)
      return
    }
    const history = historyOf(given.on)
    const first = firstAt.get(history)
    if (first === undefined) firstAt.set(history, row)
    else repeated.push({ row, first })
    counts[history] = (counts[history] ?? 0) + given.count
  })
  return { table: tableOf(lists, counts), faults, repeated }
}

/** @param counts by history; `counts[0]` is ignored */
export const tableOf = (lists: readonly string[], counts: Float64Array): ListTable => ({
  lists,
  counts,
  observed: counts.reduce((sum, count, history) => (history === 0 ? 0 : sum + count), 0),
})
