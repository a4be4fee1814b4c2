import { boundsOf, categoryOf, UNKNOWN } from '@ariadne/domain/statistics'
import type { CountDefinition, CountedGroup, Period } from '@ariadne/domain/statistics'
import { Problem } from '../../platform/problem.ts'
import { countGroups, countSeries, countWholes } from '../count/groups.ts'
import type { Reading } from '../figures.ts'
import { pastOf } from '../published/past.ts'
import { findRecorded, isCovered } from './recorded.ts'
import { isPartOf, safelyTold } from './safe.ts'
import type { Told, YearCount } from './safe.ts'

/** @throws {Problem} 403 where small periods side by side would take a year apart */
export const needYear = (period: Period): void => {
  if (!/^\d{4}$/u.test(period))
    throw new Problem({
      status: 403,
      code: 'not_safe',
      title: 'Only whole years are told here.',
      remedy: 'Ask for a year, such as 2025.',
    })
}

/** How many, by part of the country: every part there is, and what is not known. */
export const countAreas = async (
  reading: Reading,
  definition: CountDefinition,
  period: Period,
): Promise<Map<string, number>> =>
  areasIn(reading, await countGroups(reading.tx, definition, boundsOf(period), ['area']))

const areasIn = ({ statistics, country }: Reading, groups: readonly CountedGroup[]): Map<string, number> => {
  const areas = new Map(Object.keys(statistics.areas[country] ?? {}).map((code): [string, number] => [code, 0]))
  areas.set(UNKNOWN, 0)
  for (const group of groups) {
    const area = categoryOf('area', group, { groupings: statistics.groupings, country })
    const at = areas.has(area) ? area : UNKNOWN
    areas.set(at, (areas.get(at) ?? 0) + group.count)
  }
  return areas
}

/** The wanted figures, and those on any page that they are a part of: beside these they could be told by subtraction. */
const relatedOf = ({ statistics }: Reading, wanted: readonly CountDefinition[]): CountDefinition[] => {
  const { funnel, funnelSide, trends, map } = statistics.pages
  const shares = statistics.definitions.flatMap((one) => (one.kind === 'share' ? [one.numerator, one.denominator] : []))
  const shown = new Set([...funnel, ...funnelSide, ...trends, ...map, ...shares])
  const wholes = statistics.definitions.filter(
    (one): one is CountDefinition =>
      one.kind === 'count' && shown.has(one.id) && wanted.some((part) => isPartOf(part, one)),
  )
  return [...new Set([...wanted, ...wholes])].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/**
 * What somebody other than the coordinator is told of these years: figures with their breakdown on the map as one table,
 * beside all that was released, so that every page tells the same.
 * @throws {NotYet} where that was not worked out yet
 */
export const readYears = async (
  reading: Reading,
  years: readonly string[],
  wanted: readonly CountDefinition[],
): Promise<Told> => {
  const { tx, now, statistics, audits } = reading
  const recorded = await findRecorded(tx)
  // A series is counted from its first day to its last: the earliest year comes first.
  const spans = years.toSorted().map((year) => ({ period: year, ...boundsOf(year) }))
  const counts: YearCount[] = []
  const isByArea = ({ id }: CountDefinition): boolean => statistics.pages.map.includes(id)
  const related = relatedOf(reading, wanted)
  const whole = await countWholes(
    tx,
    related.filter((one) => !isByArea(one)),
    spans,
  )
  for (const definition of related) {
    const series = isByArea(definition) ? await countSeries(tx, definition, spans, 'year', ['area']) : null
    for (const span of spans) {
      const groups = series?.get(span.period) ?? []
      const total = series ? groups.reduce((sum, one) => sum + one.count, 0) : whole(definition.id, span)
      counts.push({
        definition,
        year: span.period,
        total: isCovered(recorded, span, now) ? total : null,
        ...(series ? { areas: areasIn(reading, groups) } : {}),
      })
    }
  }
  return safelyTold(counts, { past: await pastOf(tx), audits })
}
