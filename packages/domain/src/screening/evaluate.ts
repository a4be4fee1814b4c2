import { compileCondition, counts, holds } from './condition.ts'
import type { Compiled } from './condition.ts'
import { bit, both, minimalOf, minimalSets } from './minimal.ts'
import type { Facts } from './minimal.ts'
import { compareOutcomes, higherOutcome, isAtLeast } from './outcomes.ts'
import type { Outcome } from './outcomes.ts'
import { ScreeningRefused } from './refused.ts'
import type { Answers, Destination, IndicatorSet, SignId } from './schema.ts'
import { LIMITS_MESSAGE, NEXT_STEPS, ROUTES } from './vocabulary.ts'
import type { Circumstance, NextStep, Route } from './vocabulary.ts'

/** One smallest set of facts that is enough for the outcome: take any away, and this set alone would give less. */
export interface Reason {
  readonly circumstances: readonly Circumstance[]
  readonly signs: readonly SignId[]
}

/** A concern to act on, never a finding about the person. */
export interface Evaluation {
  readonly outcome: Outcome
  /** The first rule that gave the outcome: a rule of the set, or one of `ENGINE_RULES`. */
  readonly ruleId: string
  /** Every rule that gave it. */
  readonly ruleIds: readonly string[]
  /** The signs that are there, in the set's order. */
  readonly signs: readonly SignId[]
  /** Every smallest set of facts that is enough for the outcome, smallest first. Empty when nothing was recorded. */
  readonly minimalSets: readonly Reason[]
  /** Below this no hand may lower the outcome. */
  readonly floor: Outcome
  /** Signs that are there and that no rule of this country's set counts. Floors count them all the same. */
  readonly muted: readonly SignId[]
  readonly nextSteps: readonly NextStep[]
  /** Where to go first. */
  readonly route: Route
  /** Everywhere the concern leads, `route` first: violence and exploitation may both be there. */
  readonly routes: readonly Route[]
  readonly setId: string
  readonly version: string
  /** The message that goes with every result. */
  readonly limits: typeof LIMITS_MESSAGE
}

interface CompiledSet {
  readonly position: ReadonlyMap<SignId, number>
  readonly active: readonly number[]
  readonly firstView: readonly number[]
  /** Signs that lift no outcome by themselves: contextual ones, and those a country muted. */
  readonly contextual: Uint8Array
  readonly muted: readonly number[]
  readonly rules: readonly { id: string; outcome: Outcome; route: Destination; when: Compiled }[]
}

/** A ground on which an outcome rests. `reasons` is asked only when the ground decides. */
interface Ground {
  readonly ruleId: string
  readonly outcome: Outcome
  readonly route: Destination
  readonly isFloor: boolean
  readonly reasons: () => Facts[]
}

const compiledSets = new WeakMap<IndicatorSet, CompiledSet>()

const compile = (set: IndicatorSet): CompiledSet => {
  const known = compiledSets.get(set)
  if (known) return known
  const indexes = (of: (sign: IndicatorSet['signs'][number]) => boolean): number[] =>
    set.signs.flatMap((sign, index) => (sign.status === 'active' && of(sign) ? [index] : []))
  const compiled: CompiledSet = {
    position: new Map(set.signs.map(({ id }, index) => [id, index])),
    active: indexes(() => true),
    firstView: indexes((sign) => sign.firstView === true),
    contextual: Uint8Array.from(set.signs, (sign) => (sign.strength === 'contextual' || !counts(sign) ? 1 : 0)),
    muted: indexes((sign) => !counts(sign)),
    rules: set.rules.map((rule) => ({
      id: rule.id,
      outcome: rule.outcome,
      route: rule.route ?? set.route ?? 'nrm',
      when: compileCondition(set, rule.when, [rule.id]),
    })),
  }
  compiledSets.set(set, compiled)
  return compiled
}

