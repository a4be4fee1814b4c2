import type { AgeBand } from '../case/vocabulary.ts'
import { isChild } from '../case/vocabulary.ts'
import type { DimensionId, Grouping } from './definition.ts'
import type { Fact, Profile } from './facts.ts'

/** Not recorded. Never the same as "no" or as zero. */
export const UNKNOWN = 'unknown'
/** A margin: everything together. Release tables say it so as well. */
export const TOTAL = 'Total'

/** A doubt about age counts as a child (CETS 197 Article 10). No age at all is no doubt: it is not known. */
export const ageGroupOf = (band: AgeBand | null): 'child' | 'adult' | typeof UNKNOWN =>
  band === null ? UNKNOWN : isChild(band) ? 'child' : 'adult'

export type Counting = Pick<Fact, 'detail' | 'country'> & { profile: Profile; source: string }

/** What a dimension is made from, before anything is gathered into groups. */
const rawOf = (dimension: DimensionId, { profile, detail, country, source }: Counting): readonly (string | null)[] => {
  switch (dimension) {
    case 'sex':
      return [profile.sex === 'NonSpecifiedUnknown' ? null : profile.sex]
    case 'age_group':
      return [ageGroupOf(profile.ageBand)]
    case 'age_band':
      return [profile.ageBand]
    case 'citizenship':
    case 'citizenship_group':
      return [profile.citizenship]
    case 'form':
      return profile.forms
    case 'exploited_in':
      return [profile.exploitedIn]
    case 'place':
      return [profile.place]
    case 'area':
      return [profile.area]
    case 'detector':
      return [profile.detector]
    case 'unit':
      return [profile.unit]
    case 'detail':
      return [detail]
    case 'country':
      return [country]
    case 'source':
      return [source]
  }
}

export type Categories = {
  groupings: readonly Grouping[]
  /** The reporting country: whose citizens are nationals. */
  country: string
}

/**
 * The one category of a dimension that a fact counts in. Every fact has exactly one, so that categories add up to the
 * total; a person exploited in several forms is `several`, not counted twice.
 */
export const categoryOf = (dimension: DimensionId, counting: Counting, { groupings, country }: Categories): string => {
  const raw = rawOf(dimension, counting).filter((value) => value !== null && value !== '')
  if (raw.length === 0) return UNKNOWN
  const grouping = groupings.find((one) => one.dimension === dimension)
  const named = new Set(
    raw.map((value) => {
      const asked = dimension === 'citizenship_group' && value === country ? 'national' : value
      if (asked === 'national') return asked
      if (!grouping) return asked ?? UNKNOWN
      const found = Object.entries(grouping.groups).find(([, codes]) => codes.includes(asked ?? ''))
      return found?.[0] ?? grouping.others ?? asked ?? UNKNOWN
    }),
  )
  const [only = UNKNOWN] = named
  return named.size === 1 ? only : (grouping?.several ?? 'several')
}
