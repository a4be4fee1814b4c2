import * as fc from 'fast-check'
import { expect } from 'vitest'
import { anyAnswers, calmAdult } from './arbitrary.ts'
import { decideByHand } from '../byHand.ts'
import { decide, evaluate } from '../evaluate.ts'
import { OUTCOMES, compareOutcomes, isAtLeast } from '../outcomes.ts'
import { ScreeningRefused } from '../refused.ts'
import type { Answers, IndicatorSet } from '../schema.ts'
import { LOWERING_REASONS } from '../vocabulary.ts'
import type { Circumstance } from '../vocabulary.ts'

/** What must hold for every set: checks that tests run over the sets we ship and over random ones. */
type Law = (set: IndicatorSet, numRuns: number) => void

const law =
  <Facts extends unknown[]>(propertyOf: (set: IndicatorSet) => fc.IPropertyWithHooks<Facts>): Law =>
  (set, numRuns) => {
    fc.assert(propertyOf(set), { numRuns })
  }

const active = (set: IndicatorSet): string[] =>
  set.signs.filter(({ status }) => status === 'active').map(({ id }) => id)

const withSign = (answers: Answers, sign: string): Answers => ({
  ...answers,
  present: [...new Set([...answers.present, sign])],
  notKnown: (answers.notKnown ?? []).filter((id) => id !== sign),
})

/** Adding a sign never lowers the outcome, whatever else is known. */
const addingNeverLowers = (set: IndicatorSet) =>
  fc.property(anyAnswers(set), fc.nat(), (answers, pick) => {
    const ids = active(set)
    const sign = ids[pick % Math.max(1, ids.length)]
    if (!sign) return
    expect(compareOutcomes(decide(set, withSign(answers, sign)), decide(set, answers))).toBeGreaterThanOrEqual(0)
  })

/** Contextual signs alone never exceed `watch` for an adult who did not say so and is in no danger. */
const contextualIsCapped = (set: IndicatorSet) =>
  fc.property(
    fc.subarray(set.signs.filter((s) => s.strength === 'contextual' && s.status === 'active').map(({ id }) => id)),
    (present) => {
      const outcome = decide(set, { present, circumstances: calmAdult })
      expect(outcome).toBe(present.length > 0 ? 'watch' : 'no_concern_recorded')
    },
  )

/** The floors, contextual or not: danger now, self-identification, and the two of a child. */
const floorsHold = (set: IndicatorSet) =>
  fc.property(anyAnswers(set), (answers) => {
    const { outcome, route, floor } = evaluate(set, answers)
    const { childOrDoubt, accompaniment, selfIdentified, dangerNow } = answers.circumstances
    const isChild = childOrDoubt !== 'no'
    const isInSafeCompany = accompaniment === 'accompanied' || accompaniment === 'na'
    if (dangerNow) expect(outcome).toBe('act_now')
    if (selfIdentified) expect(isAtLeast(floor, 'refer')).toBe(true)
    if (isChild && (!isInSafeCompany || answers.present.length > 0)) expect(isAtLeast(floor, 'refer')).toBe(true)
    expect(isAtLeast(outcome, floor)).toBe(true)
    if (isAtLeast(outcome, 'refer')) {
      const led = [set.route ?? 'nrm', ...set.rules.map((rule) => rule.route ?? set.route ?? 'nrm')]
      expect(isChild ? ['child_protection'] : led).toContain(route)
    }
  })

/** An accompanied child without a sign does not count. */
const accompaniedChildDoesNotCount = (set: IndicatorSet) =>
  fc.property(fc.constantFrom('yes' as const, 'doubt' as const), (childOrDoubt) => {
    const circumstances = { ...calmAdult, childOrDoubt, accompaniment: 'accompanied' as const }
    expect(evaluate(set, { present: [], circumstances })).toMatchObject({
      outcome: 'no_concern_recorded',
      route: 'none',
      minimalSets: [],
    })
  })

/** Nobody is made to question a child. */
const childIsNotAsked = (set: IndicatorSet) =>
  fc.property(anyAnswers(set), (answers) => {
    fc.pre(answers.circumstances.childOrDoubt !== 'no')
    const { nextSteps } = evaluate(set, answers)
    expect(nextSteps).not.toContain('ask_gently')
    expect(nextSteps).not.toContain('speak_alone')
  })

/** A doubt about age counts as a child: the same outcome, floor and route. */
const doubtCountsAsChild = (set: IndicatorSet) =>
  fc.property(anyAnswers(set), (answers) => {
    const as = (childOrDoubt: 'yes' | 'doubt') => {
      const circumstances = { ...answers.circumstances, childOrDoubt }
      const { outcome, floor, route, ruleIds, nextSteps } = evaluate(set, { ...answers, circumstances })
      return { outcome, floor, route, ruleIds, nextSteps }
    }
    expect(as('doubt')).toEqual(as('yes'))
  })

