/** Nodes and weights of Gauss and Legendre's rule with 10 points on [-1, 1] (Abramowitz and Stegun, table 25.4). */
const RULE = [
  [0.148_874_338_981_631_22, 0.295_524_224_714_752_87],
  [0.433_395_394_129_247_2, 0.269_266_719_309_996_35],
  [0.679_409_568_299_024_4, 0.219_086_362_515_982_04],
  [0.865_063_366_688_984_5, 0.149_451_349_150_580_6],
  [0.973_906_528_517_171_7, 0.066_671_344_308_688_14],
] as const

const PANEL = 0.25

/** The integral of 3 v (1 + v^3)^(-1/3) from 0 to `end`, in panels that grow with v. */
const area = (end: number): number => {
  let sum = 0
  for (let low = 0; low < end;) {
    const high = Math.min(end, low + PANEL * Math.max(1, low))
    const middle = (low + high) / 2
    const half = (high - low) / 2
    for (const [node, weight] of RULE)
      for (const v of [middle - half * node, middle + half * node])
        sum += (weight * half * 3 * v) / Math.cbrt(1 + v ** 3)
    low = high
  }
  return sum
}

/**
 * The hypergeometric function F(1/3, 2/3; 5/3; -s): 2/3 s^(-2/3) times the integral of (t + t^2)^(-1/3) from 0 to s, with
 * t = v^3, which takes the pole away.
 */
const hypergeometric = (s: number): number => (s === 0 ? 1 : (2 / 3) * Math.cbrt(s) ** -2 * area(Math.cbrt(s)))

/** R looks the function up in a table with steps of 0.01 (surveillance 1.20.3, seen from its answers). */
const toTable = (s: number): number => Math.round(s * 100) / 100

/**
 * Anscombe's residual of a negative-binomial count (McCullagh and Nelder 1989, 2.4.2): the integral of V(t)^(-1/3) from m
 * to y over V(m)^(1/6), with V(t) = t + dispersion t^2, to the two decimals of `dispersion * t` that R takes.
 */
export const anscombeNegativeBinomial = (y: number, m: number, dispersion: number): number => {
  const scale = (t: number): number => 1.5 * Math.cbrt(t) ** 2 * hypergeometric(toTable(dispersion * t))
  return (scale(y) - scale(m)) / (m + dispersion * m ** 2) ** (1 / 6)
}
