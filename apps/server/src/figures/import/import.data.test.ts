import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '../../platform/database/index.ts'
import { startTestInstance } from '../../testing/instance.ts'
import type { TestInstance } from '../../testing/instance.ts'
import { readTable } from '../csv.ts'
import { loadCountries } from './countries.ts'
import type { Countries } from './countries.ts'
import type { Repair } from './figure.ts'
import { readGlotip } from './glotip.ts'
import { readNrmUk } from './nrm-uk.ts'
import { keepFigures } from './store.ts'

const data = fileURLToPath(new URL('../../../../../../shared/data/', import.meta.url))
const isThere = existsSync(data)
const CI = process.env['CI'] === 'true'
if (!isThere && !CI) process.stderr.write(`skipped: the real figures are not at ${data}\n`)

let countries: Countries
let instance: TestInstance
beforeAll(async () => {
  countries = await loadCountries(fileURLToPath(new URL('../../../../../content', import.meta.url)))
  instance = await startTestInstance()
})
afterAll(async () => {
  await instance.stop()
  await instance.database.drop()
})

const kinds = (repairs: readonly Repair[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { kind } of repairs) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
const about = (day: string) => ({ title: 'Tests', batch: day, now: `${day}T00:00:00.000Z` })

test.skipIf(!isThere && !CI)('GLOTIP is read as it is, twice without doubling', async () => {
  const { figures, repairs, faults, read } = readGlotip(readTable(`${data}glotip/data_glotip_see.csv`), countries, 2026)
  expect(faults).toEqual([])
  expect(read).toBe(6_875)
  // Counted in the file by other means: "<5", thousands with a comma, keys that stand more than once.
  expect(kinds(repairs)).toMatchObject({ below_threshold: 2_801, number_format: 25, broken_character: 1 })
  expect(kinds(repairs)).not.toHaveProperty('country_not_known')
  expect(figures).toHaveLength(6_875 - (kinds(repairs)['repeated_same'] ?? 0) - (kinds(repairs)['repeated_added'] ?? 0))
  const detected = (country: string, year: string) =>
    figures.filter(
      (one) =>
        one.definition === 'glotip.victims_detected' &&
        one.country === country &&
        one.period === year &&
        Object.keys(one.key).length === 0,
    )
  expect(detected('AL', '2021').map((one) => one.value)).toEqual([159])
  expect(detected('RO', '2015').map((one) => one.value)).toEqual([880])
  expect(detected('MK', '2015')).toMatchObject([{ status: 'suppressed', value: null, low: 0, high: 4 }])
  // Bulgaria 2017 names two numbers of women; nobody here knows which is right.
  const women = figures.filter(
    (one) =>
      one.country === 'BG' &&
      one.period === '2017' &&
      one.definition === 'glotip.victims_detected' &&
      JSON.stringify(one.key) === '{"sex":"female"}',
  )
  expect(women.map((one) => one.value)).toEqual([407, 36])

  const { db } = instance.platform
  expect(await keepFigures(db, figures, about('2026-01-01'))).toEqual({ imported: figures.length, alreadyThere: 0 })
  expect(await keepFigures(db, figures, about('2026-02-01'))).toEqual({ imported: 0, alreadyThere: figures.length })
  const { rows } = await withSystem(db, 'look', (tx) =>
    sql<{ n: number }>`select count(*)::int as n from figure_entry`.execute(tx),
  )
  expect(rows[0]?.n).toBe(figures.length)
})

test.skipIf(!isThere && !CI)(
  'the four files of the British mechanism are read, cells and series side by side',
  async () => {
    const read = (name: string) => readNrmUk(readTable(`${data}nrm-uk/${name}.csv`), countries)
    const cells = read('nrm_referrals_leaf_2022q2_2023q4')
    const series = read('nrm_referrals_longitudinal')
    const conclusive = read('nrm_conclusive_grounds')
    const reasonable = read('nrm_reasonable_grounds')
    for (const one of [cells, series, conclusive, reasonable]) {
      expect(one?.faults).toEqual([])
      expect(kinds(one?.repairs ?? [])).not.toHaveProperty('country_not_known')
    }
    expect([cells?.read, series?.read, conclusive?.read, reasonable?.read]).toEqual([11_277, 885, 50, 50])
    const sum = (quarter: string): number =>
      (cells?.figures ?? []).filter((one) => one.period === quarter).reduce((total, one) => total + (one.value ?? 0), 0)
    expect(['2022-Q2', '2022-Q3', '2022-Q4', '2023-Q1', '2023-Q2', '2023-Q3', '2023-Q4'].map(sum)).toEqual([
      4_171, 4_586, 4_417, 4_746, 3_998, 4_138, 4_141,
    ])
    const total = (quarter: string): number =>
      (series?.figures ?? [])
        .filter((one) => one.period === quarter && one.key['exploited_in'] === undefined)
        .reduce((all, one) => all + (one.value ?? 0), 0)
    // The source revises: the same quarter, another number. Both are kept, under their own names.
    expect([total('2022-Q2'), total('2023-Q4')]).toEqual([4_157, 4_142])
    expect(reasonable?.figures.find((one) => one.period === '2014' && Object.keys(one.key).length === 0)?.value).toBe(
      2_423,
    )
    expect(cells?.figures.some((one) => one.key['citizenship'] === 'SD+SS')).toBe(true)
  },
)
