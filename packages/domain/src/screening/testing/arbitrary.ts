import * as fc from 'fast-check'
import type { Answers, Condition, IndicatorSet } from '../schema.ts'

/** Random sets and answers for tests. */

const condition = (signIds: string[]): fc.Arbitrary<Condition> => {
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom(...signIds).map((sign) => ({ sign })),
      fc.record({
        atLeast: fc.integer({ min: 1, max: 3 }),
        of: fc.record(
          {
            signs: fc.subarray(signIds, { minLength: 1 }),
            strength: fc.subarray(['strong', 'medium', 'weak', 'contextual'] as const, { minLength: 1 }),
            dimension: fc.subarray(['act', 'means'] as const, { minLength: 1 }),
          },
          { requiredKeys: [] },
        ),
      }),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((allOf) => ({ allOf })),
    ),
  }))
  return tree
}

/** A small set with random rules, a later rule sometimes referring to the first. */
export const anySet: fc.Arbitrary<IndicatorSet> = fc
  .array(
    fc.record({
      strength: fc.constantFrom('strong' as const, 'medium' as const, 'weak' as const, 'contextual' as const),
      dimension: fc.constantFrom('act' as const, 'means' as const),
      status: fc.constantFrom('active' as const, 'active' as const, 'active' as const, 'retired' as const),
      firstView: fc.boolean(),
      isMuted: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 3, maxLength: 6 },
  )
  .chain((kinds) => {
    const ids = kinds.map((_, index) => `sign${index}`)
    const rule = fc.record({
      outcome: fc.constantFrom('watch' as const, 'refer' as const, 'act_now' as const),
      when: condition(ids),
      alsoFirst: fc.boolean(),
      route: fc.option(fc.constantFrom('nrm' as const, 'gbv_services' as const), { nil: undefined }),
    })
    return fc.array(rule, { minLength: 1, maxLength: 4 }).map((rules): IndicatorSet => ({
      id: 'random',
      version: '1.0.0',
      subject: 'adult',
      lifecycle: { state: 'proposed', effectiveFrom: null, replaces: null },
      sources: { ours: { title: 'Random', organisation: 'Nobody', year: null } },
      signs: kinds.map(({ isMuted, ...kind }, index) => ({
        ...kind,
        ...(isMuted ? { muted: true as const } : {}),
        id: `sign${index}`,
        howKnown: 'observed',
        source: ['ours'],
        askOrDoNext: 'ask_gently',
      })),
      rules: rules.map(({ outcome, when, alsoFirst, route }, index) => ({
        id: `rule${index}`,
        outcome,
        ...(route ? { route } : {}),
        when: alsoFirst && index > 0 ? { allOf: [{ rule: 'rule0' }, when] } : when,
      })),
    }))
  })

export const anyCircumstances: fc.Arbitrary<Answers['circumstances']> = fc.record({
  childOrDoubt: fc.constantFrom('yes', 'no', 'doubt'),
  accompaniment: fc.constantFrom('alone', 'separated', 'adult_in_doubt', 'accompanied', 'na'),
  selfIdentified: fc.boolean(),
  dangerNow: fc.boolean(),
})

/**
 * Random answers to a set: each active sign present, not known, or not looked for.
 * @param most how many signs may be present at once; any number when left out
 */
export const anyAnswers = (set: IndicatorSet, most = Infinity): fc.Arbitrary<Answers> => {
  const ids = set.signs.filter(({ status }) => status === 'active').map(({ id }) => id)
  return fc
    .tuple(
      fc.array(fc.constantFrom('present', 'not_known', 'absent', 'absent'), {
        minLength: ids.length,
        maxLength: ids.length,
      }),
      anyCircumstances,
      fc.shuffledSubarray(ids, { maxLength: Math.min(most, ids.length) }),
    )
    .map(([states, circumstances, few]) => ({
      present: ids.filter((id, index) =>
        most === Infinity ? states[index] === 'present' : few.includes(id) && states[index] !== 'not_known',
      ),
      notKnown: ids.filter((_, index) => states[index] === 'not_known'),
      circumstances,
    }))
}

/** An adult about whom nothing but signs is known. */
export const calmAdult: Answers['circumstances'] = {
  childOrDoubt: 'no',
  accompaniment: 'na',
  selfIdentified: false,
  dangerNow: false,
}
