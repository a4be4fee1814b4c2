import { readFileSync } from 'node:fs'
import { decide, evaluate } from '@ariadne/domain/screening'
import type { Answers } from '@ariadne/domain/screening'
import { IndicatorSet } from '@ariadne/domain/screening/definitions'
import { parse } from 'yaml'

export const name = 'screening'

const ROUNDS = 20

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
  return Math.round((ROUNDS * answers.length * 1000) / (performance.now() - start))
}

/** Evaluations a second on one core: with the whole explanation, and the outcome alone. */
export async function* run() {
  for (const id of ['adult-mixed-flows', 'child-alone-or-separated']) {
    const file = new URL(`../content/indicator-sets/${id}/1.0.0/set.yaml`, import.meta.url)
    const set = IndicatorSet.parse(parse(readFileSync(file, 'utf8')))
    const answers = someAnswers(set)
    yield {
      figure: `screening.evaluate.${id}`,
      value: perSecond(answers, (one) => evaluate(set, one)),
      unit: 'per second',
    }
    yield { figure: `screening.decide.${id}`, value: perSecond(answers, (one) => decide(set, one)), unit: 'per second' }
  }
}
