import type { CountDefinition, DimensionId } from './definition.ts'
import { categoryOf, type Categories } from './dimensions.ts'
import type { CountedRecord, Fact } from './facts.ts'
import { boundsOf, type Period } from './period.ts'

/** One group of a count: the category in each dimension asked for, and how many. */
export type Group = { key: Partial<Record<DimensionId, string>>; count: number }

/** How many persons stand behind records that nobody linked: not fewer than `low`, not more than `high`. */
export type PersonRange = { low: number; high: number }

export type CountResult = { count: number; groups: Group[]; persons: PersonRange | null }

const dayOf = (fact: Fact, date: 'happened' | 'known'): string =>
  (date === 'known' ? fact.knownAt : fact.at).slice(0, 10)

/** The facts of a record that count in a period; the first of them decides the categories. */
const counting = (record: CountedRecord, definition: CountDefinition, from: string, to: string): readonly Fact[] => {
  const { fact, detail, rule } = definition.counts
  const day = (one: Fact): string => dayOf(one, definition.date)
  const fitting = record.facts
    .filter((one) => one.fact === fact && (!detail || (one.detail !== null && detail.includes(one.detail))))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : (a.detail ?? '') < (b.detail ?? '') ? -1 : 1))
  const within = (one: Fact): boolean => day(one) >= from && day(one) < to
  switch (rule) {
    case 'first':
      return fitting.slice(0, 1).filter(within)
    case 'each_period':
      return fitting.filter(within).slice(0, 1)
    case 'every':
      return fitting.filter(within)
    case 'during':
      return fitting
        .filter((one) => day(one) < to && (one.until === null || one.until.slice(0, 10) >= from))
        .slice(0, 1)
    case 'at_end':
      return fitting.filter((one) => day(one) < to && (one.until === null || one.until.slice(0, 10) >= to)).slice(0, 1)
  }
}

/**
 * Records nobody linked: each may be another person, or several of them one. Two records of differing sex or differing
 * citizenship are not one person's; beyond that nothing is claimed. A record without either could be anybody.
 */
export const personRange = (
  profiles: readonly { sex: string | null; citizenship: string | null; count: number }[],
): PersonRange => {
  const high = profiles.reduce((sum, one) => sum + one.count, 0)
  const sexes = new Set(profiles.flatMap(({ sex }) => (sex === null ? [] : [sex])))
  const certain = new Set(
    profiles.flatMap(({ sex, citizenship }) => (sex === null || citizenship === null ? [] : [`${sex} ${citizenship}`])),
  )
  const countries = new Set(profiles.flatMap(({ citizenship }) => (citizenship === null ? [] : [citizenship])))
  return { low: Math.min(high, Math.max(certain.size, sexes.size, countries.size, high > 0 ? 1 : 0)), high }
}

/**
 * Counts records by a definition: the meaning of every figure, in memory. The server counts in SQL and is tested against
 * this. The order of the records and of their facts does not matter.
 */
export const countRecords = (
  definition: CountDefinition,
  records: readonly CountedRecord[],
  period: Period,
  by: readonly DimensionId[],
  categories: Categories,
): CountResult => {
  const { from, to } = boundsOf(period)
  const groups = new Map<string, Group>()
  const profiles = new Map<string, { sex: string | null; citizenship: string | null; count: number }>()
  let count = 0
  for (const record of records) {
    for (const fact of counting(record, definition, from, to)) {
      const key = Object.fromEntries(
        by.map((dimension) => [
          dimension,
          categoryOf(dimension, { ...fact, profile: record.profile, source: record.source }, categories),
        ]),
      )
      const name = JSON.stringify(key)
      const group = groups.get(name) ?? { key, count: 0 }
      group.count += 1
      groups.set(name, group)
      count += 1
    }
    if (definition.duplicates === 'range') {
      const sex = record.profile.sex === 'NonSpecifiedUnknown' ? null : record.profile.sex
      const { citizenship } = record.profile
      const name = `${sex} ${citizenship}`
      const profile = profiles.get(name) ?? { sex, citizenship, count: 0 }
      profile.count += counting(record, definition, from, to).length
      if (profile.count > 0) profiles.set(name, profile)
    }
  }
  return {
    count,
    groups: [...groups.values()],
    persons: definition.duplicates === 'range' ? personRange([...profiles.values()]) : null,
  }
}
