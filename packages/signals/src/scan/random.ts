import { randomFrom } from '../estimate/random.ts'
import type { Random } from '../estimate/random.ts'

export { randomFrom }
export type { Random }

/** A Poisson count. Means above 30 are split into parts, so that the product of small numbers never runs out. */
export const poisson = (random: Random, mu: number): number => {
  if (mu <= 0) return 0
  if (mu > 30) return poisson(random, mu / 2) + poisson(random, mu - mu / 2)
  const limit = Math.exp(-mu)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count += 1
  return count
}

/** A standard normal value (Marsaglia's polar method). */
export const normal = (random: Random): number => {
  for (;;) {
    const u = 2 * random() - 1
    const v = 2 * random() - 1
    const s = u * u + v * v
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s)
  }
}

/** A gamma value with mean `shape` (Marsaglia and Tsang 2000). */
export const gamma = (random: Random, shape: number): number => {
  if (shape < 1) return gamma(random, shape + 1) * random() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** A negative-binomial count with this mean and the variance `phi` times the mean; Poisson where `phi` is 1. */
export const negativeBinomial = (random: Random, mu: number, phi: number): number =>
  mu <= 0 ? 0 : phi <= 1 ? poisson(random, mu) : poisson(random, (phi - 1) * gamma(random, mu / (phi - 1)))

/** Puts an array into a random order, in place (Fisher and Yates). */
export const shuffle = (random: Random, values: Int32Array): void => {
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const held = values[at] ?? 0
    values[at] = values[other] ?? 0
    values[other] = held
  }
}
