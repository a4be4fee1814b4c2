/** A row of whole numbers, kept small by its greatest common divisor. */
export type WholeRow = readonly number[]

const divisor = (a: number, b: number): number => {
  let [x, y] = [Math.abs(a), Math.abs(b)]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}

const safe = (value: number): number => {
  if (!Number.isSafeInteger(value)) throw new RangeError('The design is too large for exact arithmetic.')
  return value
}

const lowered = (row: WholeRow): WholeRow => {
  const shared = row.reduce(divisor, 0)
  return shared > 1 ? row.map((value) => value / shared) : row
}

/**
 * Takes `by`'s column out of `row` by whole multiples. The row keeps its sign: `by[column]` must be above 0.
 * @throws {RangeError} where the numbers no longer fit 53 bits, rather than to answer by rounding
 */
export const eliminate = (row: WholeRow, by: WholeRow, column: number): WholeRow => {
  const have = row[column] ?? 0
  if (have === 0) return row
  const pivot = by[column] ?? 0
  const common = divisor(pivot, have)
  const [up, down] = [pivot / common, have / common]
  return lowered(row.map((value, at) => safe(safe(value * up) - safe((by[at] ?? 0) * down))))
}

type Reduced = { row: WholeRow; column: number }[]

/** Rows that span the same, each alone in having its column, with a value above 0 there. */
const reduce = (rows: readonly WholeRow[]): Reduced => {
  const reduced: Reduced = []
  for (const given of rows) {
    if (reduced.length === given.length) break
    const rest = reduced.reduce((row, { row: by, column }) => eliminate(row, by, column), given)
    const column = rest.findIndex((value) => value !== 0)
    if (column === -1) continue
    const row = (rest[column] ?? 0) < 0 ? rest.map((value) => -value) : rest
    for (const one of reduced) one.row = eliminate(one.row, row, column)
    reduced.push({ row, column })
  }
  return reduced
}

export const rankOf = (rows: readonly WholeRow[]): number => reduce(rows).length

/** Whole vectors that span everything the rows send to zero. */
export const nullSpace = (rows: readonly WholeRow[], width: number): WholeRow[] => {
  const reduced = reduce(rows)
  const bound = new Map(reduced.map(({ row, column }) => [column, row]))
  const free = Array.from({ length: width }, (_, column) => column).filter((column) => !bound.has(column))
  return free.map((column) => {
    const scale = reduced.reduce((common, { row, column: pivot }) => {
      const value = row[pivot] ?? 1
      return (row[column] ?? 0) === 0 ? common : safe((common / divisor(common, value)) * value)
    }, 1)
    return lowered(
      Array.from({ length: width }, (_, at) => {
        const row = bound.get(at)
        if (row === undefined) return at === column ? scale : 0
        return safe(0 - (row[column] ?? 0) * (scale / (row[at] ?? 1)))
      }),
    )
  })
}

export const product = (one: WholeRow, other: WholeRow): number =>
  one.reduce((sum, value, at) => safe(sum + safe(value * (other[at] ?? 0))), 0)

/**
 * Whether numbers z >= 0 solve the equations `left` z = `right`: the first half of the simplex method with Bland's rule,
 * which never turns in circles, on whole numbers, which never round.
 */
export const hasNonNegativeSolution = (left: readonly WholeRow[], right: WholeRow): boolean => {
  const width = left[0]?.length ?? 0
  // Each equation first stands on a slack of its own. The last row is what the slacks still hold, to be brought to 0.
  let rows: WholeRow[] = left.map((row, at) => {
    const value = right[at] ?? 0
    return value < 0 ? [...row.map((one) => -one), -value] : [...row, value]
  })
  let goal: WholeRow = rows.reduce<WholeRow>(
    (sum, row) => sum.map((value, at) => value + (row[at] ?? 0)),
    Array.from({ length: width + 1 }, () => 0),
  )
  const basis = rows.map((_, at) => -1 - at)
  while ((goal[width] ?? 0) > 0) {
    const column = goal.findIndex((value, at) => at < width && value > 0)
    if (column === -1) return false
    let leaves = -1
    for (let at = 0; at < rows.length; at++) {
      const [row, best] = [rows[at] ?? [], rows[leaves] ?? []]
      if ((row[column] ?? 0) <= 0) continue
      const difference =
        leaves === -1
          ? -1
          : safe((row[width] ?? 0) * (best[column] ?? 0)) - safe((best[width] ?? 0) * (row[column] ?? 0))
      if (difference < 0 || (difference === 0 && (basis[at] ?? 0) < (basis[leaves] ?? 0))) leaves = at
    }
    if (leaves === -1) return false
    const pivot = rows[leaves] ?? []
    rows = rows.map((row, at) => (at === leaves ? row : eliminate(row, pivot, column)))
    goal = eliminate(goal, pivot, column)
    basis[leaves] = column
  }
  return true
}
