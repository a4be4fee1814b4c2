import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scan } from './index.ts'
import type { ScanMethod, Zone } from './index.ts'

/** What R scanstatistics answers for brain cancer in New Mexico and hepatitis A in Berlin: every zone at every duration. */
const folder = fileURLToPath(new URL('../../../../../shared/data/quant/scan/', import.meta.url))
const isThere = existsSync(folder)
if (!isThere && process.env['CI'] !== 'true')
  process.stderr.write(`skipped: the reference values are not at ${folder}\n`)
const skipped = !isThere && process.env['CI'] !== 'true'

const rowsOf = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/u)
    .map((line) => line.split(',').map((field) => field.replaceAll('"', '')))
const read = (file: string) => rowsOf(`${folder}${file}`)
const numbers = (rows: string[][]) => rows.slice(1).map((row) => row.map(Number))
const zonesIn = (file: string): Zone[] =>
  read(file)
    .slice(1)
    .map(([, members = '']) => members.split(' ').map((place) => Number(place) - 1))

const newMexico = () => {
  const rows = read('NM_counts_matrix.csv')
  const places = rows[0] ?? []
  const counts = numbers(rows)
  const people = new Map(
    read('NM_popcas.csv').map(([year, county, population]) => [`${year} ${county}`, Number(population)]),
  )
  const population = counts.map((_, at) => places.map((county) => people.get(`${1973 + at} ${county}`) ?? Number.NaN))
  return { places, counts, population, zones: zonesIn('NM_zones.csv') }
}

const AT_1989 = { at: 17, window: 4, simulations: 99 }

test.skipIf(skipped).each([
  ['population', 'NM_1986_89_pb_poisson_allscores.csv'],
  ['permutation', 'NM_1986_89_permutation_allscores.csv'],
  ['poisson', 'NM_1986_89_eb_poisson_allscores.csv'],
] as const)('New Mexico, %s: every zone and duration', (method: ScanMethod, file) => {
  const { counts, zones, population } = newMexico()
  const expected = method === 'poisson' ? numbers(read('NM_eb_baselines_1986_89.csv')) : undefined
  const { scores } = scan({
    ...AT_1989,
    counts,
    zones,
    method,
    ...(method === 'population' ? { population } : {}),
    ...(expected ? { expected } : {}),
  })
  const ours = new Map(scores.map((one) => [`${zones.indexOf(one.zone) + 1} ${one.duration}`, one.llr]))
  const theirs = read(file).slice(1)
  expect(theirs.length).toBe(ours.size)
  for (const [zone, duration, score] of theirs) {
    const llr = ours.get(`${zone} ${duration}`) ?? Number.NaN
    expect(Math.abs(llr - Number(score)), `zone ${zone}, ${duration} years`).toBeLessThan(1e-8)
  }
})

test.skipIf(skipped)('New Mexico: the strongest by name', () => {
  const { counts, zones, population, places } = newMexico()
  const named = (method: ScanMethod) => {
    const [first] = scan({ ...AT_1989, counts, zones, method, population }).clusters
    return first && { places: first.zone.map((place) => places[place]), from: first.from, duration: first.duration }
  }
  expect(named('population')).toEqual({ places: ['losalamos', 'santafe'], from: 14, duration: 4 })
  expect(named('permutation')).toEqual({ places: ['chaves', 'eddy'], from: 17, duration: 1 })
})

test.skipIf(skipped)('Berlin, week by week: the strongest rise of all is in week 121', () => {
  const counts = numbers(
    rowsOf(fileURLToPath(new URL('../surveillance/hepatitisA_berlin12_in.csv', `file://${folder}`))),
  ).map((row) => row.slice(1))
  const zones = zonesIn('hepA_berlin12_zones.csv')
  let strongest = { week: 0, llr: 0, zone: '', observed: 0, expected: 0 }
  for (let week = 52; week <= counts.length; week += 1) {
    const [one] = scan({ counts, zones, at: week, window: 52, longest: 8, simulations: 1 }).scores
    if (one && one.llr > strongest.llr)
      strongest = {
        week,
        llr: one.llr,
        zone: one.zone.map((place) => place + 1).join(','),
        observed: one.observed,
        expected: one.expected,
      }
  }
  expect(strongest).toMatchObject({ week: 121, zone: '4,6,12', observed: 3 })
  expect(strongest.llr).toBeCloseTo(3.46495174642, 10)
  expect(strongest.expected).toBeCloseTo(0.409, 3)
  const [cluster] = scan({ counts, zones, at: 121, window: 52, longest: 8, seed: 999 }).clusters
  expect(cluster?.p).toBeGreaterThan(0.005)
  expect(cluster?.p).toBeLessThan(0.03)
})
