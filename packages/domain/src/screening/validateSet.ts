import { lifecycleProblems, mappingProblems } from './validateLife.ts'
import { signProblems } from './validateSigns.ts'
import { reachProblems, referenceProblems, routeProblems } from './validateRules.ts'
import { textProblems } from './validateTexts.ts'
import type { SetTexts } from './validateTexts.ts'
import type { SetProblem } from './problem.ts'
import type { IndicatorSet } from './schema.ts'

export type { SetProblem } from './problem.ts'
export type { SetTexts } from './validateTexts.ts'

/** At 3 a.m. a first view of more than eight signs is not read. */
export { FIRST_VIEW_MOST } from './validateSigns.ts'

/**
 * Everything that is wrong with a set and its texts, each with its place and a remedy; empty when it may be used.
 * What rules can reach is looked at only once every name is known and used once, and no rules run in a circle.
 *
 * @param texts the set's own texts, by language; leave out to look at the set alone
 * @param languages those the texts must be complete in
 */
export const validateSet = (
  set: IndicatorSet,
  texts?: SetTexts,
  languages: readonly string[] = ['en', 'sq', 'mk', 'sr', 'ar'],
): SetProblem[] => {
  const signs = signProblems(set)
  const references = referenceProblems(set)
  const isSound = references.length === 0 && !signs.some(({ code }) => code === 'duplicate_sign')
  return [
    ...signs,
    ...references,
    ...routeProblems(set),
    ...mappingProblems(set),
    ...lifecycleProblems(set),
    ...(isSound ? reachProblems(set) : []),
    ...(texts ? textProblems(set, texts, languages) : []),
  ]
}
