import type { Condition, IndicatorSet, Selector, Sign } from './schema.ts'

/** Whether a rule of the set may count a sign: not when it is retired, and not when a country muted it. */
export const counts = ({ status, muted }: Sign): boolean => status === 'active' && !muted

/** Whether a sign fits every line of a selector. */
export const isSelected = (sign: Sign, of: Selector): boolean =>
  counts(sign) &&
  (!of.signs || of.signs.includes(sign.id)) &&
  (!of.strength || of.strength.includes(sign.strength)) &&
  (!of.dimension || of.dimension.includes(sign.dimension)) &&
  (!of.howKnown || of.howKnown.includes(sign.howKnown))

/** A condition with names resolved to positions in the set's list of signs. */
export type Compiled =
  | { kind: 'sign'; sign: number }
  | { kind: 'anyOf' | 'allOf'; parts: Compiled[] }
  | { kind: 'atLeast'; count: number; among: number[] }

/**
 * Resolves a condition against its set. Rules that a condition refers to are resolved in place.
 * @throws Error when it names a sign or rule the set does not have, or runs in a circle: `validateSet` says where
 */
export const compileCondition = (set: IndicatorSet, condition: Condition, within: readonly string[] = []): Compiled => {
  if ('sign' in condition) {
    const sign = set.signs.findIndex(({ id }) => id === condition.sign)
    if (sign < 0) throw new Error(`${set.id}: a rule names the sign "${condition.sign}", which the set does not have`)
    return { kind: 'sign', sign }
  }
  if ('rule' in condition) {
    const rule = set.rules.find(({ id }) => id === condition.rule)
    if (!rule) throw new Error(`${set.id}: a rule names the rule "${condition.rule}", which the set does not have`)
    if (within.includes(rule.id))
      throw new Error(`${set.id}: rules run in a circle: ${[...within, rule.id].join(' > ')}`)
    return compileCondition(set, rule.when, [...within, rule.id])
  }
  if ('atLeast' in condition) {
    const among = set.signs.flatMap((sign, index) => (isSelected(sign, condition.of) ? [index] : []))
    return { kind: 'atLeast', count: condition.atLeast, among }
  }
  const kind = 'anyOf' in condition ? 'anyOf' : 'allOf'
  const parts = 'anyOf' in condition ? condition.anyOf : condition.allOf
  return { kind, parts: parts.map((part) => compileCondition(set, part, within)) }
}

/** Whether a condition is met. @param present for each sign of the set, 1 when it is there */
export const holds = (condition: Compiled, present: Uint8Array): boolean => {
  switch (condition.kind) {
    case 'sign':
      return present[condition.sign] === 1
    case 'anyOf':
      return condition.parts.some((part) => holds(part, present))
    case 'allOf':
      return condition.parts.every((part) => holds(part, present))
    case 'atLeast': {
      let missing = condition.count
      for (const sign of condition.among) if (present[sign] === 1 && --missing === 0) return true
      return false
    }
  }
}
