import type { Method } from '@ariadne/disclosure'
import { importSigningKey, makeSigningKey } from '@ariadne/exchange'
import type { SigningKey, TrustList } from '@ariadne/exchange'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAudits } from '../../platform/audits/index.ts'
import { withSystem } from '../../platform/database/index.ts'
import { startTestInstance } from '../../testing/instance.ts'
import type { TestInstance } from '../../testing/instance.ts'
import { createFigures } from '../figures.ts'
import type { Figures, Reading } from '../figures.ts'
import { bringIn, someHistory } from '../testing/history.ts'
import { publishReport } from '../published/publish.ts'
import { listReleases } from '../published/read.ts'
import { listStatutory, noteStatutory } from '../published/statutory.ts'
import { listRefused } from '../published/refused.ts'
import { receiveRelease } from './receive.ts'
import type { Way } from './receive.ts'
import { readRegion } from './region.ts'
import { readRelease, signRelease } from './statement.ts'

const now = new Date('2026-03-01T08:00:00.000Z')
const at = now.toISOString()
let country: TestInstance
let secretariat: TestInstance
let figures: Figures
let regional: Figures
let key: SigningKey
let stranger: SigningKey
let list: TrustList

const figuresOf = (instance: TestInstance, of: string): Figures =>
  createFigures({
    db: instance.platform.db,
    clock: instance.platform.clock,
    instanceId: 'ins_test' as never,
    country: of,
    contentDir: instance.config.contentDir,
    targets: () => ({}) as never,
    audits: createAudits('here'),
  })

beforeAll(async () => {
  country = await startTestInstance()
  secretariat = await startTestInstance()
  await country.unit('unt_nrm', 'nrm_office')
  figures = figuresOf(country, 'MK')
  regional = figuresOf(secretariat, '')
  await bringIn(country.platform.db, 'ins_test', someHistory(now, 8), now)
  const record = await makeSigningKey()
  key = await importSigningKey(record)
  stranger = await importSigningKey(await makeSigningKey())
  const member = (id: string, of: string, signing: { kid: string; x: string }) => ({
    id,
    kind: 'country' as const,
    country: of,
    name: `Country ${of}`,
    baseUrl: 'https://country.example',
    signingKeys: [{ ...signing, from: '2020-01-01T00:00:00.000Z', until: '2030-01-01T00:00:00.000Z', revokedAt: null }],
    kemKeys: [],
    units: [],
  })
  list = {
    v: 1,
    version: 1,
    rootVersion: 1,
    issued: at,
    expires: '2030-01-01T00:00:00.000Z',
    members: [
      member('ins_test', 'MK', { kid: record.kid, x: record.x }),
      member('ins_other', 'RS', { kid: 'nobody', x: 'nobody' }),
    ],
  }
})
afterAll(async () => {
  for (const instance of [country, secretariat]) {
    await instance.stop()
    await instance.database.drop()
  }
})

const publish = (name: string, year = 2025, method: Method = 'suppress') =>
  figures.read('en', (reading) => publishReport(reading, { name, year, instanceId: 'ins_test', key, by: null, method }))
const receive = (signed: string, trusted: TrustList | null = list, from: Way = { way: 'file' }) =>
  withSystem(secretariat.platform.db, 'release', (tx) => receiveRelease(tx, signed, { list: trusted, now: at, from }))
const regionOf = (year: number) => regional.read('en', (reading) => readRegion(reading, year, list))
const nothingSent = () => Promise.resolve(new Map<string, never>())
const kept = () => figures.read('en', ({ tx }) => listReleases(tx, nothingSent))

test('a country releases safe tables; the secretariat sees them, and who has not reported', async () => {
  const update = await publish('country-update')
  expect(update).toMatchObject({ version: 1, isNew: true })
  expect(update.suppressed).toBeGreaterThan(0)
  expect(await receive(update.signed)).toMatchObject({ ok: true, version: 1, isNew: true })
  expect(await receive(update.signed)).toMatchObject({ ok: true, isNew: false })
  // The same numbers again are the same release, to the letter.
  expect(await publish('country-update')).toMatchObject({ version: 1, isNew: false, signed: update.signed })

  const region = await regionOf(2025)
  expect(region.countries.map(({ country: of, missing, reports }) => [of, reports.length, missing])).toEqual([
    ['MK', 1, []],
    ['RS', 0, [{ report: 'country-update', overdue: null }]],
  ])
  const small = region.cells.flatMap((cell) => cell.values).filter((cell) => cell.status === 'suppressed')
  expect(small.length).toBeGreaterThan(0)
  for (const { value } of small) expect(value).toBeNull()
})

