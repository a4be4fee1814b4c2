import type { Grain, CountedGroup, DimensionId, Period } from '@ariadne/domain/statistics'
import { boundsOf, categoryOf, DimensionId as Dimensions, periodsBetween, TOTAL } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import { Problem } from '../../platform/problem.ts'
import { cellFor, MISSING, SUPPRESSED } from '../cells.ts'
import { countSeries } from '../count/groups.ts'
import { besideOf, listEntries } from '../entries/list.ts'
import { getCountDefinition } from '../figures.ts'
import type { Reading } from '../figures.ts'
import type { View } from '../reader.ts'
import { categoryName } from './definitions.ts'
import { countNotes } from './notes.ts'
import { findRecorded, isCovered } from './recorded.ts'
import { readYears } from './years.ts'

const MOST_PERIODS = 400
/** Nobody but the coordinator is told weeks or months: small periods side by side take a year apart. */
const SAFE_GRAINS: readonly Grain[] = ['year']

const dimensionFor = (by: string | undefined, allowed: readonly DimensionId[]): DimensionId | null => {
  if (by === undefined) return null
  const found = Dimensions.safeParse(by)
  if (found.success && allowed.includes(found.data)) return found.data
  throw new Problem({
    status: 400,
    code: 'dimension_unknown',
    field: 'by',
    title: 'This figure is not counted by that.',
    remedy: `It is counted by: ${allowed.join(', ')}.`,
  })
}

const lateFacts = async ({ tx }: Reading, fact: string, from: string, to: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from figure_fact where fact = ${fact} and day >= ${from}::date and day < ${to}::date
      and source = 'own' and known_at - at > interval '7 days'`.execute(tx)
  return rows[0]?.count ?? 0
}

export const readTrend = async (
  reading: Reading,
  view: View,
  query: { definition: string; grain: Grain; from: string; to: string; by?: string | undefined },
) => {
  const { tx, statistics, country, now } = reading
  const definition = getCountDefinition(statistics, query.definition)
  const by = dimensionFor(query.by, definition.dimensions)
  if (view === 'safe' && (by !== null || !SAFE_GRAINS.includes(query.grain)))
    throw new Problem({
      status: 403,
      code: 'not_safe',
      title: 'Only whole years and totals are told here.',
      remedy: 'Ask by year and without a breakdown, or open a report: its tables are protected as a whole.',
    })
  const periods = query.from < query.to ? periodsBetween(query.from, query.to, query.grain) : []
  if (periods.length === 0 || periods.length > MOST_PERIODS)
    throw new Problem({
      status: 400,
      code: 'span_wrong',
      field: 'to',
      title: 'There is nothing between these days, or too much.',
      remedy: `Choose an end after the beginning, and at most ${MOST_PERIODS} periods.`,
    })
  const spans = periods.map((period) => ({ period, ...boundsOf(period) }))
  const first = spans[0]?.from ?? query.from
  const last = spans.at(-1)?.to ?? query.to
  const recorded = await findRecorded(tx)
  const counted = await countSeries(tx, definition, spans, query.grain, by === null ? [] : [by])
  const told =
    view === 'safe'
      ? await readYears(
          reading,
          spans.map(({ period }) => period),
          [definition],
        )
      : null
  const categories = { groupings: statistics.groupings, country }
  const named = (group: CountedGroup): string => (by === null ? TOTAL : categoryOf(by, group, categories))

  const totals = new Map<string, number>()
  const points = new Map<string, number>()
  for (const [period, groups] of counted)
    for (const group of groups) {
      const category = named(group)
      totals.set(category, (totals.get(category) ?? 0) + group.count)
      points.set(`${category} ${period}`, (points.get(`${category} ${period}`) ?? 0) + group.count)
    }
  if (by === null && totals.size === 0) totals.set(TOTAL, 0)
  const covered = (period: Period): boolean => isCovered(recorded, boundsOf(period), now)
  const series = [...totals]
    .toSorted(([a, one], [b, two]) => two - one || (a < b ? -1 : 1))
    .map(([category, total]) => {
      const cells = periods.map((period) =>
        !covered(period)
          ? MISSING
          : told
            ? told(definition.id, period)
            : cellFor('exact', points.get(`${category} ${period}`) ?? 0),
      )
      const hidden = cells.some((cell) => cell.status === 'suppressed')
      return {
        category,
        name: by === null ? reading.word('category.Total') : categoryName(reading, by, category),
        // A sum over a hidden point would give it away.
        total: hidden ? SUPPRESSED : cellFor('exact', total, recorded !== null),
        points: cells,
      }
    })
  const entries = await listEntries(tx, { definitions: [definition.id], periods, country })
  const margins = entries.filter((entry) => Object.values(entry.key).every((category) => category === TOTAL))
  return {
    definition: definition.id,
    grain: query.grain,
    by: query.by ?? null,
    view,
    periods: spans.map(({ period, to }) => ({ period, complete: to <= now.slice(0, 10) })),
    series,
    beside: margins.map((entry) => ({ ...besideOf(entry), period: entry.period })),
    late: view === 'exact' ? await lateFacts(reading, definition.counts.fact, first, last) : 0,
    notes: await countNotes(tx, first, last, query.grain),
  }
}
