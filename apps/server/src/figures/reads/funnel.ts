import { boundsOf, personRange } from '@ariadne/domain/statistics'
import type { CountDefinition, Period } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import { cellFor, SUPPRESSED } from '../cells.ts'
import { countGroups, countWholes } from '../count/groups.ts'
import type { Span } from '../count/groups.ts'
import { besideOf, listEntries } from '../entries/list.ts'
import { getCountDefinition, nameOf } from '../figures.ts'
import type { Reading } from '../figures.ts'
import type { View } from '../reader.ts'
import { findRecorded, isCovered } from './recorded.ts'
import { needYear, readYears } from './years.ts'

/** Of the ways whose first fact of all falls into the span: how many have had each of these facts since. */
const countBegun = async ({ tx }: Reading, span: Span, facts: readonly string[]): Promise<Map<string, number>> => {
  const { rows } = await sql<{ fact: string; count: number }>`
    with begun as materialized (
      select distinct thread from figure_fact f
      where day >= ${span.from}::date and day < ${span.to}::date and (source = 'own' or source like 'register%')
        and not exists (select from figure_fact e where e.thread = f.thread and e.day < ${span.from}::date)
    )
    select fact, count(distinct thread)::int as count from begun join figure_fact using (thread)
    where fact = any (${facts}::text[]) group by fact`.execute(tx)
  return new Map(rows.map((row) => [row.fact, row.count]))
}

const personsOf = async ({ tx }: Reading, definition: CountDefinition, span: Span) =>
  definition.duplicates === 'range'
    ? personRange(
        (await countGroups(tx, definition, span, ['sex', 'citizenship'])).map(({ profile, count }) => ({
          sex: profile.sex,
          citizenship: profile.citizenship,
          count,
        })),
      )
    : null

export const readFunnel = async (reading: Reading, view: View, period: Period) => {
  const { tx, statistics, country, now } = reading
  if (view === 'safe') needYear(period)
  const span = boundsOf(period)
  const { funnel, funnelSide } = statistics.pages
  const definitions = [...funnel, ...funnelSide].map((id) => getCountDefinition(statistics, id))
  const told = view === 'safe' ? await readYears(reading, [period], definitions) : null
  const covered = isCovered(await findRecorded(tx), span, now)
  const begun = await countBegun(
    reading,
    span,
    definitions.map((one) => one.counts.fact),
  )
  const entries = await listEntries(tx, { definitions: [...funnel, ...funnelSide], periods: [period], country })
  const count = told ? () => 0 : await countWholes(tx, definitions, [span])
  const steps = []
  for (const definition of definitions) {
    steps.push({
      definition: definition.id,
      name: nameOf(reading, definition.id),
      unit: definition.unit,
      side: funnelSide.includes(definition.id),
      inPeriod: told ? told(definition.id, period) : cellFor('exact', count(definition.id, span), covered),
      // The same people by another date: side by side with the first, small differences would tell who.
      ofThoseBegun: view === 'safe' ? SUPPRESSED : cellFor(view, begun.get(definition.counts.fact) ?? 0, covered),
      persons: view === 'exact' && covered ? await personsOf(reading, definition, span) : null,
      beside: entries.filter((one) => one.definition === definition.id).map(besideOf),
    })
  }
  return { period, view, steps }
}
