import type { Table } from '../csv.ts'
import type { Countries } from './countries.ts'
import { numberFrom, settleRepeated } from './figure.ts'
import type { Fault, Imported, ImportedFigure, Repair, RepairKind } from './figure.ts'

/** UNODC's open data of the Global Report on Trafficking in Persons: one published cell a row. */
export const GLOTIP_COLUMNS = [
  'Country',
  'Indicator',
  'Dimension',
  'Category',
  'Sex',
  'Age',
  'Year',
  'Unit of measurement',
  'txtVALUE',
] as const

const INDICATORS: Readonly<Record<string, string>> = {
  'Detected trafficking victims': 'glotip.victims_detected',
  'Persons brought into formal contact': 'glotip.formal_contact',
  'Persons prosecuted': 'glotip.prosecuted',
  'Persons convicted': 'glotip.convicted',
  'Offences of trafficking in persons': 'glotip.offences',
}
const SEXES: Readonly<Record<string, string | null>> = {
  Total: null,
  Female: 'female',
  Male: 'male',
  Other: 'other',
  Unknown: 'unknown',
}
const AGES: Readonly<Record<string, string | null>> = {
  Total: null,
  '0 to 17 years': 'child',
  '18 years or over': 'adult',
  Unknown: 'unknown',
}
const FORMS: Readonly<Record<string, string>> = {
  'Sexual exploitation': 'sexual',
  'Forced labour': 'labour',
  'Other forms of exploitation': 'other',
}
const DIMENSIONS = ['Total', 'by form of exploitation', 'by citizenship', 'by country of repatriation'] as const

/**
 * The number of a question of the form run together with row and year, where a count should be: `6,112,019` is question
 * 6.1, row 1, year 2019. The same codes stand in some categories.
 */
const leaked = (category: string, value: string): boolean =>
  /^Q\d+[._]/u.test(category) || /^6\d{2,3}(19|20)\d{2}$/u.test(value.replaceAll(',', ''))

const oneOf = (codes: Readonly<Record<string, unknown>>): string =>
  `one of ${Object.keys(codes)
    .map((name) => `"${name}"`)
    .join(', ')}`

/** Reads the whole file before anything is kept: a fault anywhere means that nothing is. */
export const readGlotip = ({ rows }: Table, countries: Countries, thisYear: number): Imported => {
  const repairs: Repair[] = []
  const faults: Fault[] = []
  const figures: ImportedFigure[] = []
  let leftOut = 0
  for (const { line, values } of rows) {
    const of = (column: (typeof GLOTIP_COLUMNS)[number]): string => values[column] ?? ''
    const fault = (column: string, remedy: string): void => {
      faults.push({ row: line, column, value: values[column] ?? '', remedy })
    }
    const repair = (column: string, kind: RepairKind, is: string): void => {
      repairs.push({ row: line, column, kind, was: values[column] ?? '', is })
    }
    if (leaked(of('Category'), of('txtVALUE'))) {
      repair(/^Q\d/u.test(of('Category')) ? 'Category' : 'txtVALUE', 'leaked_code', 'the row is left out')
      leftOut += 1
      continue
    }
    const before = faults.length
    const reporter = countries.find(of('Country'))
    if (reporter.is !== 'country') fault('Country', 'a country that the table of spellings knows')
    const indicator = INDICATORS[of('Indicator')]
    if (indicator === undefined) fault('Indicator', oneOf(INDICATORS))
    if (!DIMENSIONS.some((one) => one === of('Dimension')))
      fault('Dimension', DIMENSIONS.map((one) => `"${one}"`).join(' or '))
    if (!(of('Sex') in SEXES)) fault('Sex', oneOf(SEXES))
    if (!(of('Age') in AGES)) fault('Age', oneOf(AGES))
    const year = Number(of('Year'))
    if (!/^\d{4}$/u.test(of('Year')) || year < 1990 || year > thisYear) fault('Year', `a year from 1990 to ${thisYear}`)
    if (of('Unit of measurement') !== 'Counts') fault('Unit of measurement', '"Counts"')
    const number = numberFrom(of('txtVALUE'))
    if (number === undefined) fault('txtVALUE', 'a count, or "<5"')
    const key: Record<string, string> = {}
    const home = reporter.is === 'country' ? reporter.code : ''
    const category = of('Category')
    if (of('Dimension') === 'by form of exploitation') {
      const form = FORMS[category]
      if (form === undefined) fault('Category', oneOf(FORMS))
      else key['form'] = form
    } else if (of('Dimension') !== 'Total') {
      const name = of('Dimension') === 'by citizenship' ? 'citizenship' : 'country'
      const found = countries.find(category)
      if (found.is === 'country') {
        key[name] = found.code
        if (found.broken) repair('Category', 'broken_character', found.code)
        else if (!found.asNamed) repair('Category', 'country_spelling', found.code)
      } else if (found.is === 'group') {
        key[name] = found.name === 'nationals' ? home : found.name
        repair('Category', category === '' ? 'empty_category' : 'no_country', key[name])
      } else {
        // Kept as it is written: it counts in no country's figure, and is told so that the table can learn it.
        key[name] = `?${category}`
        repair('Category', 'country_not_known', key[name])
      }
    }
    if (faults.length > before || number === undefined || indicator === undefined) continue
    const sex = SEXES[of('Sex')]
    const age = AGES[of('Age')]
    if (sex) key['sex'] = sex
    if (age) key['age_group'] = age
    const { repair: kind, ...said } = number
    if (kind)
      repair('txtVALUE', kind, said.value === null ? `${said.low ?? 0} to ${said.high ?? 0}` : String(said.value))
    figures.push({
      definition: of('Dimension') === 'by country of repatriation' ? 'glotip.victims_repatriated' : indicator,
      period: String(year),
      country: home,
      key,
      ...said,
      source: 'unodc-glotip',
      note: null,
      row: line,
    })
  }
  // "Other forms of exploitation" gathers several forms of the questionnaire, a row each: they add up.
  const settled = settleRepeated(figures, repairs, (figure) => figure.key['form'] === 'other')
  return { read: rows.length, figures: settled, repairs, faults, leftOut }
}