const marks = (set: IndicatorSet, { position }: CompiledSet, ids: readonly SignId[], field: string): Uint8Array => {
  const marked = new Uint8Array(set.signs.length)
  for (const [at, id] of ids.entries()) {
    const index = position.get(id)
    if (index === undefined)
      throw new ScreeningRefused(
        'unknown_sign',
        `${field}[${at}]`,
        `"${id}" is not a sign of ${set.id}@${set.version}; use the set version the person was screened with`,
      )
    if (set.signs[index]?.status === 'retired')
      throw new ScreeningRefused(
        'retired_sign',
        `${field}[${at}]`,
        `"${id}" is retired in ${set.id}@${set.version}; use the set version the person was screened with`,
      )
    marked[index] = 1
  }
  return marked
}

/** Facts beside the signs, as bits above those of the signs; worded as the answers gave them. */
const circumstanceFacts = (set: IndicatorSet, { childOrDoubt, accompaniment }: Answers['circumstances']) => {
  const first = set.signs.length
  return [
    { fact: bit(first), worded: 'danger_now' },
    { fact: bit(first + 1), worded: 'self_identified' },
    { fact: bit(first + 2), worded: childOrDoubt === 'yes' ? 'child' : 'age_in_doubt' },
    {
      fact: bit(first + 3),
      worded: accompaniment === 'separated' || accompaniment === 'adult_in_doubt' ? accompaniment : 'alone',
    },
    { fact: bit(first + 4), worded: 'not_enough_information' },
  ] as const satisfies { fact: Facts; worded: Circumstance }[]
}

const isNotInSafeCompany = (accompaniment: Answers['circumstances']['accompaniment']): boolean =>
  accompaniment === 'alone' || accompaniment === 'separated' || accompaniment === 'adult_in_doubt'

/** All grounds that hold. Each is monotone in the facts, so that one more sign can never lower the outcome. */
const groundsOf = (set: IndicatorSet, answers: Answers): { grounds: Ground[]; present: Uint8Array } => {
  const compiled = compile(set)
  const present = marks(set, compiled, answers.present, 'present')
  const notKnown = marks(set, compiled, answers.notKnown ?? [], 'notKnown')
  for (const [index, id] of set.signs.map((sign) => sign.id).entries())
    if (present[index] && notKnown[index])
      throw new ScreeningRefused('both_present_and_not_known', 'notKnown', `"${id}" is in both lists; keep one`)

  const [danger, self, child, company, information] = circumstanceFacts(set, answers.circumstances)
  const { circumstances } = answers
  const isChild = circumstances.childOrDoubt !== 'no'
  const there = compiled.active.filter((index) => present[index] === 1)
  const isCapped = there.every((index) => compiled.contextual[index] === 1)
  const liftsCap = (): Facts[] => there.filter((index) => compiled.contextual[index] === 0).map(bit)

  const counted = present.slice()
  for (const index of compiled.muted) counted[index] = 0

  const grounds: Ground[] = []
  const elsewhere = set.route ?? 'nrm'
  const add = (ruleId: string, outcome: Outcome, reasons: () => Facts[], isFloor = false, route = elsewhere): void => {
    grounds.push({ ruleId, outcome, route, reasons, isFloor })
  }
  if (circumstances.dangerNow) add('floor_danger_now', 'act_now', () => [danger.fact], true)
  if (circumstances.selfIdentified) add('floor_self_identified', 'refer', () => [self.fact], true)
  if (isChild && isNotInSafeCompany(circumstances.accompaniment))
    add('floor_child_not_in_safe_company', 'refer', () => [child.fact | company.fact], true)
  if (isChild && there.length > 0)
    add('floor_child_with_sign', 'refer', () => there.map((index) => child.fact | bit(index)), true)
  for (const rule of compiled.rules) {
    if (!holds(rule.when, counted)) continue
    const enough = () => minimalSets(rule.when, counted)
    if (rule.outcome === 'watch') add(rule.id, 'watch', enough)
    else if (!isCapped) add(rule.id, rule.outcome, () => both(enough(), liftsCap()), false, rule.route)
  }
  if (there.length > 0) add('base_any_sign', 'watch', () => there.map(bit))
  const untold = compiled.firstView.filter((index) => notKnown[index] === 1).length
  if (untold > 0 && untold * 2 >= compiled.firstView.length)
    add('base_not_enough_information', 'watch', () => [information.fact])
  return { grounds, present }
}

