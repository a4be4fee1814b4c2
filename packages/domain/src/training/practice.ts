import { evaluate } from '../screening/evaluate.ts'
import type { Evaluation } from '../screening/evaluate.ts'
import { compareOutcomes, isAtLeast } from '../screening/outcomes.ts'
import type { Outcome } from '../screening/outcomes.ts'
import type { IndicatorSet, SignId } from '../screening/schema.ts'
import type { Course, PracticePage } from './schema.ts'

export const practicesOf = (course: Pick<Course, 'pages'>): PracticePage[] =>
  course.pages.filter((page) => page.kind === 'practice')

/** What the rules say of the invented person: the same engine as in a real screening. */
export const answerOf = (set: IndicatorSet, page: PracticePage): Evaluation =>
  evaluate(set, { present: page.present, circumstances: page.circumstances })

/** How somebody's choice stands to it. Doing more than the rules ask is always theirs to decide. */
export interface Judged {
  readonly evaluation: Evaluation
  readonly choice: 'same' | 'more' | 'less'
  /** Signs the story holds and that were not marked. */
  readonly missed: readonly SignId[]
  /** Signs that were marked and that the story does not hold. */
  readonly added: readonly SignId[]
}

export const judgePractice = (
  set: IndicatorSet,
  page: PracticePage,
  { marked, chosen }: { marked: readonly SignId[]; chosen: Outcome },
): Judged => {
  const evaluation = answerOf(set, page)
  const difference = compareOutcomes(chosen, evaluation.outcome)
  return {
    evaluation,
    choice: difference === 0 ? 'same' : difference > 0 ? 'more' : 'less',
    missed: page.present.filter((sign) => !marked.includes(sign)),
    added: marked.filter((sign) => !page.present.includes(sign)),
  }
}

/** Whether a case is done: what was chosen is at least what the rules ask for. */
export const isPractised = (set: IndicatorSet, page: PracticePage, chosen: Outcome | undefined): boolean =>
  chosen !== undefined && isAtLeast(chosen, answerOf(set, page).outcome)
