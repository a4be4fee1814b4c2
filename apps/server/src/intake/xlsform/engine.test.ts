import { readFileSync, readdirSync } from 'node:fs'
import { evaluate } from '@ariadne/domain/screening'
import type { Answers, IndicatorSet } from '@ariadne/domain/screening'
import { IndicatorSet as SetShape } from '@ariadne/domain/screening/definitions'
import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadXForm } from '../../../../../tests/support/xformsEngine.ts'
import type { LoadedForm } from '../../../../../tests/support/xformsEngine.ts'
import { pathsOf, questionsOf } from './form.ts'
import { formAnswers, formOf, signName } from './fromSet.ts'
import { stateOf } from './relevance.ts'
import { xformOf } from './xform.ts'

// What leaves as a form is filled in with the engine that other teams use: it must ask the same questions as ours, and
// come to the same result as the set itself.

const root = new URL('../../../../../content/', import.meta.url)
const LANGUAGES = ['en', 'sq', 'mk', 'sr', 'ar']
const json = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Record<string, unknown>
const wordsAt = (path: string) =>
  Object.fromEntries(LANGUAGES.map((language) => [language, json(`${path}/${language}.json`)]))

const sets = readdirSync(new URL('indicator-sets/', root), { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => {
    const place = `indicator-sets/${name}/1.0.0`
    const set = SetShape.parse(parse(readFileSync(new URL(`${place}/set.yaml`, root), 'utf8')))
    return { name, set, texts: wordsAt(place) }
  })
const catalogues = wordsAt('catalogues/codes')

const anyAnswers = (set: IndicatorSet): fc.Arbitrary<Answers> =>
  fc
    .record({
      present: fc.subarray(set.signs.filter(({ status }) => status === 'active').map(({ id }) => id)),
      notKnown: fc.subarray(set.signs.filter((sign) => sign.firstView).map(({ id }) => id)),
      circumstances: fc.record({
        childOrDoubt: fc.constantFrom('yes', 'no', 'no', 'doubt'),
        accompaniment: fc.constantFrom('alone', 'separated', 'adult_in_doubt', 'accompanied'),
        selfIdentified: fc.constantFrom(false, false, true),
        dangerNow: fc.constantFrom(false, false, false, true),
      }),
    })
    .chain((answers) =>
      // Few signs far more often than many: that is where rules begin to hold.
      fc.integer({ min: 0, max: answers.present.length }).map((keep) => {
        const present = answers.present.slice(0, keep % 5)
        return { ...answers, present, notKnown: answers.notKnown.filter((id) => !present.includes(id)) }
      }),
    )

/** Answers without those to questions the form does not ask: nobody asks a child. */
const asked = (set: IndicatorSet, answers: Answers): Answers => {
  if (answers.circumstances.childOrDoubt === 'no') return answers
  const isAsked = (id: string) => set.signs.find((sign) => sign.id === id)?.howKnown !== 'asked_privately'
  return { ...answers, present: answers.present.filter(isAsked), notKnown: (answers.notKnown ?? []).filter(isAsked) }
}

test.each(sets)(
  '$name: our own reading of the exported form comes to the outcome and routes of the set',
  ({ set, texts }) => {
    const form = formOf({ set, texts }, catalogues)
    fc.assert(
      fc.property(anyAnswers(set), (answers) => {
        const { relevant, values } = stateOf(form, formAnswers(set, answers))
        const { outcome, routes } = evaluate(set, asked(set, answers))
        expect(values['outcome']).toBe(outcome)
        for (const one of ['act_now', 'refer', 'watch', 'no_concern_recorded'] as const)
          expect(relevant[`do_${one}`]).toBe(one === outcome)
        const shown = Object.keys(relevant).filter((name) => name.startsWith('to_') && relevant[name])
        expect(shown.toSorted()).toEqual(
          routes
            .filter((route) => route !== 'help_card' && route !== 'none')
            .map((route) => `to_${route}`)
            .toSorted(),
        )
        for (const { id, howKnown, status } of set.signs)
          if (status === 'active')
            expect(relevant[signName(id)]).toBe(
              howKnown !== 'asked_privately' || answers.circumstances.childOrDoubt === 'no',
            )
      }),
      { numRuns: 60 },
    )
  },
)

let loaded: { name: string; set: IndicatorSet; form: ReturnType<typeof formOf>; inEngine: LoadedForm }[]
beforeAll(async () => {
  loaded = await Promise.all(
    sets.map(async ({ name, set, texts }) => {
      const form = formOf({ set, texts }, catalogues)
      return { name, set, form, inEngine: await loadXForm(xformOf(form)) }
    }),
  )
}, 60_000)

test.each(sets.map(({ name }) => name))(
  '%s loads in the engine of ODK Web Forms, and asks what we ask, for the same answers',
  (wanted) => {
    const one = loaded.find(({ name }) => name === wanted)
    if (!one) throw new Error(`${wanted} is not there`)
    const { set, form, inEngine } = one
    const paths = pathsOf(form)
    const before: Record<string, string> = {}
    fc.assert(
      fc.property(anyAnswers(set), (answers) => {
        const given = formAnswers(set, answers)
        // Only what changed is answered anew, as somebody with a form in hand would.
        for (const { question } of questionsOf(form.children)) {
          const value = given[question.name] ?? ''
          if (question.type !== 'select_one' || (before[question.name] ?? '') === value) continue
          inEngine.answer(paths.get(question.name) ?? '', value)
          before[question.name] = value
        }
        const { relevant, values } = stateOf(form, given)
        const theirs = Object.fromEntries(
          Object.keys(relevant).map((name) => [name, inEngine.nodes.get(paths.get(name) ?? '')?.currentState.relevant]),
        )
        expect(theirs).toEqual(relevant)
        expect(inEngine.nodes.get('/data/outcome')?.currentState.value).toBe(values['outcome'])
      }),
      { numRuns: 12 },
    )
  },
)

test('the engine speaks every language of the set', () => {
  const [one] = loaded
  if (!one) throw new Error('No form was loaded.')
  expect(one.inEngine.languages()).toEqual(
    LANGUAGES.toSorted((a, b) => (a === 'en' ? -1 : b === 'en' ? 1 : a < b ? -1 : 1)),
  )
  const labels = LANGUAGES.map((language) => {
    one.inEngine.speak(language)
    return one.inEngine.nodes.get('/data/facts/age')?.currentState.label?.asString
  })
  expect(new Set(labels).size).toBe(LANGUAGES.length)
  expect(labels).toContain('A është personi fëmijë?')
})
