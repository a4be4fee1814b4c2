import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audit, faultsOfCertificate, reconstruct } from '@ariadne/disclosure'
import type { PublishedBefore } from '@ariadne/disclosure'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCsv } from '../../platform/csv.ts'
import { startTestInstance } from '../../testing/instance.ts'
import type { TestInstance } from '../../testing/instance.ts'
import { createFigures } from '../figures.ts'
import type { Figures } from '../figures.ts'
import { bringIn, someHistory } from '../testing/history.ts'
import { buildReport } from './build.ts'
import { reportCsv, reportSdmx, reportXlsx } from './export.ts'
import { untilThere } from '../../platform/apart/index.ts'
import { createAudits } from '../../platform/audits/index.ts'
import { makeNoisy, makeRounded } from './changed.ts'
import { makeSafe } from './release.ts'
import { keepReport } from './versions.ts'
import { viewReport } from './view.ts'
import { testFolder } from '../../testing/folder.ts'

const now = new Date('2026-03-01T08:00:00.000Z')
let instance: TestInstance
let figures: Figures

beforeAll(async () => {
  instance = await startTestInstance()
  await instance.unit('unt_nrm', 'nrm_office')
  const { db, clock } = instance.platform
  figures = createFigures({
    db,
    clock,
    instanceId: 'ins_test' as never,
    country: 'MK',
    contentDir: instance.config.contentDir,
    targets: () => ({}) as never,
    audits: createAudits('here'),
  })
  await bringIn(db, 'ins_test', someHistory(now, 8), now)
})
afterAll(async () => {
  await instance.stop()
  await instance.database.drop()
})

const audits = createAudits('here')
/** What was released before, as the database would give it. */
const beside = (past: readonly PublishedBefore[]) => ({
  audits,
  past: { names: past.map(({ name }) => name), load: () => Promise.resolve([...past]) },
})
const build = (name: string, year: number) => figures.read('en', (reading) => buildReport(reading, name, year))

test('every report can be filled; margins are the sums of what they stand over', async () => {
  const { reports } = await figures.statistics()
  expect(reports.map((one) => one.id)).toEqual([
    'country-update',
    'directive-annual',
    'eurostat-thb',
    'greta',
    'unodc-glotip',
    'us-tip',
  ])
  for (const { id } of reports) {
    const { cells, template } = await build(id, 2025)
    expect(cells.length).toBeGreaterThan(5)
    for (const table of template.tables) {
      if (table.kind === 'lines') continue
      const own = cells.filter((cell) => cell.table === table.id)
      for (const { dimension } of table.axes)
        for (const margin of own.filter((cell) => cell.key[dimension] === 'Total')) {
          const parts = own.filter(
            (cell) =>
              cell.key[dimension] !== 'Total' &&
              Object.entries(margin.key).every(([name, code]) => name === dimension || cell.key[name] === code),
          )
          if (margin.status === 'missing') continue
          expect(parts.reduce((sum, one) => sum + (one.value ?? 0), 0)).toBe(margin.value)
        }
    }
  }
})

test('Eurostat counts what the records say; law enforcement is missing until somebody says it', async () => {
  const { cells } = await build('eurostat-thb', 2025)
  const find = (table: string, key: Record<string, string>) =>
    cells.find((cell) => cell.table === table && Object.entries(key).every(([name, code]) => cell.key[name] === code))
  const registered = someHistory(now, 8).filter((record) =>
    record.milestones?.some((step) => step.fact === 'registered' && step.on.startsWith('2025')),
  )
  const girls = registered.filter(
    (one) => one.sex === 'Feminine' && ['under_12', '12_15', '16_17', 'doubt_child'].includes(one.ageBand),
  )
  expect(girls.length).toBeGreaterThan(3)
  expect(find('victims_sex_age', { sex: 'female', age_group: 'child' })?.value).toBe(girls.length)
  expect(find('victims_sex_age', { sex: 'Total', age_group: 'Total' })?.value).toBe(registered.length)
  expect(find('suspects_sex', { sex: 'Total' })).toMatchObject({ status: 'missing', value: null })
  expect(find('victims_sex_age', { sex: 'other', age_group: 'child' })).toMatchObject({ status: 'zero', value: 0 })
  const before = await build('eurostat-thb', 2009)
  expect(new Set(before.cells.map((cell) => cell.status))).toEqual(new Set(['missing']))
})

