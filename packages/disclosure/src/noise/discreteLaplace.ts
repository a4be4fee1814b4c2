import type { Rational } from './rational.ts'

/** Bytes that nobody can guess: `(count) => crypto.getRandomValues(new Uint8Array(count))`. */
export type RandomBytes = (count: number) => Uint8Array

/** A whole number from 0 to `end` - 1, each as likely as the others: what falls beyond is drawn again. */
const below = (end: bigint, bytes: RandomBytes): bigint => {
  const bits = (end - 1n).toString(2).length
  const count = Math.ceil(bits / 8)
  const mask = (1n << BigInt(bits)) - 1n
  for (;;) {
    const drawn = bytes(count).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n) & mask
    if (drawn < end) return drawn
  }
}

const chance = ({ numerator, denominator }: Rational, bytes: RandomBytes): boolean =>
  below(denominator, bytes) < numerator

/** True with probability exp(-gamma), gamma from 0 to 1 (Canonne, Kamath and Steinke 2020, algorithm 1). */
const chanceOfExp = ({ numerator, denominator }: Rational, bytes: RandomBytes): boolean => {
  let draws = 1n
  while (chance({ numerator, denominator: denominator * draws }, bytes)) draws += 1n
  return draws % 2n === 1n
}

/**
 * A draw from the discrete Laplace distribution: k with probability proportional to exp(-|k| * rate), exactly.
 * Whole-number arithmetic throughout (Canonne, Kamath and Steinke 2020, algorithm 2): floating point noise has holes
 * that give away what it hides (Mironov 2012).
 * @param rate epsilon over sensitivity
 */
export const discreteLaplace = ({ numerator: s, denominator: t }: Rational, bytes: RandomBytes): bigint => {
  for (;;) {
    const offset = below(t, bytes)
    if (!chanceOfExp({ numerator: offset, denominator: t }, bytes)) continue
    let laps = 0n
    while (chanceOfExp({ numerator: 1n, denominator: 1n }, bytes)) laps += 1n
    const size = (offset + t * laps) / s
    const negative = below(2n, bytes) === 1n
    if (negative && size === 0n) continue
    return negative ? -size : size
  }
}
