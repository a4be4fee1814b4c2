import { readingOf } from './mapAnswers.ts'
import { problem } from './problem.ts'
import type { SetProblem } from './problem.ts'
import type { IndicatorSet, SignMapping } from './schema.ts'
import { compareVersions } from './version.ts'

const targetsOf = (one: SignMapping): readonly (readonly [path: readonly (string | number)[], id: string])[] => {
  if (one.how === 'gone') return []
  return one.how === 'split' ? one.to.map((id, at) => [['to', at], id] as const) : [[['to'], one.to] as const]
}

/** A mapping looked at by itself: the signs it leads to are there, each old sign is named once. */
export const mappingProblems = (set: IndicatorSet): SetProblem[] => {
  const { mapping } = set
  if (!mapping) return []
  const found: SetProblem[] = []
  if (set.lifecycle.replaces === null)
    found.push(
      problem(
        'mapping_without_replaces',
        ['mapping'],
        '',
        'a mapping from which version is not said',
        'name the version before in lifecycle.replaces, or take the mapping out',
      ),
    )
  for (const [at, one] of mapping.entries()) {
    const path = ['mapping', at]
    if (mapping.findIndex(({ from }) => from === one.from) < at)
      found.push(
        problem(
          'duplicate_mapping',
          [...path, 'from'],
          one.from,
          `"${one.from}" is mapped twice`,
          'keep one of the two lines',
        ),
      )
    if (one.how === 'merged' && mapping.filter((other) => other.how === 'merged' && other.to === one.to).length < 2)
      found.push(
        problem(
          'merged_alone',
          path,
          one.from,
          `only "${one.from}" went into "${one.to}"`,
          'write how: same, or add the other signs that went into it',
        ),
      )
    for (const [where, id] of targetsOf(one)) {
      const sign = set.signs.find((other) => other.id === id)
      if (!sign)
        found.push(
          problem('unknown_sign', [...path, ...where], id, `no sign is called "${id}"`, 'name a sign of this version'),
        )
      else if (sign.status === 'retired')
        found.push(
          problem('retired_sign', [...path, ...where], id, `"${id}" is retired and never counts`, 'write how: gone'),
        )
    }
  }
  return found
}

/** An approved version says from which day; before that nobody can know when it counts. */
export const lifecycleProblems = ({ lifecycle, version }: IndicatorSet): SetProblem[] => {
  const found: SetProblem[] = []
  if (lifecycle.state === 'approved' && lifecycle.effectiveFrom === null)
    found.push(
      problem(
        'no_effective_day',
        ['lifecycle', 'effectiveFrom'],
        '',
        'approved, and from when is not said',
        'write the day it takes effect, like 2027-01-15',
      ),
    )
  if (lifecycle.replaces !== null && compareVersions(lifecycle.replaces, version) >= 0)
    found.push(
      problem(
        'version_cycle',
        ['lifecycle', 'replaces'],
        lifecycle.replaces,
        `${version} cannot replace ${lifecycle.replaces}, which is not older`,
        'name an older version, or give this one a higher number',
      ),
    )
  return found
}

export interface FamilyProblem extends SetProblem {
  readonly set: string
  readonly version: string
}

/** What is wrong between the versions of sets: versions that are not there, circles, and signs that lead nowhere. */
export const familyProblems = (sets: readonly IndicatorSet[]): FamilyProblem[] =>
  sets.flatMap((set) => {
    const { replaces } = set.lifecycle
    const at = (found: SetProblem): FamilyProblem => ({ ...found, set: set.id, version: set.version })
    const twin = sets.find((other) => other.id === set.id && other.version === set.version)
    if (twin !== set)
      return [
        at(
          problem(
            'version_twice',
            ['version'],
            `${set.id}@${set.version}`,
            `${set.id}@${set.version} is there twice`,
            'give it another number',
          ),
        ),
      ]
    if (replaces === null) return []
    const before = sets.find((other) => other.id === set.id && other.version === replaces)
    if (!before)
      return [
        at(
          problem(
            'unknown_version',
            ['lifecycle', 'replaces'],
            `${set.id}@${replaces}`,
            `there is no ${set.id}@${replaces}`,
            `name one of: ${sets.flatMap((other) => (other.id === set.id && other !== set ? [other.version] : [])).join(', ') || 'null, since there is no other version'}`,
          ),
        ),
      ]
    const { mapping } = set
    if (!mapping) return []
    const strangers = mapping.flatMap((one, index) =>
      before.signs.some(({ id }) => id === one.from)
        ? []
        : [
            at(
              problem(
                'unknown_sign',
                ['mapping', index, 'from'],
                one.from,
                `${replaces} has no sign "${one.from}"`,
                `name a sign of ${set.id}@${replaces}`,
              ),
            ),
          ],
    )
    const left = before.signs
      .filter(({ id, status }) => status === 'active' && readingOf(id, before, set) === undefined)
      .map(({ id }) =>
        at(
          problem(
            'unmapped_sign',
            ['mapping'],
            id,
            `"${id}" of ${replaces} leads nowhere`,
            `add { from: ${id}, how: same|split|merged|gone }`,
          ),
        ),
      )
    return [...strangers, ...left]
  })
