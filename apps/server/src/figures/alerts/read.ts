import { sql } from 'kysely'
import type { Alert } from '@ariadne/signals/watch'
import type { Reading } from '../figures.ts'
import { nameOf } from '../figures.ts'
import type { Road } from '../published/road.ts'
import { readSendings } from '../published/read.ts'
import { readAlertsOfOthers } from './from-others.ts'
import { categoryName } from '../reads/definitions.ts'
import { nameIn } from '../../platform/organisation/names.ts'
import type { Series, Told } from './tables.ts'
import { alertTables } from './tables.ts'

const MOST = 50
/** A rise that no run has found again for so long is over. */
const OVER_AFTER_DAYS = 7

type Row = {
  id: string
  definition: string
  found: Alert
  series: Series
  first_found_at: string
  last_day: string
  told: Told | null
  release_id: string | null
  released_at: string | null
}
type LookRow = {
  alert_id: string
  at: string
  finding: 'looking' | 'real' | 'recording_changed' | 'chance'
  note: string | null
  name: string
}

/** Notes from the ground of the weeks of a rise: what people saw while the numbers grew. */
const notesSince = async ({ tx }: Reading, from: string): Promise<{ kind: string; code: string; notes: number }[]> => {
  const { rows } = await sql<{ kind: string; code: string; notes: number }>`
    select kind, code, count(*)::int as notes from ground_note
    where state = 'accepted' and seen_on >= ${from}::date - 28 group by 1, 2 order by 3 desc, 1, 2`.execute(tx)
  return rows
}

const MOST_SAID = 5

type SaidRow = {
  kind: string
  code: string
  seen_on: string
  forms: string[]
  place: string | null
  words: string | null
}

/** Their words beside the numbers: of the weeks of the rise and the four before, those about the same form first. */
const saidSince = async (reading: Reading, from: string, form: string | undefined) => {
  const { tx, statistics, country, language } = reading
  const { rows } = await sql<SaidRow>`
    select kind, code, to_char(seen_on, 'YYYY-MM-DD') as seen_on, forms, place, words from ground_note
    where state = 'accepted' and seen_on >= ${from}::date - 28
    order by (${form ?? ''} = any (forms)) desc, seen_on desc, id limit ${MOST_SAID}`.execute(tx)
  const areas = statistics.areas[country] ?? {}
  return rows.map(({ seen_on, place, ...row }) => {
    const area = place === null ? undefined : areas[place]
    return { ...row, seenOn: seen_on, placeName: area ? nameIn(area.name, language) : place }
  })
}

export const readAlerts = async (reading: Reading, road: Road) => {
  const { tx, now, word } = reading
  const run = await alertTables(tx)
    .selectFrom('alert_run')
    .selectAll()
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { rows } = await sql<Row>`
    select a.id, a.definition, a.found, a.series, a.first_found_at, to_char(a.last_day, 'YYYY-MM-DD') as last_day,
      r.told, r.id as release_id, r.at as released_at
    from alert a left join alert_release r on r.alert_id = a.id
    order by a.last_day desc, (a.found ->> 'recurrence')::float8 desc limit ${MOST}`.execute(tx)
  const { rows: looks } = await sql<LookRow>`
    select l.alert_id, l.at, l.finding, l.note, m.display_name as name from alert_look l join member m on m.id = l.by_member
    where l.alert_id = any (${rows.map((row) => row.id)}::uuid[]) order by l.at desc`.execute(tx)
  const sent = await readSendings(
    tx,
    'alert_release_id',
    rows.flatMap(({ release_id: id }) => (id === null ? [] : [id])),
    road.fatesOf,
  )
  const named = (fixed: Readonly<Record<string, string>>) =>
    Object.entries(fixed).map(([dimension, category]) => ({
      dimension,
      dimensionName: word(`dimension.${dimension}`),
      category,
      name: categoryName(reading, dimension, category),
    }))
  const over = new Date(Date.parse(now) - OVER_AFTER_DAYS * 86_400_000).toISOString().slice(0, 10)
  const alerts = []
  for (const row of rows) {
    const { found } = row
    alerts.push({
      alertId: row.id,
      definition: row.definition,
      name: nameOf(reading, row.definition),
      fixed: named(found.fixed),
      zone: [...(found.zone ?? [])],
      from: found.from,
      to: found.to,
      weeks: found.periods,
      observed: found.observed,
      expected: found.expected,
      ratio: found.ratio,
      recurrence: found.recurrence,
      cells: found.cells.map(({ values, observed, expected }) => ({ values: named(values), observed, expected })),
      under: found.under.map(({ fixed, periods, recurrence }) => ({ fixed: named(fixed), weeks: periods, recurrence })),
      series: row.series,
      firstFoundAt: row.first_found_at,
      isOver: row.last_day < over,
      looks: looks
        .filter((look) => look.alert_id === row.id)
        .map(({ at, finding, note, name }) => ({ at, finding, note, by: name })),
      released:
        row.told && row.released_at && row.release_id
          ? {
              at: row.released_at,
              told: row.told,
              sent: (sent.get(row.release_id) ?? []).map((one) => ({ ...one, name: road.peerName(one.peer) })),
            }
          : null,
      notes: await notesSince(reading, found.from),
      said: await saidSince(reading, found.from, found.fixed['form']),
    })
  }
  return {
    now,
    lastRun: run
      ? {
          ranAt: run.ran_at,
          budgetDays: run.budget_days,
          looked: run.looked.map((one) => ({ ...one, name: nameOf(reading, one.definition) })),
        }
      : null,
    alerts,
    fromOthers: await readAlertsOfOthers(reading),
  }
}