test('every release is kept with its certificate, and a later one is audited against all before it', async () => {
  await publish('us-tip')
  const [second, first] = (await kept()).releases
  expect(first).toMatchObject({ report: 'country-update', method: 'suppress', certificate: { safe: true, past: 0 } })
  expect(second).toMatchObject({ report: 'us-tip', certificate: { method: 'suppress', safe: true, past: 1, k: 10 } })
  expect(second?.certificate.tableDigest).toMatch(/^[0-9a-f]{64}$/u)
  // The other methods would give away what these hide, and spend nothing when they are refused.
  for (const method of ['round', 'noise'] as const)
    await expect(publish('eurostat-thb', 2025, method)).rejects.toMatchObject({ fault: 'mixed_methods' })
  const { releases, budgets } = await kept()
  expect([releases.length, budgets]).toEqual([2, []])
})

test('noise is paid from the budget of its year, drawn once for the same figures, and refused when all is spent', async () => {
  const first = await publish('country-update', 2024, 'noise')
  expect(first).toMatchObject({ method: 'noise', suppressed: 0, isNew: true })
  expect(await publish('country-update', 2024, 'noise')).toMatchObject({ isNew: false, signed: first.signed })
  expect((await kept()).budgets).toMatchObject([{ year: 2024, spent: 0.5, limit: 1, releases: 1 }])
  await publish('us-tip', 2024, 'noise')
  // Two at once cannot both have what is left, and a third gets none.
  await expect(publish('eurostat-thb', 2024, 'noise')).rejects.toMatchObject({ fault: 'budget_spent' })
  const { releases, budgets } = await kept()
  expect(budgets).toMatchObject([{ year: 2024, spent: 1, releases: 2 }])
  expect(releases.filter(({ year }) => year === 2024)).toHaveLength(2)
  expect(await receive(first.signed)).toMatchObject({ ok: true })
  expect((await regionOf(2024)).countries[0]?.reports).toMatchObject([{ method: 'noise' }])
})

test('two releases at the same time: one after the other, the second audited against the first', async () => {
  const both = await Promise.all([publish('country-update', 2023, 'round'), publish('us-tip', 2023, 'round')])
  expect(both.map(({ isNew }) => isNew)).toEqual([true, true])
  const rounded = (await kept()).releases.filter(({ method }) => method === 'round')
  const past = rounded.map(({ certificate }) => (certificate.method === 'round' ? certificate.past : null))
  expect(past.toSorted()).toEqual([0, 1])
})

test('a late record makes a new version, and the region is told what it corrected; versions may come in any order', async () => {
  const many = someHistory(now, 8)
    .filter((one) => one.milestones?.some((step) => step.fact === 'registered' && step.on.startsWith('2025')))
    .slice(0, 25)
    .map((one) => ({ ...one, sex: 'Feminine' as const, ageBand: '25_39' as const, citizenship: 'RO' }))
  await bringIn(country.platform.db, 'ins_test', many, now, 'register-late')
  const second = await publish('country-update')
  expect(second).toMatchObject({ version: 2, isNew: true })
  const more = many.slice(0, 20).map((one) => ({ ...one, citizenship: 'BG' }))
  await bringIn(country.platform.db, 'ins_test', more, now, 'register-later')
  const third = await publish('country-update')
  expect(third.version).toBe(3)
  // The third is there before the second.
  expect(await receive(third.signed)).toMatchObject({ ok: true, isNew: true })
  expect(await receive(second.signed)).toMatchObject({ ok: true, isNew: true })
  const [report] = (await regionOf(2025)).countries[0]?.reports ?? []
  expect(report?.version).toBe(3)
  expect(report?.versions.map(({ version }) => version)).toEqual([3, 2, 1])
  expect(report?.changed).toBeGreaterThan(0)
  const [corrected] = report?.versions[1]?.changes ?? []
  expect(corrected?.definition).toMatch(/\./u)
  expect(corrected?.before).not.toEqual(corrected?.after)
})