/**
 * Where the grounds of a concern lead, the first to call first: a child, and anyone who may be one, to child protection;
 * an adult wherever one of the rules that ask to refer leads, so that one more sign adds a place and takes none away.
 */
const routesOf = (grounds: readonly Ground[], outcome: Outcome, isChild: boolean): Route[] => {
  if (!isAtLeast(outcome, 'refer')) return [outcome === 'watch' ? 'help_card' : 'none']
  if (isChild) return ['child_protection']
  const found = new Set<Route>(grounds.filter((one) => isAtLeast(one.outcome, 'refer')).map(({ route }) => route))
  return ROUTES.filter((route) => found.has(route))
}

/** Nobody is asked to question a child: those steps give way to "do not ask". */
const nextSteps = (signs: IndicatorSet['signs'], outcome: Outcome, isChild: boolean): NextStep[] => {
  const wanted = new Set<NextStep>(signs.map(({ askOrDoNext }) => askOrDoNext))
  if (outcome === 'act_now') wanted.add('call_on_duty')
  if (outcome === 'watch') wanted.add('offer_card')
  if (isChild && (wanted.delete('ask_gently') || wanted.delete('speak_alone'))) wanted.add('do_not_ask_child')
  if (isChild) wanted.delete('speak_alone')
  if (isChild && isAtLeast(outcome, 'refer')) wanted.add('call_child_protection').add('do_not_ask_child')
  return NEXT_STEPS.filter((step) => wanted.has(step))
}

const highest = (grounds: readonly Ground[]): Outcome =>
  grounds.reduce<Outcome>((outcome, ground) => higherOutcome(outcome, ground.outcome), 'no_concern_recorded')

/**
 * The outcome alone, without its explanation: what a list or a count needs.
 * @throws ScreeningRefused when the answers name a sign that this set version does not have
 */
export const decide = (set: IndicatorSet, answers: Answers): Outcome => highest(groundsOf(set, answers).grounds)

/**
 * What to do, and why. Pure; the same in browser and server.
 *
 * Holds for every set: one more sign never lowers the outcome; contextual signs alone never exceed `watch`; danger now
 * is `act_now`; whoever says so themselves, and a child (or somebody who may be one) who is alone, separated, with an
 * adult in doubt or shows any sign, is at least `refer`, contextual or not; an accompanied child without a sign does
 * not count. At least half of the first-view signs looked for in vain is `watch`: too little is known.
 *
 * @throws ScreeningRefused when the answers name a sign that this set version does not have
 * @example evaluate(set, { present: ['papers_held_by_other'], circumstances }).outcome // 'watch'
 */
export const evaluate = (set: IndicatorSet, answers: Answers): Evaluation => {
  const { grounds, present } = groundsOf(set, answers)
  const outcome = highest(grounds)
  const deciding = grounds.filter((ground) => compareOutcomes(ground.outcome, outcome) === 0)
  const signs = set.signs.filter((_, index) => present[index] === 1)
  const facts = circumstanceFacts(set, answers.circumstances)
  const reasons = minimalOf(deciding.flatMap((ground) => ground.reasons()))
  const isChild = answers.circumstances.childOrDoubt !== 'no'
  const routes = routesOf(grounds, outcome, isChild)
  return {
    outcome,
    ruleId: deciding[0]?.ruleId ?? 'base_nothing_recorded',
    ruleIds: deciding.map(({ ruleId }) => ruleId),
    signs: signs.map(({ id }) => id),
    minimalSets: reasons.map((reason) => ({
      circumstances: facts.filter(({ fact }) => (reason & fact) === fact).map(({ worded }) => worded),
      signs: set.signs.filter((_, index) => (reason & bit(index)) !== 0n).map(({ id }) => id),
    })),
    floor: highest(grounds.filter(({ isFloor }) => isFloor)),
    muted: signs.filter((sign) => sign.muted).map(({ id }) => id),
    nextSteps: nextSteps(signs, outcome, isChild),
    route: routes[0] ?? 'none',
    routes,
    setId: set.id,
    version: set.version,
    limits: LIMITS_MESSAGE,
  }
}
