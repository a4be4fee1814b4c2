import { METHODS } from './method.ts'
import type { Method } from './method.ts'
import { rationalOf } from './noise/rational.ts'
import type { NoiseRule } from './noise/noisyTable.ts'
import { DisclosureError } from './refusal.ts'
import type { RoundRule } from './rounding/protectByRounding.ts'
import { ruleOf } from './rule.ts'
import type { Rule } from './rule.ts'

export type MethodRule =
  { method: 'suppress'; rule: Rule } | { method: 'round'; rule: RoundRule } | { method: 'noise'; rule: NoiseRule }

const DEFAULT_BASE = 5

const refuse = (field: string, remedy: string): never => {
  throw new DisclosureError('bad_rule', `The rule's "${field}" should be ${remedy}.`)
}

const refuseOthers = (given: Record<string, unknown>, method: Method, known: readonly string[]): void => {
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new DisclosureError(
      'bad_rule',
      `A rule by the method "${method}" has no "${unknown}". It has: method, ${known.join(', ')}.`,
    )
}

/** What every rule says, whatever its method. */
const commonOf = ({ total, hierarchies, kind }: Record<string, unknown>) => {
  const rule = ruleOf({
    ...(total === undefined ? {} : { total }),
    ...(hierarchies === undefined ? {} : { hierarchies }),
    ...(kind === undefined ? {} : { kind }),
  })
  return { total: rule.total, hierarchies: rule.hierarchies, kind: rule.kind }
}

const wholeFrom = (field: string, value: unknown, least: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least
    ? value
    : refuse(field, `a whole number, ${least} or more`)

const roundRuleOf = (given: Record<string, unknown>): RoundRule => {
  refuseOthers(given, 'round', ['base', 'k', 'kind', 'total', 'hierarchies'])
  const base = given['base'] === undefined ? DEFAULT_BASE : wholeFrom('base', given['base'], 2)
  // Nobody may know a figure better than that it lies less than a base from what is shown.
  const k = given['k'] === undefined ? base - 1 : given['k']
  return typeof k === 'number' && k > 0 ? { base, k, ...commonOf(given) } : refuse('k', 'a number above 0')
}

const noiseRuleOf = (given: Record<string, unknown>): NoiseRule => {
  refuseOthers(given, 'noise', ['epsilon', 'cellsPerPerson', 'total', 'hierarchies'])
  const { epsilon } = given
  const text = typeof epsilon === 'number' || typeof epsilon === 'string' ? String(epsilon) : refuse('epsilon', '"0.5"')
  rationalOf(text)
  const { total, hierarchies } = commonOf(given)
  const cellsPerPerson = wholeFrom('cellsPerPerson', given['cellsPerPerson'], 1)
  return { epsilon: text, cellsPerPerson, total, hierarchies }
}

/**
 * A rule of any method from JSON; without a `method` it suppresses.
 * @throws {DisclosureError} naming the member and what it should be
 * @example methodRuleOf({ method: 'round', base: 10 })
 */
export const methodRuleOf = (value: unknown): MethodRule => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, 'method'))
    return { method: 'suppress', rule: ruleOf(value) }
  const { method, ...given } = value as Record<string, unknown>
  switch (METHODS.find((one) => one === method)) {
    case 'suppress':
      return { method: 'suppress', rule: ruleOf(given) }
    case 'round':
      return { method: 'round', rule: roundRuleOf(given) }
    case 'noise':
      return { method: 'noise', rule: noiseRuleOf(given) }
    case undefined:
      return refuse('method', METHODS.map((one) => `"${one}"`).join(', '))
  }
}