/** The two floors override the contextual cap: contextual signs beside self-identification, or of a child, are referred. */
const floorsOverrideTheCap = (set: IndicatorSet) =>
  fc.property(
    fc.subarray(set.signs.filter((s) => s.strength === 'contextual' && s.status === 'active').map(({ id }) => id)),
    (present) => {
      const of = (circumstances: Partial<Answers['circumstances']>) =>
        evaluate(set, { present, circumstances: { ...calmAdult, ...circumstances } })
      expect(isAtLeast(of({ selfIdentified: true }).outcome, 'refer')).toBe(true)
      for (const accompaniment of ['alone', 'separated', 'adult_in_doubt'] as const)
        expect(of({ childOrDoubt: 'doubt', accompaniment })).toMatchObject({
          route: 'child_protection',
          floor: 'refer',
        })
      if (present.length > 0)
        expect(of({ childOrDoubt: 'yes', accompaniment: 'accompanied' })).toMatchObject({
          outcome: 'refer',
          route: 'child_protection',
        })
    },
  )

/** By hand: raising needs no reason, lowering does, and no reason leads below the floor. */
const handsAreBound = (set: IndicatorSet) =>
  fc.property(
    anyAnswers(set),
    fc.constantFrom(...OUTCOMES),
    fc.constantFrom(...LOWERING_REASONS),
    (answers, to, reason) => {
      const given = evaluate(set, answers)
      if (compareOutcomes(to, given.outcome) >= 0) {
        expect(decideByHand(given, { to }).outcome).toBe(to)
        return
      }
      expect(() => decideByHand(given, { to })).toThrow(ScreeningRefused)
      if (isAtLeast(to, given.floor)) expect(decideByHand(given, { to, reason })).toMatchObject({ outcome: to, reason })
      else expect(() => decideByHand(given, { to, reason })).toThrow(expect.objectContaining({ code: 'below_floor' }))
    },
  )

/** One more sign adds a place to go to and takes none away, as long as there is a concern to take there. */
const routesOnlyGrow = (set: IndicatorSet) =>
  fc.property(anyAnswers(set), fc.nat(), (answers, pick) => {
    const ids = active(set)
    const sign = ids[pick % Math.max(1, ids.length)]
    const before = evaluate(set, answers)
    if (!sign || !isAtLeast(before.outcome, 'refer')) return
    const after = evaluate(set, withSign(answers, sign))
    for (const route of before.routes) expect(after.routes).toContain(route)
    expect(after.route).toBe(after.routes[0])
  })

/** More facts than this are not tried in every combination. */
const MOST_FACTS = 9

/**
 * The explanation is exactly what trying every subset of what was told finds: each listed set is enough, none can spare
 * a fact, and none is missing. Facts are the signs and the circumstances; each is taken away by answering as if it were not so.
 */
const explanationIsComplete = (set: IndicatorSet) =>
  fc.property(anyAnswers(set, 5), (answers) => {
    const { outcome, minimalSets } = evaluate(set, answers)
    const { childOrDoubt, accompaniment, selfIdentified, dangerNow } = answers.circumstances
    const isAlone = accompaniment === 'alone' || accompaniment === 'separated' || accompaniment === 'adult_in_doubt'
    const circumstances: Circumstance[] = [
      ...(dangerNow ? (['danger_now'] as const) : []),
      ...(selfIdentified ? (['self_identified'] as const) : []),
      ...(childOrDoubt === 'yes' ? (['child'] as const) : childOrDoubt === 'doubt' ? (['age_in_doubt'] as const) : []),
      ...(isAlone ? [accompaniment] : []),
      ...((answers.notKnown ?? []).length > 0 ? (['not_enough_information'] as const) : []),
    ]
    const facts = [...answers.present, ...circumstances]
    if (outcome === 'no_concern_recorded') {
      expect(minimalSets).toEqual([])
      return
    }
    fc.pre(facts.length <= MOST_FACTS)
    const told = (kept: readonly string[]): Answers => ({
      present: answers.present.filter((id) => kept.includes(id)),
      notKnown: kept.includes('not_enough_information') ? (answers.notKnown ?? []) : [],
      circumstances: {
        childOrDoubt: kept.includes('child') || kept.includes('age_in_doubt') ? childOrDoubt : 'no',
        accompaniment: isAlone && !kept.includes(accompaniment) ? 'na' : accompaniment,
        selfIdentified: kept.includes('self_identified'),
        dangerNow: kept.includes('danger_now'),
      },
    })
    const enough: string[][] = []
    for (let subset = 0; subset < 2 ** facts.length; subset++) {
      const kept = facts.filter((_, index) => subset & (1 << index))
      if (compareOutcomes(decide(set, told(kept)), outcome) >= 0) enough.push(kept)
    }
    const smallest = enough.filter(
      (one) => !enough.some((other) => other.length < one.length && other.every((fact) => one.includes(fact))),
    )
    const text = (sets: readonly (readonly string[])[]) => sets.map((one) => one.toSorted().join('+')).toSorted()
    expect(text(minimalSets.map(({ circumstances: around, signs }) => [...around, ...signs]))).toEqual(text(smallest))
  })

export const laws: Record<string, Law> = {
  'adding a sign never lowers the outcome': law(addingNeverLowers),
  'one more sign takes no place of help away': law(routesOnlyGrow),
  'contextual signs alone never exceed watch': law(contextualIsCapped),
  'the floors hold, and a child goes to child protection': law(floorsHold),
  'the floors override the contextual cap': law(floorsOverrideTheCap),
  'a doubt about age counts as a child': law(doubtCountsAsChild),
  'an accompanied child without a sign does not count': law(accompaniedChildDoesNotCount),
  'nobody is made to question a child': law(childIsNotAsked),
  'the explanation lists every smallest set that is enough, and no other': law(explanationIsComplete),
  'raising by hand never needs a reason, lowering always does': law(handsAreBound),
}
