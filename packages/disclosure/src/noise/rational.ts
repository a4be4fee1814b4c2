import { DisclosureError } from '../refusal.ts'

/** A fraction of whole numbers, exact. */
export type Rational = { numerator: bigint; denominator: bigint }

const DECIMAL = /^(?<whole>\d{1,30})(?:\.(?<fraction>\d{1,30}))?$/u

/**
 * A decimal as people write it, exactly.
 * @throws {DisclosureError} where it is none, or not above 0
 * @example rationalOf('0.25') // 1/4
 */
export const rationalOf = (decimal: string): Rational => {
  const { whole, fraction = '' } = DECIMAL.exec(decimal)?.groups ?? {}
  const numerator = whole === undefined ? 0n : BigInt(`${whole}${fraction}`)
  if (numerator === 0n)
    throw new DisclosureError('bad_rule', `"${decimal}" should be a decimal number above 0, as "0.5".`)
  return reduced({ numerator, denominator: 10n ** BigInt(fraction.length) })
}

const reduced = ({ numerator, denominator }: Rational): Rational => {
  let [one, other] = [numerator, denominator]
  while (other !== 0n) [one, other] = [other, one % other]
  return { numerator: numerator / one, denominator: denominator / one }
}

export const plus = (one: Rational, other: Rational): Rational =>
  reduced({
    numerator: one.numerator * other.denominator + other.numerator * one.denominator,
    denominator: one.denominator * other.denominator,
  })

export const isMore = (one: Rational, other: Rational): boolean =>
  one.numerator * other.denominator > other.numerator * one.denominator

export const asNumber = ({ numerator, denominator }: Rational): number => Number(numerator) / Number(denominator)

/** Written as a fraction, so that nothing is lost: "1/8". */
export const written = ({ numerator, denominator }: Rational): string => `${numerator}/${denominator}`

const FRACTION = /^(?<numerator>\d+)\/(?<denominator>[1-9]\d*)$/u

export const readRational = (text: string): Rational => {
  const { numerator, denominator } = FRACTION.exec(text)?.groups ?? {}
  return numerator === undefined || denominator === undefined
    ? rationalOf(text)
    : reduced({ numerator: BigInt(numerator), denominator: BigInt(denominator) })
}
