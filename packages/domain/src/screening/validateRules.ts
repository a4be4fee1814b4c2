import { compileCondition, counts, holds } from './condition.ts'
import { decide } from './evaluate.ts'
import { both, bit, countBound, minimalOf, minimalSets } from './minimal.ts'
import { OUTCOMES, isAtLeast } from './outcomes.ts'
import type { Outcome } from './outcomes.ts'
import { problem } from './problem.ts'
import type { SetProblem } from './problem.ts'
import type { Answers, Condition, IndicatorSet } from './schema.ts'
import { ENGINE_RULES } from './vocabulary.ts'

/** More ways than this to explain one outcome serve nobody, and would be slow on a phone. */
const EXPLANATIONS_MOST = 50_000

type Path = readonly (string | number)[]

const ids = (known: readonly { id: string }[]): string => known.map(({ id }) => id).join(', ')

const signReference = (set: IndicatorSet, id: string, path: Path): SetProblem[] => {
  const sign = set.signs.find((sign) => sign.id === id)
  if (!sign)
    return [
      problem(
        'unknown_sign',
        path,
        id,
        `no sign is called "${id}"`,
        `correct the name, or add the sign; there are: ${ids(set.signs)}`,
      ),
    ]
  if (sign.status === 'retired')
    return [problem('retired_sign', path, id, `"${id}" is retired and never counts`, 'take it out of the rule')]
  return []
}

const inCondition = (set: IndicatorSet, condition: Condition, path: Path, within: readonly string[]): SetProblem[] => {
  if ('sign' in condition) return signReference(set, condition.sign, [...path, 'sign'])
  if ('atLeast' in condition)
    return (condition.of.signs ?? []).flatMap((id, at) => signReference(set, id, [...path, 'of', 'signs', at]))
  if ('rule' in condition) {
    const rule = set.rules.find(({ id }) => id === condition.rule)
    const at = [...path, 'rule']
    if (!rule)
      return [
        problem(
          'unknown_rule',
          at,
          condition.rule,
          `no rule is called "${condition.rule}"`,
          `correct the name; there are: ${ids(set.rules)}`,
        ),
      ]
    if (within.includes(rule.id))
      return [
        problem(
          'rule_cycle',
          at,
          [...within, rule.id].join(' > '),
          `rules run in a circle: ${[...within, rule.id].join(' > ')}`,
          'let one of them stand by itself',
        ),
      ]
    // What is wrong inside the other rule is told there; here only a circle matters.
    return inCondition(set, rule.when, at, [...within, rule.id]).filter(({ code }) => code === 'rule_cycle')
  }
  const key = 'anyOf' in condition ? 'anyOf' : 'allOf'
  const parts = 'anyOf' in condition ? condition.anyOf : condition.allOf
  return parts.flatMap((part, at) => inCondition(set, part, [...path, key, at], within))
}

/** Rules: ids, and whether every sign and rule they name is there without going in circles. */
export const referenceProblems = (set: IndicatorSet): SetProblem[] =>
  set.rules.flatMap((rule, at) => {
    const found = inCondition(set, rule.when, ['rules', at, 'when'], [rule.id])
    if (set.rules.findIndex(({ id }) => id === rule.id) < at)
      found.push(
        problem(
          'duplicate_rule',
          ['rules', at, 'id'],
          rule.id,
          `a rule "${rule.id}" is there already`,
          'give it another id',
        ),
      )
    if ((ENGINE_RULES as readonly string[]).includes(rule.id))
      found.push(
        problem(
          'reserved_rule',
          ['rules', at, 'id'],
          rule.id,
          `"${rule.id}" is a rule of every set`,
          'give it another id',
        ),
      )
    if (set.subject === 'child' && rule.route !== undefined && rule.route !== 'child_protection')
      found.push(childRoute(['rules', at, 'route'], rule.route))
    return found
  })

const childRoute = (path: Path, route: string): SetProblem =>
  problem(
    'child_routed_elsewhere',
    path,
    route,
    `a child is taken to child protection first, never to "${route}"`,
    'take the route out; child protection is where every set leads for a child',
  )