test('a record that comes late changes the cells it must change, and the report says which', async () => {
  await figures.read('en', async (reading) => {
    const built = await buildReport(reading, 'eurostat-thb', 2024)
    const kept = { name: 'eurostat-thb', year: 2024, template: '1.0.0', cells: built.cells }
    expect(await keepReport(reading.tx, kept, null, reading.now)).toEqual({ version: 1, isNew: true })
    expect(await keepReport(reading.tx, kept, null, reading.now)).toEqual({ version: 1, isNew: false })
  })
  const later = new Date(Date.now() + 60_000)
  const [one] = someHistory(now, 8).filter((record) =>
    record.milestones?.some((step) => step.fact === 'registered' && step.on.startsWith('2024')),
  )
  const late = {
    ...one!,
    sex: 'Masculine' as const,
    ageBand: '25_39' as const,
    exploitation: ['ForcedLabour' as const],
    citizenship: 'RO',
  }
  await bringIn(instance.platform.db, 'ins_test', [late], later, 'register-late')
  const { changes, lateFacts } = await build('eurostat-thb', 2024)
  const changed = new Set(changes.map(({ table, key }) => `${table} ${Object.values(key).join(' ')}`))
  expect(changed).toEqual(
    new Set([
      'victims_sex_age male adult',
      'victims_sex_age male Total',
      'victims_sex_age Total adult',
      'victims_sex_age Total Total',
      'victims_citizenship eu',
      'victims_citizenship Total',
      'victims_form labour',
      'victims_form Total',
    ]),
  )
  for (const { before, after } of changes) expect((after?.value ?? 0) - (before?.value ?? 0)).toBe(1)
  expect(lateFacts).toBeGreaterThan(0)
})

test('the same numbers go into CSV, workbook and SDMX', async () => {
  const { built, view } = await figures.read('sq', async (reading) => {
    const filled = await buildReport(reading, 'eurostat-thb', 2025)
    return { built: filled, view: viewReport(reading, filled, 'exact') }
  })
  const rows = parseCsv(reportCsv(built, { hxl: true })).map((row) => row.fields)
  expect(rows[1]?.every((tag) => tag.startsWith('#'))).toBe(true)
  expect(rows).toHaveLength(built.cells.length + 2)
  const at = (name: string) => rows[0]?.indexOf(name) ?? -1
  built.cells.forEach((cell, index) => {
    expect(rows[index + 2]?.[at('value')]).toBe(cell.value === null ? '' : String(cell.value))
    expect(rows[index + 2]?.[at('status')]).toBe(cell.status)
  })
  const sdmx = parseCsv(reportSdmx(built, 'MK')).map((row) => row.fields)
  expect(sdmx[0]).toEqual([
    'DATAFLOW',
    'FREQ',
    'UNIT',
    'LEG_STAT',
    'SEX',
    'AGE',
    'GEO',
    'TIME_PERIOD',
    'OBS_VALUE',
    'OBS_STATUS',
  ])
  expect(sdmx).toHaveLength(built.cells.filter((cell) => cell.table === 'victims_sex_age').length + 1)

  const file = join(testFolder('report'), 'report.xlsx')
  writeFileSync(file, await reportXlsx(built, view))
  expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK')
  const sheet = await readSheet(file, 'victims_sex_age')
  const total = built.cells.find(
    (cell) => cell.table === 'victims_sex_age' && Object.values(cell.key).every((one) => one === 'Total'),
  )
  expect(sheet.at(-1)?.[2]).toBe(total?.value)
})

