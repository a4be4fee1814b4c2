import { createHash } from 'node:crypto'
import type { Api } from '@ariadne/contract'
import { DEFAULT_TARGETS, mintId } from '@ariadne/domain'
import type { InstanceId } from '@ariadne/domain'
import { boundsOf } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import { importRecords } from '../casework/index.ts'
import { SAFE_THRESHOLD } from '../figures/index.ts'
import { handoverOf } from '../handover/index.ts'
import { quartersBefore } from '../intake/index.ts'
import type { Instance } from '../instance.ts'
import { withSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { inventHistory } from './history.ts'
import type { HistoryPlan } from './history.ts'
import { signIn, type Person } from './person.ts'
import { DEMO_PASSPHRASE, emailOf, memberIdOf, type DemoCountry } from './people.ts'
import { openHttpTo } from './seedPeople.ts'

const PLANS: Readonly<Record<string, HistoryPlan & { unit: string }>> = {
  mk: {
    seed: 389,
    country: 'MK',
    unit: 'unt_mk_nrm_skopje',
    monthly: 11,
    citizenships: [
      ['MK', 42],
      ['AL', 12],
      ['SY', 11],
      ['AF', 10],
      ['RS', 8],
      ['XK', 7],
      ['PK', 6],
      ['NG', 4],
    ],
    areas: [
      ['MK004', 34],
      ['MK007', 22],
      ['MK008', 18],
      ['MK006', 10],
      ['MK005', 8],
      ['MK003', 5],
      ['MK001', 2],
      ['MK002', 1],
    ],
    partners: ['AL', 'RS', 'SE', 'BG'],
    rise: { citizenship: 'NP', form: 'ForcedLabour', times: 11 },
  },
  rs: {
    seed: 381,
    country: 'RS',
    unit: 'unt_rs_protection',
    monthly: 13,
    citizenships: [
      ['RS', 55],
      ['RO', 8],
      ['AF', 10],
      ['SY', 9],
      ['BA', 8],
      ['MD', 5],
      ['IN', 5],
    ],
    areas: [
      ['RS110', 30],
      ['RS125', 18],
      ['RS228', 17],
      ['RS123', 11],
      ['RS225', 8],
      ['RS217', 6],
      ['RS127', 6],
      ['RS213', 3],
      ['RS221', 1],
    ],
    partners: ['MK', 'SE', 'RO', 'BA'],
    rise: { citizenship: 'MD', form: 'SexualExploitation', times: 8 },
  },
  al: {
    seed: 355,
    country: 'AL',
    unit: 'unt_al_focal',
    monthly: 9,
    citizenships: [
      ['AL', 88],
      ['XK', 6],
      ['PH', 3],
      ['BD', 3],
    ],
    areas: [
      ['AL022', 38],
      ['AL012', 20],
      ['AL034', 14],
      ['AL015', 10],
      ['AL035', 9],
      ['AL021', 6],
      ['AL033', 2],
      ['AL013', 1],
    ],
    partners: ['MK', 'SE', 'IT'],
    rise: { citizenship: 'BD', form: 'ForcedLabour', times: 7 },
  },
  se: {
    seed: 46,
    country: 'SE',
    unit: 'unt_se_focal',
    monthly: 10,
    citizenships: [
      ['RO', 22],
      ['BG', 14],
      ['AL', 9],
      ['NG', 11],
      ['TH', 12],
      ['SE', 18],
      ['UA', 14],
    ],
    areas: [
      ['SE110', 40],
      ['SE224', 24],
      ['SE232', 20],
      ['SE123', 7],
      ['SE121', 6],
      ['SE331', 2],
    ],
    partners: ['AL', 'RS', 'RO', 'BG'],
    rise: { citizenship: 'UA', form: 'SexualExploitation', times: 8 },
  },
}

const POLICE = { source: 'police-register', source_title: 'Register of the police (invented)' }
const COURTS = { source: 'court-statistics', source_title: 'Statistics of the courts (invented)' }

/** Figures as somebody would have entered them, some of two sources that do not agree. */
const enterFigures = async (tx: Tx, country: string, seed: number, now: Date): Promise<void> => {
  const thisYear = now.getUTCFullYear()
  const rows = [thisYear - 3, thisYear - 2, thisYear - 1].flatMap((year, at) => {
    const n = (base: number): number => base + ((seed * (at + 3) + base * 7) % 5)
    const of = (definition: string, value: number, from: typeof POLICE, key: Record<string, string> = {}) => ({
      definition,
      value,
      key,
      period: String(year),
      ...from,
    })
    return [
      of('justice.investigations', n(14), POLICE),
      of('justice.suspects', n(21), POLICE),
      of('justice.suspects', n(6), POLICE, { sex: 'female' }),
      of('justice.prosecuted', n(15), POLICE),
      of('justice.prosecuted', n(12), COURTS),
      of('justice.convicted', n(9), COURTS),
      of('return.readmissions_in', n(130), POLICE),
      of('return.readmissions_out', n(46), POLICE),
      of('victims.identified', n(17), POLICE),
      of('capacity.trained', n(210), {
        source: 'coordinator',
        source_title: 'Office of the national coordinator (invented)',
      }),
    ]
  })
  await sql`
    insert into figure_entry (id, definition, period, period_from, country, key, status, value, low, high, source,
      source_title, entered_at, digest)
    select id, definition, period, period_from, country, key, 'value', value, value, value, source, source_title,
      entered_at, digest
    from jsonb_to_recordset(${JSON.stringify(
      rows.map((row) => ({
        ...row,
        id: mintId(now.getTime()),
        period_from: boundsOf(row.period).from,
        country,
        entered_at: now.toISOString(),
        digest: createHash('sha256').update(JSON.stringify(row)).digest('hex'),
      })),
    )}::jsonb) as t (id uuid, definition text, period text, period_from date, country text, key jsonb, value numeric,
      source text, source_title text, entered_at timestamptz, digest text)`.execute(tx)
}

const NOTES = [
  {
    kind: 'method',
    code: 'false_job_offer',
    times: 'several',
    words: 'recruiters pay the journey, the debt doubles at the border',
    days: 9,
    state: 'accepted',
  },
  {
    kind: 'platform',
    code: 'messenger',
    times: 'often',
    words: 'groups for seasonal work, closed after a week',
    days: 16,
    state: 'accepted',
  },
  { kind: 'place', code: 'building_site', times: 'several', words: null, days: 24, state: 'accepted' },
  {
    kind: 'group',
    code: 'workers',
    times: 'several',
    words: 'arrive in small buses at night',
    days: 40,
    state: 'accepted',
  },
  { kind: 'method', code: 'online_grooming', times: 'once', words: 'contact began in a game', days: 3, state: 'sent' },
] as const

/** Notes of those who meet people, most of them reviewed. */
const writeNotes = async (tx: Tx, country: DemoCountry, now: Date): Promise<void> => {
  const writer = country.people.find((one) =>
    one.memberships.some(
      (seat) =>
        seat.functions.includes('first_responder') ||
        seat.functions.includes('case_worker') ||
        seat.functions.includes('case_coordinator'),
    ),
  )
  const reviewer = country.people.find((one) =>
    one.memberships.some((seat) => seat.functions.includes('national_coordinator')),
  )
  if (!writer || !reviewer) return
  const day = (ago: number): string => new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10)
  const rows = NOTES.map(({ days, ...note }, at) => ({
    ...note,
    id: mintId(now.getTime()),
    by_unit: writer.memberships[0]?.unit,
    form: PLANS[country.code]?.rise.form,
    place: PLANS[country.code]?.areas?.[at % 3]?.[0] ?? null,
    by_member: memberIdOf(country, writer),
    seen_on: day(days),
    sent_at: `${day(days - 1)}T09:00:00.000Z`,
    reviewed_by: note.state === 'accepted' ? memberIdOf(country, reviewer) : null,
    reviewed_at: note.state === 'accepted' ? `${day(days - 2)}T09:00:00.000Z` : null,
  }))
  await sql`
    insert into ground_note (id, by_unit, by_member, kind, code, forms, age_groups, place, times, seen_on, words, sent_at, state,
      reviewed_by, reviewed_at)
    select id, by_unit, by_member, kind, code, array[form], '{adult}', place, times, seen_on, words, sent_at, state, reviewed_by,
      reviewed_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (id uuid, by_unit text, by_member text, kind text,
      code text, form text, place text, times text, seen_on date, words text, sent_at timestamptz, state text, reviewed_by text,
      reviewed_at timestamptz)`.execute(tx)
}

