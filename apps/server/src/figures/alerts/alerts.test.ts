import type { Api } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstance } from '../../testing/instance.ts'
import type { Asker, TestInstance } from '../../testing/instance.ts'
import { bringIn, someHistory } from '../testing/history.ts'
import { toldOf } from './release.ts'

type Alerts = Api['GET /api/figures/alerts']['response']

const now = new Date()
let instance: TestInstance
let coordinator: Asker
let rapporteur: Asker

const person = (name: string, unit: string, functions: string[]) => ({
  memberId: `mbr_${name}`,
  email: `${name}@test.example`,
  passphrase: 'a passphrase for tests',
  units: { [unit]: functions },
})
/** What stands there once the look at the day is over. */
const alertsOf = async (who: Asker): Promise<Alerts> => {
  for (;;) {
    const alerts = (await (await who('/api/figures/alerts')).json()) as Alerts
    if (!alerts.looking) return alerts
  }
}
const command = async (who: Asker, kind: string, body: object) => {
  const response = await who('/api/commands', {
    json: { commands: [{ id: mintId(Date.now()), kind, at: now.toISOString(), body }] },
  })
  const { outcomes } = (await response.json()) as { outcomes: { status: string; code?: string; field?: string }[] }
  return outcomes[0]
}

beforeAll(async () => {
  instance = await startTestInstance()
  await instance.unit('unt_office', 'coordinator_office')
  await instance.unit('unt_rapporteur', 'rapporteur_office')
  await instance.unit('unt_nrm', 'nrm_office')
  const [sonja, nada] = [
    person('sonja', 'unt_office', ['national_coordinator']),
    person('nada', 'unt_rapporteur', ['rapporteur']),
  ]
  await instance.enrolled(sonja)
  await instance.enrolled(nada)
  coordinator = await instance.signIn(sonja)
  rapporteur = await instance.signIn(nada)
  await bringIn(instance.platform.db, 'ins_test', someHistory(now, 8), now)
}, 60_000)
afterAll(async () => {
  await instance.stop()
  await instance.database.drop()
})

test('what rose is found before anybody asks twice, and only the coordinator is told exactly', async () => {
  const first = await alertsOf(coordinator)
  expect(first.lastRun?.looked.map(({ definition }) => definition)).toEqual(['victims.registered', 'contact.referrals'])
  expect(first.lastRun?.budgetDays).toBeGreaterThanOrEqual(60)
  const rise = first.alerts.find(({ fixed }) => fixed.some(({ category }) => category === 'AL'))
  expect(rise).toMatchObject({ isOver: false, looks: [], released: null })
  expect(rise?.observed).toBeGreaterThan(rise?.expected ?? Infinity)
  expect(rise?.recurrence).toBeGreaterThanOrEqual(first.lastRun?.budgetDays ?? Infinity)
  // The series ends with the weeks of the rise, and holds at least what was observed in them.
  const last = rise?.series.counts.slice(-(rise?.weeks ?? 0)) ?? []
  expect(last.reduce((sum, count) => sum + count, 0)).toBe(rise?.observed)
  // A second look on the same day finds nothing anew.
  const second = await alertsOf(coordinator)
  expect(second.alerts.map(({ alertId }) => alertId)).toEqual(first.alerts.map(({ alertId }) => alertId))
  expect((await rapporteur('/api/figures/alerts')).status).toBe(403)
})

test('who looked is kept with what they found; words about somebody are not taken', async () => {
  const [alert] = (await alertsOf(coordinator)).alerts
  const look = { lookId: '019a0000-0000-7000-8000-000000000001', alertId: alert?.alertId, finding: 'recording_changed' }
  expect(await command(coordinator, 'alert.look', { ...look, note: 'Ask Petar Petrovski' })).toMatchObject({
    status: 'refused',
    code: 'names_someone',
    field: 'note',
  })
  expect(await command(rapporteur, 'alert.look', { ...look, note: null })).toMatchObject({ code: 'not_your_function' })
  expect(await command(coordinator, 'alert.look', { ...look, note: 'a new unit began to record' })).toMatchObject({
    status: 'accepted',
  })
  const seen = (await alertsOf(coordinator)).alerts.find(({ alertId }) => alertId === alert?.alertId)
  expect(seen?.looks).toMatchObject([{ finding: 'recording_changed', note: 'a new unit began to record' }])
})

test('the next night carries a rise on instead of finding it anew', async () => {
  const before = (await alertsOf(coordinator)).alerts
  expect((await coordinator('/api/demo/clock', { json: { days: 1 } })).status).toBe(200)
  const after = (await alertsOf(coordinator)).alerts
  const [strongest] = before
  expect(after.find(({ alertId }) => alertId === strongest?.alertId)?.looks).toHaveLength(1)
  const about = (alerts: Alerts['alerts']) =>
    alerts.filter(
      ({ definition, fixed }) =>
        definition === strongest?.definition && JSON.stringify(fixed) === JSON.stringify(strongest.fixed),
    ).length
  expect(about(after)).toBe(about(before))
})

test('what leaves about an alert has no count', () => {
  const told = toldOf('victims.registered', {
    fixed: { citizenship: 'AL' },
    from: '2026-01-05',
    to: '2026-03-01',
    periods: 8,
    observed: 17,
    expected: 3.2,
    ratio: { value: 5.3, lower95: 3.1, upper95: 8.5 },
    p: 1e-7,
    recurrence: 5000,
    cells: [],
    under: [],
  })
  expect(told).toEqual({
    definition: 'victims.registered',
    fixed: { citizenship: 'AL' },
    from: '2026-01-05',
    to: '2026-03-01',
    times: 3,
    recurrence: 3650,
  })
})
