import * as fc from 'fast-check'
import { expect } from 'vitest'
import { anyAnswers, calmAdult } from './arbitrary.ts'
import { decide, evaluate } from '../evaluate.ts'
import { compareOutcomes, isAtLeast } from '../outcomes.ts'
import type { Answers, IndicatorSet } from '../schema.ts'

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
    if (isAtLeast(outcome, 'refer')) expect(route).toBe(isChild ? 'child_protection' : 'nrm')
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

/**
 * Each explanation is enough by itself, and needs every fact in it. Facts are put back as answers one by one; the
 * floors' two-fact reason (a child, in unsafe company) is tried by taking either away.
 */
const reasonsAreMinimal = (set: IndicatorSet) =>
  fc.property(anyAnswers(set), (answers) => {
    const { outcome, minimalSets } = evaluate(set, answers)
    const rebuild = (signs: readonly string[], facts: readonly string[]): Answers => ({
      present: [...signs],
      notKnown: facts.includes('not_enough_information')
        ? (answers.notKnown ?? []).filter((id) => !signs.includes(id))
        : [],
      circumstances: {
        childOrDoubt: facts.includes('child') ? 'yes' : facts.includes('age_in_doubt') ? 'doubt' : 'no',
        accompaniment: (['alone', 'separated', 'adult_in_doubt'] as const).find((fact) => facts.includes(fact)) ?? 'na',
        selfIdentified: facts.includes('self_identified'),
        dangerNow: facts.includes('danger_now'),
      },
    })
    for (const { signs, circumstances } of minimalSets) {
      expect(decide(set, rebuild(signs, circumstances))).toBe(outcome)
      for (const without of signs)
        expect(
          compareOutcomes(
            decide(
              set,
              rebuild(
                signs.filter((id) => id !== without),
                circumstances,
              ),
            ),
            outcome,
          ),
        ).toBeLessThan(0)
      for (const without of circumstances)
        expect(
          compareOutcomes(
            decide(
              set,
              rebuild(
                signs,
                circumstances.filter((fact) => fact !== without),
              ),
            ),
            outcome,
          ),
        ).toBeLessThan(0)
    }
    if (outcome !== 'no_concern_recorded') expect(minimalSets.length).toBeGreaterThan(0)
  })

export const laws: Record<string, Law> = {
  'adding a sign never lowers the outcome': law(addingNeverLowers),
  'contextual signs alone never exceed watch': law(contextualIsCapped),
  'the floors hold, and a child goes to child protection': law(floorsHold),
  'an accompanied child without a sign does not count': law(accompaniedChildDoesNotCount),
  'nobody is made to question a child': law(childIsNotAsked),
  'each explanation is enough and needs every fact in it': law(reasonsAreMinimal),
}