/** Three invented years, so that pages of figures have something to show. Straight into the database: nobody types them. */
export const seedFigures = async (country: DemoCountry, instance: Instance, now: Date): Promise<void> => {
  const plan = PLANS[country.code]
  if (plan === undefined) return
  const { db } = instance.platform
  await importRecords(
    { db, instanceId: country.instanceId as InstanceId, now: () => now.toISOString(), targets: DEFAULT_TARGETS },
    { records: inventHistory(plan, now), source: 'register-demo', unitId: plan.unit },
  )
  await withSystem(db, 'seed', async (tx) => {
    await enterFigures(tx, plan.country, plan.seed, now)
    await writeNotes(tx, country, now)
  })
}

/** Who has not reported last year: a page that shows the others also shows this. */
const LATE = 'al'

/** The countries whose coordinators have told what rose: the others see it. */
const TELLING = ['rs', 'se']

type Seeded = { country: DemoCountry; instance: Instance }

/** The coordinator of a country, signed in as any other person. */
const coordinatorOf = async ({ country, instance }: Seeded, baseUrl: string): Promise<Person | undefined> => {
  const found = country.people.find((one) =>
    one.memberships.some(({ functions }) => functions.includes('national_coordinator')),
  )
  return found && signIn(openHttpTo(baseUrl, instance.request), emailOf(country, found), DEMO_PASSPHRASE)
}

