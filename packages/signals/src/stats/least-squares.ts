/**
 * A matrix by its columns, each as long as there are observations.
 * Columns that the ones before them already span are left out (`aliased`) and take no part.
 */
export type Columns = readonly Float64Array[]

export type LeastSquares = {
  /** NaN-free: 0 where the column is aliased. */
  coefficients: Float64Array
  aliased: readonly boolean[]
  rank: number
  /** For each observation, the diagonal of the projection onto the columns. */
  leverage: () => Float64Array
  /** x' (X'X)^-1 x for one more row x; 0 in aliased columns. */
  spread: (row: readonly number[]) => number
  /** The diagonal of (X'X)^-1; 0 where the column is aliased. */
  inverseDiagonal: () => Float64Array
}

/** A column that keeps less than this share of its length beside the ones before it counts as spanned by them. */
const TOLERANCE = 1e-11

type Basis = { kept: number[]; basis: Float64Array[]; triangle: Float64Array[] }

const dot = (one: Float64Array, other: Float64Array): number => {
  let sum = 0
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number)
  return sum
}

/** A column that loses more of its length than this is made orthogonal a second time (Björck 1996, 2.4.5). */
const LOSES = 0.7

/** Modified Gram-Schmidt, twice where a column nearly lies in the ones before, so that the basis stays orthogonal. */
const orthogonal = (columns: Columns): Basis => {
  const kept: number[] = []
  const basis: Float64Array[] = []
  const triangle: Float64Array[] = []
  for (const [index, column] of columns.entries()) {
    const rest = Float64Array.from(column)
    const length = Math.sqrt(dot(rest, rest))
    const above = new Float64Array(kept.length + 1)
    let left = length
    for (let round = 0; round < 2; round += 1) {
      const before = left
      for (let at = 0; at < basis.length; at += 1) {
        const one = basis[at] as Float64Array
        const share = dot(one, rest)
        above[at] = (above[at] as number) + share
        for (let row = 0; row < rest.length; row += 1) rest[row] = (rest[row] as number) - share * (one[row] as number)
      }
      left = Math.sqrt(dot(rest, rest))
      if (left > LOSES * before) break
    }
    if (!(left > TOLERANCE * length)) continue
    for (let row = 0; row < rest.length; row += 1) rest[row] = (rest[row] as number) / left
    above[kept.length] = left
    kept.push(index)
    basis.push(rest)
    triangle.push(above)
  }
  return { kept, basis, triangle }
}

/** Solves R'v = x for the upper triangle R: v'v is x'(X'X)^-1 x. */
const solveTransposed = ({ kept, triangle }: Basis, row: readonly number[]): Float64Array => {
  const solved = new Float64Array(kept.length)
  for (let at = 0; at < kept.length; at += 1) {
    const column = triangle[at] as Float64Array
    let value = row[kept[at] as number] ?? 0
    for (let before = 0; before < at; before += 1) value -= (column[before] as number) * (solved[before] as number)
    solved[at] = value / (column[at] as number)
  }
  return solved
}

/** Least squares of `response` on `columns`, by orthogonal columns (Björck 1967). */
export const leastSquares = (columns: Columns, response: Float64Array): LeastSquares => {
  const fit = orthogonal(columns)
  const { kept, basis, triangle } = fit
  const rank = kept.length
  const rest = Float64Array.from(response)
  const projected = new Float64Array(rank)
  for (let at = 0; at < rank; at += 1) {
    const one = basis[at] as Float64Array
    const share = dot(one, rest)
    projected[at] = share
    for (let row = 0; row < rest.length; row += 1) rest[row] = (rest[row] as number) - share * (one[row] as number)
  }
  const coefficients = new Float64Array(columns.length)
  for (let at = rank - 1; at >= 0; at -= 1) {
    let value = projected[at] as number
    for (let after = at + 1; after < rank; after += 1)
      value -= ((triangle[after] as Float64Array)[at] as number) * (coefficients[kept[after] as number] as number)
    coefficients[kept[at] as number] = value / ((triangle[at] as Float64Array)[at] as number)
  }
  const spread = (row: readonly number[]): number => {
    const solved = solveTransposed(fit, row)
    return dot(solved, solved)
  }
  return {
    coefficients,
    aliased: columns.map((_, index) => !kept.includes(index)),
    rank,
    leverage: () => {
      const leverage = new Float64Array(response.length)
      for (const one of basis)
        for (let row = 0; row < leverage.length; row += 1)
          leverage[row] = (leverage[row] as number) + (one[row] as number) ** 2
      return leverage
    },
    spread,
    inverseDiagonal: () =>
      Float64Array.from(columns, (_, index) =>
        kept.includes(index) ? spread(columns.map((__, at) => Number(at === index))) : 0,
      ),
  }
}