test('what is released is audited, with what was released before; an attacker finds nobody', async () => {
  const content = await figures.statistics()
  const { definitions } = content
  const released: PublishedBefore[] = []
  for (const name of ['eurostat-thb', 'country-update', 'us-tip']) {
    const built = await build(name, 2025)
    const safe = await untilThere(() => makeSafe(built, content, beside(released), now.toISOString()))
    expect(safe.certificate.safe).toBe(true)
    expect(await faultsOfCertificate(safe.certificate, safe.table, released)).toEqual([])
    expect((await audit(safe.table, safe.certificate.rule, released)).safe).toBe(true)
    expect((await reconstruct(safe.table, safe.certificate.rule, released)).found).toEqual([])
    for (const [index, cell] of safe.cells.entries()) {
      const exact = built.cells[index]
      if (cell.status === 'suppressed') expect(cell.value).toBeNull()
      else expect(cell.value).toBe(exact?.value)
      const isCount = definitions.find((one) => one.id === cell.definition)?.kind === 'count'
      if (isCount && cell.value !== null) expect(cell.value === 0 || cell.value >= 10).toBe(true)
      expect(cell.others).toEqual([])
    }
    expect(safe.cells.some((cell) => cell.status === 'suppressed')).toBe(true)
    expect(safe.cells.some((cell) => cell.status === 'value')).toBe(true)
    released.push({ name, table: safe.table, method: 'suppress' })
  }
})

test('rounded, a report adds up in multiples and shows no exact share; with noise it spends; neither leaves a cell hidden', async () => {
  const content = await figures.statistics()
  const built = await build('country-update', 2025)
  const rounded = await untilThere(() => makeRounded(built, content, beside([]), now.toISOString(), 5))
  expect(rounded.certificate).toMatchObject({ method: 'rounding', safe: true })
  const counted = (cell: { definition: string }) =>
    content.definitions.find((one) => one.id === cell.definition)?.kind === 'count'
  expect(rounded.cells.filter(counted).length).toBeGreaterThan(10)
  for (const cell of rounded.cells) {
    expect(cell.status).not.toBe('suppressed')
    if (counted(cell) && cell.value !== null) expect(cell.value % 5).toBe(0)
    // A share tells the counts it was made from: these are rounded as well.
    for (const part of [cell.numerator, cell.denominator]) if (part !== undefined) expect(part % 5).toBe(0)
  }
  const bytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))
  const budget = { limit: '1', entries: [] }
  const noisy = await makeNoisy(built, content, [], now.toISOString(), { epsilon: '1', budget, bytes })
  expect(noisy.budget.entries).toMatchObject([{ epsilon: '1', rho: '1/2' }])
  expect(noisy.certificate).toMatchObject({ method: 'noise', limit: '1', spent: '1/2' })
  expect(noisy.cells.some((cell) => cell.status === 'suppressed')).toBe(false)
  // The same figures by another method are refused, whichever was first.
  const past = { name: 'earlier', table: rounded.table, method: 'round' as const, base: 5, farthest: 0.8 }
  await expect(untilThere(() => makeSafe(built, content, beside([past]), now.toISOString()))).rejects.toMatchObject({
    fault: 'mixed_methods',
  })
  await expect(
    makeNoisy(built, content, [past], now.toISOString(), { epsilon: '1', budget, bytes }),
  ).rejects.toMatchObject({ fault: 'mixed_methods' })
})

test('what another collection says stands beside, and is counted only when it is asked for', async () => {
  const plain = someHistory(now, 8)
    .slice(0, 30)
    .map(({ milestones: _milestones, detector: _detector, place: _place, area: _area, ...record }) => ({
      ...record,
      year: 2022,
    }))
  await bringIn(instance.platform.db, 'ins_test', plain, now, 'other-collection')
  const ours = await build('eurostat-thb', 2022)
  const total = ours.cells.find(
    (cell) => cell.table === 'victims_sex_age' && Object.values(cell.key).every((one) => one === 'Total'),
  )
  expect(total?.status).toBe('missing')
  expect(total?.others).toEqual([
    { source: 'other-collection', definition: 'victims.registered', status: 'value', value: 30, low: null, high: null },
  ])
  const theirs = await figures.read('en', (reading) =>
    buildReport(reading, 'eurostat-thb', 2022, { collection: 'other-collection' }),
  )
  expect(
    theirs.cells.find(
      (cell) => cell.table === 'victims_sex_age' && Object.values(cell.key).every((one) => one === 'Total'),
    )?.value,
  ).toBe(30)
})
