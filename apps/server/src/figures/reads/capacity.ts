import { boundsOf } from '@ariadne/domain/statistics'
import type { Period } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import { exactCell } from '../cells.ts'
import { countGroups } from '../count/groups.ts'
import { besideOf, listEntries } from '../entries/list.ts'
import { getCountDefinition } from '../figures.ts'
import type { Reading } from '../figures.ts'

type KindRow = {
  kind: string
  units: number
  members: number
  open_cases: number
  waiting: number
  overdue: number
  declined: number
}

/** By kind of unit, not by unit or person: who is stretched, never who is slow. */
const kindsOf = async ({ tx, now }: Reading, from: string, to: string): Promise<KindRow[]> => {
  const { rows } = await sql<KindRow>`
    with active as (select id, kind from unit where state = 'active'),
    staff as (select unit_id, count(*)::int as n from membership where until is null group by unit_id),
    open as (select unit, count(distinct subject)::int as n from figure_fact
      where fact in ('case_opened', 'reopened') and until_day is null and lasts and source = 'own' group by unit),
    waits as (select unit_id, count(*)::int as n, count(*) filter (where due_at < ${now}::timestamptz)::int as late
      from queue_entry group by unit_id),
    refused as (select responsible_unit as unit_id, count(*)::int as n from referral
      where declined_because = 'no_capacity' and since >= ${from}::date and since < ${to}::date group by 1)
    select a.kind, count(*)::int as units, coalesce(sum(s.n), 0)::int as members, coalesce(sum(o.n), 0)::int as open_cases,
      coalesce(sum(w.n), 0)::int as waiting, coalesce(sum(w.late), 0)::int as overdue,
      coalesce(sum(r.n), 0)::int as declined
    from active a left join staff s on s.unit_id = a.id left join open o on o.unit = a.id
      left join waits w on w.unit_id = a.id left join refused r on r.unit_id = a.id
    group by a.kind order by a.kind`.execute(tx)
  return rows
}

export const readCapacity = async (reading: Reading, period: Period) => {
  const { tx, statistics, country, now } = reading
  const span = boundsOf(period)
  const kinds = await kindsOf(reading, span.from, span.to)
  const places = await listEntries(tx, {
    definitions: ['capacity.places'],
    periods: [period, period.slice(0, 4)],
    country,
  })
  const byDetail = async (id: string): Promise<Map<string, number>> => {
    const groups = await countGroups(tx, getCountDefinition(statistics, id), span, ['detail'])
    return new Map(groups.map((group) => [group.detail ?? 'unknown', group.count]))
  }
  const [requested, started, unmet] = [
    await byDetail('services.requested'),
    await byDetail('services.started'),
    await byDetail('services.unmet'),
  ]
  const declined = await byDetail('handover.declined')
  const services = [...new Set([...requested.keys(), ...started.keys(), ...unmet.keys()])].toSorted()
  return {
    now,
    period,
    kinds: kinds.map((row) => ({
      kind: row.kind,
      units: row.units,
      members: row.members,
      openCases: row.open_cases,
      waiting: row.waiting,
      overdue: row.overdue,
      declinedForWantOfPlace: row.declined,
      places: places.filter((entry) => entry.key['detail'] === row.kind).map(besideOf),
    })),
    services: services.map((service) => ({
      service,
      requested: exactCell(requested.get(service) ?? 0),
      started: exactCell(started.get(service) ?? 0),
      unmet: exactCell(unmet.get(service) ?? 0),
    })),
    declinedAbroad: [...declined]
      .toSorted(([, a], [, b]) => b - a)
      .map(([reason, count]) => ({ reason, count: exactCell(count) })),
  }
}