test('what came after the day it was asked for is told as late, by its first version; what is owed after that day, as overdue', async () => {
  const due = { month: 9, day: 30, mark: 'own' as const }
  const on = (reading: Reading, day: string): Reading => {
    const reports = reading.statistics.reports.map((one) => ({ ...one, due: one.id === 'eurostat-thb' ? null : due }))
    return { ...reading, now: `${day}T08:00:00.000Z`, statistics: { ...reading.statistics, reports } }
  }
  const publishOn = async (year: number, day: string) => {
    const release = { name: 'directive-annual', year, instanceId: 'ins_test', key, by: null }
    const { signed } = await figures.read('en', (reading) => publishReport(on(reading, day), release))
    await receive(signed)
  }
  const seenOn = async (year: number, day: string) =>
    (await regional.read('en', (reading) => readRegion(on(reading, day), year, list))).countries.map((one) => ({
      late: one.reports.map(({ report, late }) => [report, late]),
      overdue: one.missing.map(({ report, overdue }) => [report, overdue]),
    }))
  const owed = (overdue: boolean) => [['country-update', overdue]]
  const nothing = (overdue: boolean) => ({ late: [], overdue: owed(overdue) })
  expect(await seenOn(2021, '2022-09-30')).toEqual([nothing(false), nothing(false)])
  await publishOn(2021, '2022-10-01')
  expect(await seenOn(2021, '2022-10-01')).toEqual([
    { late: [['directive-annual', true]], overdue: owed(true) },
    nothing(true),
  ])
  await publishOn(2022, '2023-09-30')
  expect((await seenOn(2022, '2023-12-01'))[0]).toMatchObject({ late: [['directive-annual', false]] })
  // What was told in time and corrected afterwards is not late.
  const later = someHistory(now, 8)
    .filter((one) => one.milestones?.some((step) => step.fact === 'registered' && step.on.startsWith('2025')))
    .map((one) => ({
      ...one,
      milestones: one.milestones?.map((step) => ({ ...step, on: step.on.replace('2025', '2022') })),
    }))
  await bringIn(country.platform.db, 'ins_test', later as never, now, 'register-of-2022')
  await publishOn(2022, '2023-12-01')
  const [mk] = (await regional.read('en', (reading) => readRegion(reading, 2022, list))).countries
  expect(mk?.reports).toMatchObject([{ report: 'directive-annual', version: 2, late: false }])
})

test('what was changed, is of a stranger, or does not certify itself safe is refused and written down', async () => {
  const { signed } = await publish('greta')
  const read = await readRelease(signed, list, at)
  if (!read.ok || read.statement.kind !== 'report') throw new Error('it should be read')
  const { statement } = read
  const code = async (text: string, trusted: TrustList | null = list, from?: Way) => {
    const received = await receive(text, trusted, from)
    return received.ok ? 'taken' : received.code
  }
  expect(await code(`${signed.slice(0, -4)}AAAA`)).toBe('signature_wrong')
  expect(await code(await signRelease(statement, stranger))).toBe('signer_unknown')
  expect(await code(await signRelease({ ...statement, from: 'ins_other' }, key))).toBe('sender_differs')
  expect(await code(await signRelease({ ...statement, certificate: {} }, key))).toBe('not_certified_safe')
  expect(await code('some text')).toBe('not_a_release')
  expect(await code(signed, list, { way: 'message', peer: 'ins_other' })).toBe('not_the_sender')
  expect(await code(signed)).toBe('taken')
  const issued = '2026-03-01T08:00:01.000Z'
  expect(await code(await signRelease({ ...statement, issued, cells: [] }, key))).toBe('version_reused')
  const { refused } = await regionOf(2025)
  expect(refused.map((one) => one.code).toSorted()).toEqual([
    'not_a_release',
    'not_certified_safe',
    'not_the_sender',
    'sender_differs',
    'signature_wrong',
    'signer_unknown',
    'version_reused',
  ])
  // Without a trust list nobody can be told from anybody; that is no fault of what was brought.
  expect(await code(signed, null)).toBe('trust_list_stale')
  expect(await withSystem(secretariat.platform.db, 'release', listRefused)).toHaveLength(7)
})

test('what a law demands is a class of its own, noted with the law, and no release', async () => {
  const before = (await kept()).releases.length
  for (const legalBasis of ['Article 19a', ''])
    await figures.read('en', ({ tx }) =>
      noteStatutory(
        tx,
        { report: 'eurostat-thb', year: 2025, recipient: 'Eurostat', legalBasis, cells: [], by: null },
        at,
      ),
    )
  const rows = await figures.read('en', ({ tx }) => listStatutory(tx))
  expect(rows.map(({ legalBasis, report }) => [legalBasis, report]).toSorted()).toEqual([
    ['', 'eurostat-thb'],
    ['Article 19a', 'eurostat-thb'],
  ])
  expect((await kept()).releases).toHaveLength(before)
})
