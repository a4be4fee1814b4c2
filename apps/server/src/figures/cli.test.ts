import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../testing/cli.ts'
import { startTestInstance } from '../testing/instance.ts'
import type { TestInstance } from '../testing/instance.ts'
import { bringIn, someHistory } from './testing/history.ts'
import { testFolder } from '../testing/folder.ts'

const now = new Date('2026-03-01T08:00:00.000Z')
const folder = testFolder('figures')
let instance: TestInstance

const ariadne = commandLine(() => ({ ARIADNE_CONFIG: join(folder, 'config.json') }))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

beforeAll(async () => {
  instance = await startTestInstance()
  await instance.unit('unt_nrm', 'nrm_office')
  await bringIn(instance.platform.db, 'ins_test', someHistory(now), now)
  writeFileSync(join(folder, 'config.json'), JSON.stringify(instance.config))
})
afterAll(async () => {
  await instance.stop()
  await instance.database.drop()
})

test('a report is one JSON line with tables, cells, definitions and statuses; and files', async () => {
  const [csv, xlsx, sdmx] = ['csv', 'xlsx', 'sdmx'].map((ending) => join(folder, `report.${ending}`)) as [
    string,
    string,
    string,
  ]
  const { code, out } = await ariadne(
    'report',
    'eurostat-thb',
    '--year',
    '2025',
    '--json',
    '--csv',
    csv,
    '--xlsx',
    xlsx,
    '--sdmx',
    sdmx,
    '--hxl',
    '--keep',
  )
  expect(code).toBe(0)
  expect(out.trim().split('\n')).toHaveLength(1)
  expect(JSON.parse(out)).toMatchObject({ sdmx: 'not_verified', warnings: [{ code: 'sdmx_codes_not_verified' }] })
  const report = JSON.parse(out) as { year: number; tables: { cells: { definition: string; status: string }[] }[] }
  expect(report.year).toBe(2025)
  const statuses = new Set(report.tables.flatMap((table) => table.cells.map((cell) => cell.status)))
  expect(statuses).toEqual(new Set(['value', 'zero', 'missing']))
  expect(readFileSync(csv, 'utf8').split('\r\n')[1]).toContain('#indicator+value+num')
  expect(readFileSync(sdmx, 'utf8')).toContain('ESTAT:CRIM_THB_VSAGE(1.0)')
  expect(readFileSync(xlsx).byteLength).toBeGreaterThan(2_000)
  const again = await ariadne('report', 'eurostat-thb', '--year', '2025')
  expect(again.out).toContain('0 cells changed')
})

test('what was typed wrong is told with what would be right', async () => {
  const wrong: [string[], string][] = [
    [['report', 'nothing', '--year', '2025'], 'There are: country-update'],
    [['report', 'eurostat-thb'], '--year 2025'],
    [['report', 'eurostat-thb', '--year', '25'], '--year 2025'],
    [['report', 'us-tip', '--year', '2025', '--sdmx', join(folder, 'x')], 'SDMX'],
    [['report', 'us-tip', '--year', '2025', '--keep', '--source', 'ctdc-2020'], 'own records'],
    [['release', 'publish', 'us-tip', '--year', '2025'], '--out FILE'],
    [['release', 'publish', 'us-tip', '--year', '2025', '--out', join(folder, 'x')], 'signing key'],
    [
      [
        'release',
        'publish',
        'us-tip',
        '--year',
        '2025',
        '--out',
        join(folder, 'x'),
        '--statutory',
        'Article 1',
        '--recipient',
        'R',
      ],
      'No law',
    ],
    [['report', 'receive', join(folder, 'none')], 'cannot be read'],
    [['report', 'receive', file('no.jws', 'some text')], 'trust list'],
    [['import', 'glotip', file('no.csv', 'a,b\n1,2\n')], 'no column'],
    [['import', 'nrm-uk', file('no2.csv', 'a,b\n1,2\n')], 'none of the files known'],
  ]
  for (const [args, told] of wrong) {
    const { code, err, out } = await ariadne(...args)
    expect(code, args.join(' ')).toBe(1)
    expect(`${err}${out}`, args.join(' ')).toContain(told)
  }
})

const header =
  'Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source'
const row = (sex: string, value: string, year = '2020'): string =>
  `MKD,North Macedonia,Europe,Southern Europe,Detected trafficking victims,Total,Total,${sex},Total,${year},Counts,"${value}",GLOTIP`

test('an import tells every repair, comes twice without doubling, and comes wholly or not at all', async () => {
  const good = file('good.csv', [header, row('Total', '1,012'), row('Female', '<5')].join('\n'))
  const first = JSON.parse(
    (await ariadne('import', 'glotip', good, '--json', '--repairs', join(folder, 'repairs.csv'))).out,
  ) as Record<string, unknown>
  expect(first).toMatchObject({ ok: true, read: 2, imported: 2, alreadyThere: 0, leftOut: 0 })
  expect(first['repairs']).toEqual([
    { row: 2, column: 'txtVALUE', kind: 'number_format', was: '1,012', is: '1012' },
    { row: 3, column: 'txtVALUE', kind: 'below_threshold', was: '<5', is: '0 to 4' },
  ])
  expect(readFileSync(join(folder, 'repairs.csv'), 'utf8')).toContain('2,txtVALUE,number_format,"1,012",1012')
  expect(JSON.parse((await ariadne('import', 'glotip', good, '--json')).out)).toMatchObject({
    imported: 0,
    alreadyThere: 2,
  })
  const bad = file('bad.csv', [header, row('Total', '7', '2019'), row('Women', '3', '2019')].join('\n'))
  const refused = await ariadne('import', 'glotip', bad)
  expect(refused.code).toBe(1)
  expect(refused.err).toContain(':3: Sex: "Women"')
  expect(refused.err).toContain('Nothing was imported')
  expect(
    JSON.parse(
      (await ariadne('import', 'glotip', file('one.csv', [header, row('Total', '7', '2019')].join('\n')), '--json'))
        .out,
    ),
  ).toMatchObject({ imported: 1 })
})

test('what a law demands goes out exact and is noted', async () => {
  const out = join(folder, 'exact.csv')
  const sent = await ariadne(
    'release',
    'publish',
    'eurostat-thb',
    '--year',
    '2025',
    '--out',
    out,
    '--statutory',
    'Article 19a',
    '--recipient',
    'Eurostat',
    '--json',
  )
  expect(JSON.parse(sent.out)).toMatchObject({ ok: true, class: 'statutory', report: 'eurostat-thb' })
  expect(readFileSync(out, 'utf8')).toContain('victims.registered')
})
