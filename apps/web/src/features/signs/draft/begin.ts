import { type IndicatorSet, compareVersions } from '@ariadne/domain/screening'
import type { SetContent } from '../../../lib/content/bundle.ts'
import type { Working } from '../../../lib/content/working.ts'

const number = (version: string): number[] => version.split('.').map(Number)

/** The next minor version after the newest there is: `1.4.2` gives `1.5.0`. */
const nextVersion = (versions: readonly string[]): string => {
  const [major = 1, minor = 0] = number(versions.toSorted(compareVersions).at(-1) ?? '0.9.0')
  return `${major}.${minor + 1}.0`
}

const isRegional = ({ set }: SetContent): boolean => !set.version.includes('+')

/** A new version of a set that exists: everything as it was, until somebody changes it. */
export const newVersionOf = ({ set, texts }: SetContent, sets: readonly SetContent[]): Working => {
  const { mapping: _, ...rest } = set
  return {
    kind: 'set',
    revision: 0,
    definition: {
      ...rest,
      version: nextVersion(
        sets.filter((one) => isRegional(one) && one.set.id === set.id).map((one) => one.set.version),
      ),
      lifecycle: { state: 'proposed', effectiveFrom: null, replaces: set.version },
    },
    texts,
  }
}

/** What a country lays over a version: nothing yet. Overlays over the same version are counted. */
export const newOverlayOver = ({ set }: SetContent, sets: readonly SetContent[], country: string): Working => {
  const numbers = sets.flatMap((one) => {
    const [, at] = one.set.version.split(`${set.version}+${country.toLowerCase()}.`)
    return one.set.id === set.id && at ? [Number(at)] : []
  })
  return {
    kind: 'overlay',
    revision: 0,
    definition: {
      country,
      set: set.id,
      over: set.version,
      number: Math.max(0, ...numbers) + 1,
      lifecycle: { state: 'proposed', effectiveFrom: null },
      sources: {},
      add: [],
      reword: [],
      mute: [],
    },
    texts: {},
  }
}

/** A country's own sets begin with its letters, so that they are never taken for the region's; the server holds the same. */
export const ownPrefix = (country: string): string => `${country.toLowerCase()}-`

/** A set from nothing: its name and whom it is about. It is wrong until it has signs, rules and words. */
export const newSet = (id: string, subject: IndicatorSet['subject']): Working => ({
  kind: 'set',
  revision: 0,
  definition: {
    id,
    version: '1.0.0',
    subject,
    lifecycle: { state: 'proposed', effectiveFrom: null, replaces: null },
    sources: {},
    signs: [],
    rules: [],
  },
  texts: {},
})

export const regionalSets = (sets: readonly SetContent[]): SetContent[] => sets.filter(isRegional)
