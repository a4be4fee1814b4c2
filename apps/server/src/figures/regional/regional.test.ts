import { importSigningKey, makeSigningKey } from '@ariadne/exchange'
import type { SigningKey, TrustList } from '@ariadne/exchange'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstance } from '../../testing/instance.ts'
import type { TestInstance } from '../../testing/instance.ts'
import { createFigures } from '../figures.ts'
import type { Figures } from '../figures.ts'
import { figureTables } from '../tables.ts'
import { bringIn, someHistory } from '../testing/history.ts'
import { noteStatutory, publishReport } from './publish.ts'
import { receiveRelease } from './receive.ts'
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

const publish = (name: string, year = 2025) =>
  figures.read('en', (reading) => publishReport(reading, { name, year, instanceId: 'ins_test', key, by: null }))
const receive = (signed: string, trusted: TrustList | null = list) =>
  receiveRelease({ db: secretariat.platform.db, list: trusted, now: at }, signed)

test('a country releases safe tables; the secretariat sees them, and who has not reported', async () => {
  const update = await publish('country-update')
  expect(update.suppressed).toBeGreaterThan(0)
  expect(await receive(update.signed)).toMatchObject({ ok: true, version: 1, isNew: true })
  expect(await receive(update.signed)).toMatchObject({ ok: true, isNew: false })
  // The same numbers again are the same release.
  expect((await publish('country-update')).version).toBe(1)

  const region = await regional.read('en', (reading) => readRegion(reading, 2025, list))
  expect(region.countries.map(({ country: of, missing, reports }) => [of, reports.length, missing])).toEqual([
    ['MK', 1, ['eurostat-thb']],
    ['RS', 0, ['country-update', 'eurostat-thb']],
  ])
  const small = region.cells.flatMap((cell) => cell.values).filter((cell) => cell.status === 'suppressed')
  expect(small.length).toBeGreaterThan(0)
  for (const { value } of small) expect(value).toBeNull()
})

test('a late record makes a new version, and the region is told how much changed', async () => {
  const many = someHistory(now, 8)
    .filter((one) => one.milestones?.some((step) => step.fact === 'registered' && step.on.startsWith('2025')))
    .slice(0, 25)
    .map((one) => ({ ...one, sex: 'Feminine' as const, ageBand: '25_39' as const, citizenship: 'RO' }))
  await bringIn(country.platform.db, 'ins_test', many, now, 'register-late')
  const again = await publish('country-update')
  expect(again.version).toBe(2)
  expect(await receive(again.signed)).toMatchObject({ ok: true, version: 2, isNew: true })
  const region = await regional.read('en', (reading) => readRegion(reading, 2025, list))
  expect(region.countries[0]?.reports).toMatchObject([{ version: 2 }])
  expect(region.countries[0]?.reports[0]?.changed).toBeGreaterThan(0)
})

test('what was changed, is of a stranger, or does not certify itself safe is refused', async () => {
  const { signed } = await publish('us-tip')
  const read = await readRelease(signed, list, at)
  if (!read.ok || read.statement.kind !== 'report') throw new Error('it should be read')
  const code = async (text: string, trusted: TrustList | null = list) => {
    const received = await receive(text, trusted)
    return received.ok ? 'taken' : received.code
  }
  expect(await code(`${signed.slice(0, -4)}AAAA`)).toBe('signature_wrong')
  expect(await code(await signRelease(read.statement, stranger))).toBe('signer_unknown')
  expect(await code(await signRelease({ ...read.statement, from: 'ins_other' }, key))).toBe('sender_differs')
  expect(await code(await signRelease({ ...read.statement, certificate: {} }, key))).toBe('not_certified_safe')
  expect(await code('some text')).toBe('not_a_release')
  expect(await code(signed, null)).toBe('trust_list_stale')
  const response = await secretariat.request('/exchange/v1/release', {
    method: 'POST',
    headers: { 'Content-Type': 'application/jose' },
    body: signed,
  })
  // This instance has no trust list: it believes nobody.
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code: 'trust_list_stale' })
})

test('what a law demands is a class of its own, noted with the law', async () => {
  await figures.read('en', (reading) =>
    noteStatutory(
      reading.tx,
      { name: 'eurostat-thb', year: 2025, recipient: 'Eurostat', legalBasis: 'Article 19a', cells: [], by: null },
      at,
    ),
  )
  const rows = await figures.read('en', ({ tx }) =>
    figureTables(tx).selectFrom('transmission').select(['class', 'legal_basis', 'report']).orderBy('sent_at').execute(),
  )
  expect(rows).toContainEqual({ class: 'statutory', legal_basis: 'Article 19a', report: 'eurostat-thb' })
  expect(rows.filter((row) => row.class === 'safe_table').map((row) => row.report)).toEqual(
    expect.arrayContaining(['country-update', 'us-tip']),
  )
})