/** Where the whole set leads. */
export const routeProblems = ({ subject, route }: IndicatorSet): SetProblem[] =>
  subject === 'child' && route !== undefined && route !== 'child_protection' ? [childRoute(['route'], route)] : []

/** An adult about whom nothing but signs is known: only then do the set's own rules decide. */
const calm: Answers['circumstances'] = {
  childOrDoubt: 'no',
  accompaniment: 'na',
  selfIdentified: false,
  dangerNow: false,
}

const outcomeOf = (set: IndicatorSet, present: string[]): Outcome => decide(set, { present, circumstances: calm })

/**
 * Whether an outcome is reached by one of a few smallest sets: from every sign, signs are taken away for as long as the
 * outcome stays at least that, each sign once being the last to go. Quick, and enough for nearly every good set.
 */
const isSeenReachable = (set: IndicatorSet, outcome: Outcome): boolean => {
  const active = set.signs.filter(({ status }) => status === 'active').map(({ id }) => id)
  return active.some((last) => {
    let kept = active
    for (const sign of [...active.filter((id) => id !== last), last]) {
      const fewer = kept.filter((id) => id !== sign)
      if (isAtLeast(outcomeOf(set, fewer), outcome)) kept = fewer
    }
    return outcomeOf(set, kept) === outcome
  })
}

/**
 * What rules can reach. An outcome is reachable when one of the smallest sets of signs that give it or more gives
 * exactly it; rules being monotone, no larger set has to be looked at.
 */
export const reachProblems = (set: IndicatorSet): SetProblem[] => {
  const everySign = Uint8Array.from(set.signs, (sign) => (counts(sign) ? 1 : 0))
  const rules = set.rules.map((rule) => ({ ...rule, compiled: compileCondition(set, rule.when, [rule.id]) }))
  const found = rules.flatMap((rule, at) => {
    if (countBound(rule.compiled) > EXPLANATIONS_MOST)
      return [
        problem(
          'too_many_explanations',
          ['rules', at, 'when'],
          rule.id,
          `"${rule.id}" can come about in more than ${EXPLANATIONS_MOST} ways`,
          'ask for fewer signs at once, or among fewer',
        ),
      ]
    if (!holds(rule.compiled, everySign))
      return [
        problem(
          'unreachable_rule',
          ['rules', at, 'when'],
          rule.id,
          `"${rule.id}" does not hold even when every sign is there`,
          'lower atLeast, or widen what it counts',
        ),
      ]
    return []
  })
  if (found.some(({ code }) => code === 'too_many_explanations')) return found

  const ways = (outcome: Outcome): string[][] => {
    const active = set.signs.flatMap(({ status }, index) => (status === 'active' ? [index] : []))
    const lifting = set.signs.flatMap((sign, index) =>
      counts(sign) && sign.strength !== 'contextual' ? [bit(index)] : [],
    )
    const byRules = rules
      .filter((rule) => isAtLeast(rule.outcome, outcome))
      .flatMap(({ compiled }) => both(minimalSets(compiled, everySign), outcome === 'watch' ? [0n] : lifting))
    return minimalOf(outcome === 'watch' ? [...byRules, ...active.map(bit)] : byRules).map((facts) =>
      set.signs.filter((_, index) => (facts & bit(index)) !== 0n).map(({ id }) => id),
    )
  }
  const isReachable = (outcome: Outcome): boolean =>
    isSeenReachable(set, outcome) || ways(outcome).some((present) => outcomeOf(set, present) === outcome)
  for (const outcome of OUTCOMES.slice(1))
    if (!isReachable(outcome))
      found.push(
        problem(
          'unreachable_outcome',
          ['rules'],
          outcome,
          `signs alone never lead to "${outcome}"`,
          outcome === 'watch'
            ? 'let at least one sign alone lead to no more than watch'
            : `add a rule with outcome: ${outcome}, or narrow the rule above it`,
        ),
      )
  return found
}
