import type { Action, CaseId, InstanceId } from '@ariadne/domain'
import { boundsOf, countRecords, factsOfCase } from '@ariadne/domain/statistics'
import type { CountDefinition, CountedRecord, DimensionId } from '@ariadne/domain/statistics'
import { categoryOf, TOTAL } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '../platform/database/index.ts'
import { startTestInstance } from '../testing/instance.ts'
import type { Asker, TestInstance } from '../testing/instance.ts'
import { loadStatistics } from './content.ts'
import { collectFacts } from './facts/collect.ts'
import { countGroups, countSeries } from './count/groups.ts'
import { bringIn, someHistory } from './testing/history.ts'

const now = new Date('2026-03-01T08:00:00.000Z')
const instanceId = 'ins_test' as InstanceId
const people = {
  coordinator: { unit: 'unt_office', functions: ['national_coordinator'] },
  rapporteur: { unit: 'unt_rapporteur', functions: ['rapporteur'] },
  worker: { unit: 'unt_nrm', functions: ['case_coordinator', 'case_worker'] },
} as const
const asks: Partial<Record<keyof typeof people, Asker>> = {}
let instance: TestInstance

const ask = async (
  who: keyof typeof people,
  path: string,
): Promise<{ status: number; body: Record<string, never> }> => {
  const response = await asks[who]?.(path)
  return { status: response?.status ?? 0, body: (await response?.json()) as Record<string, never> }
}

const allRecords = async (): Promise<CountedRecord[]> => {
  const { rows } = await withSystem(instance.platform.db, 'look', (tx) =>
    sql<{ case_id: string; kind: string; body: Record<string, unknown>; received_at: string }>`
      select case_id, kind, body, received_at from case_action order by case_id, sequence`.execute(tx),
  )
  return rows.map((row) => {
    const action = {
      id: row.case_id,
      caseId: row.case_id,
      kind: row.kind,
      version: 1,
      by: { instanceId, unitId: 'unt_nrm', memberId: null, function: 'instance_admin' },
      occurredAt: row.received_at,
      receivedAt: row.received_at,
      body: row.body,
      parts: [],
      reliesOn: {},
      sequence: 1,
    } as unknown as Action
    return {
      thread: row.case_id,
      subject: row.case_id,
      kind: 'case',
      ...factsOfCase(row.case_id as CaseId, instanceId, [action]),
    }
  })
}

beforeAll(async () => {
  instance = await startTestInstance()
  await instance.unit('unt_office', 'coordinator_office')
  await instance.unit('unt_rapporteur', 'rapporteur_office')
  await instance.unit('unt_nrm', 'nrm_office')
  for (const [name, { unit, functions }] of Object.entries(people)) {
    const person = {
      memberId: `mbr_${name}`,
      email: `${name}@test.example`,
      passphrase: 'a passphrase for tests',
      units: { [unit]: [...functions] },
    }
    await instance.enrolled(person)
    asks[name as keyof typeof people] = await instance.signIn(person)
  }
  await bringIn(instance.platform.db, instanceId, someHistory(now), now)
})
afterAll(async () => {
  await instance.stop()
  await instance.database.drop()
})

test('SQL counts as the definitions say: every definition, by several dimensions, in years and quarters', async () => {
  const { statistics } = await loadStatistics(instance.config.contentDir)
  const deps = { db: instance.platform.db, instanceId }
  expect(await collectFacts(deps)).toBeGreaterThan(100)
  expect(await collectFacts(deps)).toBe(0)
  const records = await allRecords()
  const categories = { groupings: statistics.groupings, country: 'MK' }
  const by: DimensionId[] = ['sex', 'age_group', 'form', 'citizenship_group', 'area']
  let compared = 0
  await withSystem(instance.platform.db, 'count', async (tx) => {
    for (const definition of statistics.definitions) {
      if (definition.kind !== 'count') continue
      for (const period of ['2023', '2024', '2025', '2025-Q2', '2026-Q1']) {
        const pure = countRecords(definition, records, period, by, categories)
        const groups = await countGroups(tx, definition, boundsOf(period), by)
        const counted = new Map<string, number>()
        for (const group of groups) {
          const name = JSON.stringify(by.map((one) => categoryOf(one, group, categories)))
          counted.set(name, (counted.get(name) ?? 0) + group.count)
        }
        const expected = new Map(
          pure.groups.map(({ key, count }) => [JSON.stringify(by.map((one) => key[one])), count]),
        )
        expect(counted, `${definition.id} ${period}`).toEqual(expected)
        compared += pure.count
      }
    }
    const definition = statistics.definitions.find((one) => one.id === 'victims.registered') as CountDefinition
    const quarters = ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4']
    const series = await countSeries(
      tx,
      definition,
      quarters.map((period) => ({ period, ...boundsOf(period) })),
      'quarter',
      [],
    )
    for (const period of quarters)
      expect(series.get(period)?.reduce((sum, one) => sum + one.count, 0)).toBe(
        countRecords(definition, records, period, [], categories).count,
      )
  })
  expect(compared).toBeGreaterThan(1_000)
})