type Alerts = Api['GET /api/figures/alerts']['response']

/** What a coordinator reads once the look at the day is over. */
const alertsFor = async (coordinator: { get: <T>(path: string) => Promise<T> }): Promise<Alerts['alerts']> => {
  for (;;) {
    const { alerts, looking } = await coordinator.get<Alerts>('/api/figures/alerts')
    if (!looking) return alerts
  }
}

/** The updates of the last years of each country, and what rose in some: released by their coordinators, carried as everything is. */
export const seedReleases = async (
  region: readonly Seeded[],
  baseUrl: (country: DemoCountry) => string,
  now: Date,
): Promise<void> => {
  for (const one of region) {
    if (PLANS[one.country.code] === undefined) continue
    const coordinator = await coordinatorOf(one, baseUrl(one.country))
    if (coordinator === undefined) continue
    const lastYear = now.getUTCFullYear() - 1
    for (const year of [lastYear - 2, lastYear - 1, lastYear])
      if (year !== lastYear || one.country.code !== LATE)
        await coordinator.command('figure.release', { report: 'country-update', year, method: 'suppress' })
    // The country one looks at first has its last quarter still to tell.
    const [latest, before] = quartersBefore(now.toISOString())
    for (const quarter of one.country.code === 'mk' ? [before] : [before, latest])
      if (quarter) await coordinator.command('learning.tell', { quarter: quarter.name })
    if (!TELLING.includes(one.country.code)) continue
    const told = (await alertsFor(coordinator)).find(({ observed, isOver }) => observed >= SAFE_THRESHOLD && !isOver)
    if (told) await coordinator.command('alert.release', { alertId: told.alertId })
  }
  for (let round = 0; round < 3; round += 1)
    for (const { instance } of region) await handoverOf(instance.platform)?.worker.sweep()
}
