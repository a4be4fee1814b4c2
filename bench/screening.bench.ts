import { readFileSync, readdirSync } from 'node:fs'
import { decide, evaluate } from '@ariadne/domain/screening'
import type { Answers, IndicatorSet } from '@ariadne/domain/screening'
import { IndicatorSet as SetShape } from '@ariadne/domain/screening/definitions'
import { parse } from 'yaml'
import { pathsOf } from '../apps/server/src/intake/xlsform/form.ts'
import { formAnswers, formOf, signName } from '../apps/server/src/intake/xlsform/fromSet.ts'
import { stateOf } from '../apps/server/src/intake/xlsform/relevance.ts'
import { xformOf } from '../apps/server/src/intake/xlsform/xform.ts'
import { loadXForm } from '../tests/support/xformsEngine.ts'

export const name = 'screening'

const ROUNDS = 20
/** Screenings filled in with the other engine: it is slow enough for few to do. */
const FORMS = 40
const LANGUAGES = ['en', 'sq', 'mk', 'sr', 'ar']
const content = new URL('../content/', import.meta.url)

const read = (path: string): string => readFileSync(new URL(path, content), 'utf8')
const wordsAt = (path: string) =>
  Object.fromEntries(
    LANGUAGES.map((language) => [language, JSON.parse(read(`${path}/${language}.json`)) as Record<string, unknown>]),
  )

/** Answers with every nth sign present, a different few each time: what a busy registration desk enters. */
const someAnswers = (set: IndicatorSet): Answers[] =>
  Array.from({ length: 997 }, (_, turn) => ({
    present: set.signs.filter((__, index) => (index * 31 + turn * 17) % 13 === 0).map(({ id }) => id),
    circumstances: { childOrDoubt: 'no', accompaniment: 'na', selfIdentified: false, dangerNow: false },
  }))

const perSecond = (answers: Answers[], act: (answers: Answers) => unknown): number => {
  answers.forEach(act)
  const start = performance.now()
  for (let round = 0; round < ROUNDS; round++) answers.forEach(act)
  return (ROUNDS * answers.length * 1000) / (performance.now() - start)
}

/**
 * The same set as a form in the engine of ODK Web Forms: each screening's answers are entered where they differ from the
 * one before, and its outcome read. Loading the form is not counted.
 */
const withXForms = async (id: string, set: IndicatorSet, answers: readonly Answers[]) => {
  const form = formOf({ set, texts: wordsAt(`indicator-sets/${id}/1.0.0`) }, wordsAt('catalogues/codes'))
  const engine = await loadXForm(xformOf(form))
  const paths = pathsOf(form)
  const questions = ['age', 'company', 'self_identified', 'danger_now', ...set.signs.map((sign) => signName(sign.id))]
  const before: Record<string, string> = {}
  const outcomes: unknown[] = []
  const fill = (one: Answers): void => {
    const given = formAnswers(set, one)
    for (const question of questions) {
      const value = given[question] ?? ''
      const path = paths.get(question)
      if (path === undefined || (before[question] ?? '') === value) continue
      engine.answer(path, value)
      before[question] = value
    }
    outcomes.push(engine.nodes.get('/data/outcome')?.currentState.value)
  }
  answers.slice(0, 3).forEach(fill)
  outcomes.length = 0
  const start = performance.now()
  answers.forEach(fill)
  const rate = (answers.length * 1000) / (performance.now() - start)
  const given = answers.map((one) => formAnswers(set, one))
  given.forEach((one) => stateOf(form, one))
  const again = performance.now()
  for (let round = 0; round < ROUNDS; round++) given.forEach((one) => stateOf(form, one))
  const ours = (ROUNDS * given.length * 1000) / (performance.now() - again)
  return { rate, ours, outcomes }
}

/** Evaluations a second on one core: the outcome alone, with the whole explanation, and against XForms on the same form. */
export async function* run() {
  const ids = readdirSync(new URL('indicator-sets/', content), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map((one) => one.name)
  const sets = ids.map((id) => ({ id, set: SetShape.parse(parse(read(`indicator-sets/${id}/1.0.0/set.yaml`))) }))
  for (const { id, set } of sets) {
    const answers = someAnswers(set)
    yield {
      figure: `screening.evaluate.${id}`,
      value: perSecond(answers, (one) => evaluate(set, one)),
      unit: 'per second',
    }
    yield { figure: `screening.decide.${id}`, value: perSecond(answers, (one) => decide(set, one)), unit: 'per second' }
  }
  for (const { id, set } of sets.filter((one) => ['adult-mixed-flows', 'child-alone-or-separated'].includes(one.id))) {
    const answers = someAnswers(set).slice(0, FORMS)
    const { rate, ours: sameForm, outcomes } = await withXForms(id, set, answers)
    const ours = answers.map((one) => decide(set, one))
    if (outcomes.some((outcome, at) => outcome !== ours[at])) throw new Error(`${id}: the two engines disagree.`)
    yield {
      figure: `screening.xforms.${id}`,
      value: rate,
      unit: 'per second',
      note: '@getodk/xforms-engine, same form',
    }
    yield {
      figure: `screening.same-form.${id}`,
      value: sameForm / rate,
      unit: 'times as many, our reading of the same form',
      target: { atLeast: 1 },
    }
    yield {
      figure: `screening.against-xforms.${id}`,
      value: perSecond(answers, (one) => evaluate(set, one)) / rate,
      unit: 'times as many, explained',
      target: { atLeast: 10 },
    }
  }
}