test('pages of figures are for those who answer for numbers, and hold no id of a record', async () => {
  const pages = [
    '/api/figures/definitions',
    '/api/figures/trends?definition=victims.registered&grain=year&from=2023-01-01&to=2026-03-01',
    '/api/figures/funnel?period=2025',
    '/api/figures/kpis?period=2025',
    '/api/figures/timeliness?period=2025',
    '/api/figures/capacity?period=2025',
    '/api/figures/quality?period=2025',
    '/api/figures/reports',
    '/api/figures/entries',
  ]
  for (const page of pages) {
    const told = await ask('coordinator', page)
    expect(told.status, `${page} ${JSON.stringify(told.body).slice(0, 300)}`).toBe(200)
    expect(JSON.stringify(told.body)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/u)
    expect((await ask('worker', page)).status).toBe(403)
  }
  for (const page of ['capacity', 'quality'])
    expect((await ask('rapporteur', `/api/figures/${page}?period=2025`)).status).toBe(403)
  const months = '/api/figures/trends?definition=victims.registered&grain=month&from=2025-01-01&to=2026-01-01'
  expect((await ask('coordinator', months)).status).toBe(200)
  expect((await ask('rapporteur', months)).status).toBe(403)
  expect((await ask('rapporteur', '/api/figures/funnel?period=2025')).status).toBe(200)
})

test('the funnel narrows, a period nobody recorded is missing and not zero', async () => {
  const { body } = await ask('coordinator', '/api/figures/funnel?period=2025')
  const steps = body['steps'] as unknown as {
    definition: string
    ofThoseBegun: { value: number }
    persons: { low: number; high: number } | null
  }[]
  const begun = new Map(steps.map((step) => [step.definition, step.ofThoseBegun.value]))
  expect(begun.get('contact.encounters')).toBeGreaterThan(20)
  expect(begun.get('contact.encounters')).toBeGreaterThanOrEqual(begun.get('contact.referrals') ?? Infinity)
  expect(begun.get('cases.opened')).toBeGreaterThanOrEqual(begun.get('victims.presumed') ?? Infinity)
  expect(begun.get('victims.presumed')).toBeGreaterThanOrEqual(begun.get('victims.identified') ?? Infinity)
  const screenings = steps.find((step) => step.definition === 'contact.screenings')
  expect(screenings?.persons?.low).toBeLessThan(screenings?.persons?.high ?? 0)

  const before = await ask('coordinator', '/api/figures/funnel?period=2012')
  const [first] = before.body['steps'] as unknown as { inPeriod: { status: string; value: number | null } }[]
  expect(first?.inPeriod).toEqual({ status: 'missing', value: null })
  expect(TOTAL).toBe('Total')
})

type Area = { code: string; count: { status: string; value: number | null } }

test('the map holds every part of the country; what others are told of it cannot be undone', async () => {
  const { audit, said } = await import('@ariadne/disclosure')
  const path = '/api/figures/map?definition=victims.registered&period=2025'
  const exact = (await ask('coordinator', path)).body as unknown as {
    total: Area['count']
    areas: Area[]
    elsewhere: Area['count']
  }
  expect(exact.areas.map(({ code }) => code)).toEqual(Array.from({ length: 8 }, (_, at) => `MK00${at + 1}`))
  const parts = [...exact.areas.map(({ count }) => count), exact.elsewhere]
  expect(parts.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(exact.total.value)
  expect(exact.areas.filter(({ count }) => (count.value ?? 0) > 0)).toHaveLength(3)

  const safe = (await ask('rapporteur', path)).body as unknown as typeof exact
  const cells = [...safe.areas, { code: 'unknown', count: safe.elsewhere }, { code: 'Total', count: safe.total }]
  expect(cells.some(({ count }) => count.status === 'suppressed')).toBe(true)
  const told = await audit(
    {
      dimensions: ['area'],
      cells: cells.map(({ code, count: { status, value } }) => ({
        key: { area: code },
        value: value === null ? { is: status === 'missing' ? 'missing' : 'suppressed' } : said(value),
      })),
    },
    { ...(await import('@ariadne/disclosure')).ruleOf({ threshold: 5 }) },
  )
  expect(told.unsafe).toEqual([])
  // Years before anything was recorded are missing, and the same year says the same on every page.
  const years = '/api/figures/trends?definition=victims.registered&grain=year&from=2019-01-01&to=2026-01-01'
  const trend = (await ask('rapporteur', years)).body as unknown as { series: { points: Area['count'][] }[] }
  expect(trend.series[0]?.points[0]).toEqual({ status: 'missing', value: null })
  expect(trend.series[0]?.points.at(-1)).toEqual(safe.total)
  for (const page of [
    'kpis?period=2025',
    'trends?definition=victims.identified&grain=year&from=2023-01-01&to=2026-01-01',
  ])
    expect((await ask('rapporteur', `/api/figures/${page}`)).status).toBe(200)
  // A share is told where neither its part nor its rest is few.
  type Shares = { kpis: { definition: string; share: { status: string; numerator: number; denominator: number } }[] }
  const [all, some] = await Promise.all(
    (['coordinator', 'rapporteur'] as const).map(
      async (who) => (await ask(who, '/api/figures/kpis?period=2025')).body as unknown as Shares,
    ),
  )
  const many = all!.kpis.filter(({ share }) => share.numerator >= 5 && share.denominator - share.numerator >= 5)
  expect(many.length).toBeGreaterThan(2)
  for (const { definition, share } of many)
    expect(some!.kpis.find((one) => one.definition === definition)?.share).toEqual(share)
  expect((await ask('rapporteur', '/api/figures/map?definition=cases.opened&period=2025')).status).toBe(403)
  expect((await ask('rapporteur', '/api/figures/funnel?period=2025-Q1')).status).toBe(403)
})
