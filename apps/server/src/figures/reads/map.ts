import { boundsOf, UNKNOWN } from '@ariadne/domain/statistics'
import type { Period } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import { nameIn } from '../../platform/organisation/names.ts'
import { Problem } from '../../platform/problem.ts'
import { cellFor, SUPPRESSED } from '../cells.ts'
import { getCountDefinition, nameOf } from '../figures.ts'
import type { Reading } from '../figures.ts'
import type { View } from '../reader.ts'
import { findRecorded, isCovered } from './recorded.ts'
import { countAreas, needYear, readYears } from './years.ts'

/** Names of this country's parts, in the reader's language. */
export const areasOf = ({ statistics, country }: Pick<Reading, 'statistics' | 'country'>, language: string) =>
  Object.entries(statistics.areas[country] ?? {}).map(([code, { name, at }]) => ({
    code,
    name: nameIn(name, language),
    at,
  }))

const notesBy = async ({ tx }: Reading, { from, to }: { from: string; to: string }): Promise<Map<string, number>> => {
  const { rows } = await sql<{ place: string; notes: number }>`
    select place, count(*)::int as notes from ground_note
    where state = 'accepted' and place is not null and seen_on >= ${from}::date and seen_on < ${to}::date
    group by place`.execute(tx)
  return new Map(rows.map((row) => [row.place, row.notes]))
}

/** One figure of a period by the parts of the country. */
export const readMap = async (
  reading: Reading,
  view: View,
  { definition: id, period, language }: { definition: string; period: Period; language: string },
) => {
  const { tx, statistics, country, now } = reading
  const definition = getCountDefinition(statistics, id)
  if (!definition.dimensions.includes('area') || (view === 'safe' && !statistics.pages.map.includes(id)))
    throw new Problem({
      status: view === 'safe' ? 403 : 400,
      code: view === 'safe' ? 'not_safe' : 'dimension_unknown',
      field: 'definition',
      title: 'This figure is not told by part of the country.',
      remedy: `Ask for one of: ${statistics.pages.map.join(', ')}.`,
    })
  const span = boundsOf(period)
  if (view === 'safe') needYear(period)
  const covered = isCovered(await findRecorded(tx), span, now)
  const counted = view === 'exact' ? await countAreas(reading, definition, period) : null
  const told = view === 'safe' ? await readYears(reading, [period], [definition]) : null
  const cell = (area: string) =>
    told ? told(id, period, area) : counted ? cellFor('exact', counted.get(area) ?? 0, covered) : SUPPRESSED
  const notes = await notesBy(reading, span)
  return {
    definition: id,
    name: nameOf(reading, id),
    period,
    view,
    country,
    total: told
      ? told(id, period)
      : cellFor(
          'exact',
          [...(counted?.values() ?? [])].reduce((sum, one) => sum + one, 0),
          covered,
        ),
    areas: areasOf(reading, language).map((area) => ({
      ...area,
      count: cell(area.code),
      notes: notes.get(area.code) ?? 0,
    })),
    elsewhere: cell(UNKNOWN),
  }
}
