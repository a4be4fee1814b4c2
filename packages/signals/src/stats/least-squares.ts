/** A matrix by its columns, each as long as there are observations. */
export type Columns = readonly Float64Array[]

/** One weighted least-squares step of a model: what it predicts for each observation, and how many terms took part. */
export type Step = { eta: Float64Array; rank: number }

export type DenseStep = Step & {
  /** 0 where the columns before already span the column. */
  coefficients: Float64Array
  /** The diagonal of (X'WX)^-1; 0 where the column takes no part. */
  inverseDiagonal: () => Float64Array
}

/** A column that keeps less than this share of its length beside the ones before it counts as spanned by them. */
const TOLERANCE = 1e-11
/** A column that loses more of its length than this is made orthogonal a second time (Björck 1996, 2.4.5). */
const LOSES = 0.7

type Basis = { kept: number[]; basis: Float64Array[]; triangle: Float64Array[] }

const dot = (one: Float64Array, other: Float64Array): number => {
  let sum = 0
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number)
  return sum
}

/** Takes `share` of `one` away from `rest`. */
const take = (rest: Float64Array, share: number, one: Float64Array): void => {
  for (let row = 0; row < rest.length; row += 1) rest[row] = (rest[row] as number) - share * (one[row] as number)
}

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
      for (const [at, one] of basis.entries()) {
        const share = dot(one, rest)
        above[at] = (above[at] as number) + share
        take(rest, share, one)
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

/** The diagonal element of (X'X)^-1 that belongs to column `index`: with R'v = e, v'v. */
const inverseOf = ({ kept, triangle }: Basis, index: number): number => {
  const place = kept.indexOf(index)
  if (place < 0) return 0
  const solved = new Float64Array(kept.length)
  for (let at = place; at < kept.length; at += 1) {
    const column = triangle[at] as Float64Array
    let value = Number(at === place)
    for (let before = place; before < at; before += 1) value -= (column[before] as number) * (solved[before] as number)
    solved[at] = value / (column[at] as number)
  }
  return dot(solved, solved)
}

/** Least squares of `response` on `columns`, by orthogonal columns (Björck 1967). */
const leastSquares = (columns: Columns, response: Float64Array): Omit<DenseStep, 'eta'> => {
  const fit = orthogonal(columns)
  const { kept, basis, triangle } = fit
  const rest = Float64Array.from(response)
  const projected = basis.map((one) => {
    const share = dot(one, rest)
    take(rest, share, one)
    return share
  })
  const coefficients = new Float64Array(columns.length)
  for (let at = kept.length - 1; at >= 0; at -= 1) {
    let value = projected[at] as number
    for (let after = at + 1; after < kept.length; after += 1)
      value -= ((triangle[after] as Float64Array)[at] as number) * (coefficients[kept[after] as number] as number)
    coefficients[kept[at] as number] = value / ((triangle[at] as Float64Array)[at] as number)
  }
  return {
    coefficients,
    rank: kept.length,
    inverseDiagonal: () => Float64Array.from(columns, (_, index) => inverseOf(fit, index)),
  }
}

/** A model with any columns: solves for given weights and working responses. */
export const denseModel =
  (columns: Columns) =>
  (weights: Float64Array, working: Float64Array): DenseStep => {
    const roots = weights.map((weight) => Math.sqrt(weight))
    const scale = (values: Float64Array): Float64Array => values.map((value, row) => (roots[row] as number) * value)
    const solved = leastSquares(columns.map(scale), scale(working))
    const eta = new Float64Array(working.length)
    for (const [at, column] of columns.entries()) take(eta, -(solved.coefficients[at] as number), column)
    return { eta, ...solved }
  }
