import { problem } from './problem.ts'
import type { SetProblem } from './problem.ts'
import type { IndicatorSet, Sign } from './schema.ts'

export const FIRST_VIEW_MOST = 8

const oneSign = (set: IndicatorSet, sign: Sign, at: number): SetProblem[] => {
  const found: SetProblem[] = []
  const path = ['signs', at]
  if (set.signs.findIndex(({ id }) => id === sign.id) < at)
    found.push(
      problem('duplicate_sign', [...path, 'id'], sign.id, `a sign "${sign.id}" is there already`, 'give it another id'),
    )
  if (sign.source.length === 0)
    found.push(
      problem(
        'sign_without_source',
        [...path, 'source'],
        sign.id,
        `"${sign.id}" names no source`,
        'name a key of sources',
      ),
    )
  for (const [index, source] of sign.source.entries())
    if (!Object.hasOwn(set.sources, source))
      found.push(
        problem(
          'unknown_source',
          [...path, 'source', index],
          source,
          `"${sign.id}" names the source "${source}", which is not among sources`,
          `add "${source}" to sources, or name one of: ${Object.keys(set.sources).join(', ')}`,
        ),
      )
  if (set.subject !== 'adult' && sign.howKnown === 'asked_privately')
    found.push(
      problem(
        'child_asked',
        [...path, 'howKnown'],
        sign.id,
        `"${sign.id}" could have a child asked`,
        'use observed, said (unprompted) or learned (papers, others), or drop the sign',
      ),
    )
  return [...found, ...mapsToProblems(set.signs, sign, path)]
}

/** Where a sign says that it is a kind of another one: there is such a sign, and no chain or circle begins there. */
const mapsToProblems = (signs: readonly Sign[], sign: Sign, path: readonly (string | number)[]): SetProblem[] => {
  if (!sign.mapsTo) return []
  const at = [...path, 'mapsTo']
  const way = [sign.id]
  for (let next: Sign | undefined = sign; next?.mapsTo;) {
    const { mapsTo }: Sign = next
    if (way.includes(mapsTo))
      return [
        problem(
          'mapping_cycle',
          at,
          [...way, mapsTo].join(' > '),
          `signs map in a circle: ${[...way, mapsTo].join(' > ')}`,
          'let one of them map to a regional sign, or to null',
        ),
      ]
    way.push(mapsTo)
    next = signs.find(({ id }) => id === mapsTo)
    if (!next)
      return way.length > 2
        ? []
        : [
            problem(
              'unknown_sign',
              at,
              mapsTo,
              `"${sign.id}" maps to "${mapsTo}", which the set does not have`,
              'name a regional sign, or write null when there is none',
            ),
          ]
  }
  if (way.length > 2)
    return [
      problem(
        'mapping_chain',
        at,
        way.join(' > '),
        `"${sign.id}" maps to a sign that maps on: ${way.join(' > ')}`,
        `write mapsTo: ${way.at(-1) ?? ''}`,
      ),
    ]
  return []
}

/** Signs: ids, sources, notes, and how many stand on the first view. */
export const signProblems = (set: IndicatorSet): SetProblem[] => {
  const found = set.signs.flatMap((sign, at) => oneSign(set, sign, at))
  const firstView = set.signs.flatMap((sign, at) => (sign.firstView && sign.status === 'active' ? [at] : []))
  if (firstView.length === 0)
    found.push(
      problem(
        'first_view_empty',
        ['signs'],
        '',
        'no active sign is on the first view',
        'set firstView: true on one to eight',
      ),
    )
  const ninth = firstView[FIRST_VIEW_MOST]
  if (ninth !== undefined)
    found.push(
      problem(
        'first_view_too_long',
        ['signs', ninth, 'firstView'],
        String(firstView.length),
        `${firstView.length} signs are on the first view, at most ${FIRST_VIEW_MOST} are read`,
        `take firstView from ${firstView.length - FIRST_VIEW_MOST} of them`,
      ),
    )
  return found
}
