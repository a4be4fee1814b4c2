import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { tableOf } from '../csv.ts'
import { loadCountries } from './countries.ts'
import type { Countries } from './countries.ts'
import { numberFrom } from './figure.ts'
import { readGlotip } from './glotip.ts'
import { readNrmUk } from './nrm-uk.ts'

let countries: Countries
beforeAll(async () => {
  countries = await loadCountries(fileURLToPath(new URL('../../../../../content', import.meta.url)))
})

const code = (label: string): string | undefined => {
  const found = countries.find(label)
  return found.is === 'country' ? found.code : found.is === 'group' ? found.name : undefined
}

test.for([
  ['Serbia', 'RS'],
  ['Serbian', 'RS'],
  ['Serbians', 'RS'],
  ['MOLDOVA', 'MD'],
  ['Republic of Moldova', 'MD'],
  ['The former Yugoslav Republic of Macedonia', 'MK'],
  ['Kosovo under UNSCR 1244', 'XK'],
  ['Kosovo*', 'XK'],
  ['T\ufffdrkiye', 'TR'],
  ["Cote d'ivoire", 'CI'],
  ['Côte d’Ivoire', 'CI'],
  ['B & H', 'BA'],
  ['Niger', 'NE'],
  ['Nigerian', 'NG'],
  ['Guinea', 'GN'],
  ['Guinea-Bissau', 'GW'],
  ['(specify the country)', 'unknown'],
  ['', 'unknown'],
  ['Nationals', 'nationals'],
  ['foreigners', 'foreigners'],
  ['Former Yugoslavia', 'former_yugoslavia'],
  ['Atlantis', undefined],
] as const)('"%s" is %s', ([label, expected]) => expect(code(label)).toBe(expected))

test('two nationalities in a row are told apart', () => {
  expect(countries.findSeveral('South Sudanese Sudanese')).toEqual(['SD', 'SS'])
  expect(countries.findSeveral('Afghan UK')).toEqual(['AF', 'GB'])
  expect(countries.findSeveral('Citizen of the Dominican Republic Spanish')).toEqual(['DO', 'ES'])
  expect(countries.findSeveral('Wholly Unheard')).toBeUndefined()
})

test('a number is what it says, in every way it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999 }), (count) => {
      for (const text of [String(count), count.toLocaleString('en'), `${count}.0`])
        expect(numberFrom(text)).toMatchObject({ value: count, status: count === 0 ? 'zero' : 'value' })
    }),
  )
  expect(numberFrom('<5')).toMatchObject({ status: 'suppressed', value: null, low: 0, high: 4 })
  for (const text of ['', '-1', '1.5', '1,00', 'five', '1e3']) expect(numberFrom(text)).toBeUndefined()
})

const header =
  'Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source'
const row = (
  more: Partial<Record<'dimension' | 'category' | 'sex' | 'age' | 'year' | 'value', string>> = {},
): string => {
  const one = { dimension: 'Total', category: 'Total', sex: 'Total', age: 'Total', year: '2020', value: '12', ...more }
  return `SRB,Serbia,Europe,Southern Europe,Detected trafficking victims,${one.dimension},${one.category},${one.sex},${one.age},${one.year},Counts,"${one.value}",GLOTIP`
}
const read = (...rows: string[]) => readGlotip(tableOf('in.csv', [header, ...rows].join('\n')), countries, 2026)

test('leaked question codes are left out, repeated keys are settled, each told by row and column', () => {
  const { figures, repairs, faults, leftOut } = read(
    row(),
    row(),
    row({ value: '14' }),
    row({ value: '6,112,019' }),
    row({ dimension: 'by citizenship', category: 'Q6.1_3', value: '2' }),
    row({ dimension: 'by form of exploitation', category: 'Other forms of exploitation', value: '3' }),
    row({ dimension: 'by form of exploitation', category: 'Other forms of exploitation', value: '<5' }),
    row({ dimension: 'by citizenship', category: 'Nationals', value: '1,204' }),
    row({ dimension: 'by citizenship', category: 'Atlantis', value: '1' }),
  )
  expect(faults).toEqual([])
  expect(leftOut).toBe(2)
  expect(repairs.map(({ row: at, column, kind }) => [at, column, kind])).toEqual([
    [5, 'txtVALUE', 'leaked_code'],
    [6, 'Category', 'leaked_code'],
    [8, 'txtVALUE', 'below_threshold'],
    [9, 'Category', 'no_country'],
    [9, 'txtVALUE', 'number_format'],
    [10, 'Category', 'country_not_known'],
    [3, 'value', 'repeated_same'],
    [4, 'value', 'repeated_differs'],
    [8, 'value', 'repeated_added'],
  ])
  const said = figures.map(({ key, value, low, high }) => [key, value, low, high])
  expect(said).toEqual([
    [{}, 12, 12, 12],
    [{}, 14, 14, 14],
    [{ form: 'other' }, null, 3, 7],
    [{ citizenship: 'RS' }, 1204, 1204, 1204],
    [{ citizenship: '?Atlantis' }, 1, 1, 1],
  ])
})

test('what cannot be read is a fault with row, column and remedy', () => {
  const { faults } = read(
    row({ sex: 'Women' }),
    row({ year: '2199' }),
    row({ value: 'many' }),
    row({ dimension: 'by size' }),
  )
  expect(faults.map(({ row: at, column, value }) => [at, column, value])).toEqual([
    [2, 'Sex', 'Women'],
    [3, 'Year', '2199'],
    [4, 'txtVALUE', 'many'],
    [5, 'Dimension', 'by size'],
  ])
  for (const { remedy } of faults) expect(remedy.length).toBeGreaterThan(3)
})

test('a file of other columns is none of the mechanism’s', () => {
  expect(readNrmUk(tableOf('in.csv', 'a,b\n1,2'), countries)).toBeUndefined()
})
