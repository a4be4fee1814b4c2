import { vocabulary } from '@ariadne/domain'
import type { z } from 'zod'
import { parseCsv } from '../../platform/csv.ts'

/**
 * Records of the Counter-Trafficking Data Collaborative's k-anonymised global dataset (14 April 2020): one person a
 * row, coded, nothing that identifies anyone. Empty, 0, 00 and -99 say that something is not known, never that it is not.
 */
export const CTDC_COLUMNS = [
  'yearOfRegistration',
  'gender',
  'ageBroad',
  'citizenship',
  'isForcedLabour',
  'isSexualExploit',
  'CountryOfExploitation',
] as const
type Column = (typeof CTDC_COLUMNS)[number]

export type CtdcRecord = {
  year: number
  sex: z.infer<typeof vocabulary.Sex>
  ageBand: z.infer<typeof vocabulary.AgeBand>
  citizenship: string | null
  exploitation: z.infer<typeof vocabulary.Exploitation>[]
  countryOfExploitation: string | null
}

/** What is wrong with one entry, and what would be right. */
export type RecordFault = { line: number; column: string; value: string; remedy: string }

/** What was read as something else than it says, so often, with the first lines where it stands. */
export type Repair = {
  kind: 'unknown_code' | 'age_not_known' | 'band_by_middle'
  column: string
  was: string
  is: string
  count: number
  lines: number[]
}

const LINES_TOLD = 5
/** Bands that lie across two of ours. */
const ACROSS = new Set(['9--17', '24--26', '39--47', '48+'])

const UNKNOWN = new Set(['', '0', '00', '-99', '-99.0'])

/**
 * The dataset's age bands against ours. Where a band lies across two of ours, the one that its middle falls in is taken
 * (9-17: 13 years; 18-20 and 21-23 lie wholly in 18-24; 24-26: 25; 39-47: 43), so between children and adults it is
 * always exact. 48 and over has no middle: an adult. An age not known may be a child's, and counts as one.
 */
export const AGE_BANDS: Readonly<Record<string, CtdcRecord['ageBand']>> = {
  '0--8': 'under_12',
  '9--17': '12_15',
  '18--20': '18_24',
  '21--23': '18_24',
  '24--26': '25_39',
  '27--29': '25_39',
  '30--38': '25_39',
  '39--47': '40_59',
  '48+': 'unknown_adult',
  '': 'doubt_child',
}

const SEXES: Readonly<Record<string, CtdcRecord['sex']>> = {
  Female: 'Feminine',
  Male: 'Masculine',
  '': 'NonSpecifiedUnknown',
}

/** Columns in which a code may say that nothing is known. */
const CODED = ['citizenship', 'isForcedLabour', 'isSexualExploit', 'CountryOfExploitation'] as const

const FLAGS: Readonly<Record<string, boolean>> = { '1': true, '1.0': true, '0': false, '0.0': false }

type Entry = (name: Column) => string
type Reader = (entry: Entry, fault: (column: Column, remedy: string) => void, thisYear: number) => CtdcRecord

const quoted = (values: readonly string[]): string => values.map((value) => (value === '' ? 'empty' : value)).join(', ')

const readRecord: Reader = (entry, fault, thisYear) => {
  const year = Number(entry('yearOfRegistration'))
  if (!/^\d{4}$/u.test(entry('yearOfRegistration')) || year < 1990 || year > thisYear)
    fault('yearOfRegistration', `a year from 1990 to ${thisYear}`)
  const sex = SEXES[entry('gender')]
  if (sex === undefined) fault('gender', `one of ${quoted(Object.keys(SEXES))}`)
  const ageBand = AGE_BANDS[entry('ageBroad')]
  if (ageBand === undefined) fault('ageBroad', `one of ${quoted(Object.keys(AGE_BANDS))}`)
  const country = (column: Column): string | null => {
    const code = entry(column)
    if (UNKNOWN.has(code)) return null
    if (!vocabulary.Country.safeParse(code).success)
      fault(column, 'a country code of two letters (ISO 3166-1, or XK), or 0 or empty where it is not known')
    return code
  }
  const flag = (column: Column): boolean => {
    const value = entry(column)
    if (value in FLAGS) return FLAGS[value] === true
    if (!UNKNOWN.has(value)) fault(column, '1, 0, or empty where it is not known')
    return false
  }
  return {
    year,
    sex: sex ?? 'NonSpecifiedUnknown',
    ageBand: ageBand ?? 'doubt_child',
    citizenship: country('citizenship'),
    exploitation: [
      ...(flag('isForcedLabour') ? (['ForcedLabour'] as const) : []),
      ...(flag('isSexualExploit') ? (['SexualExploitation'] as const) : []),
    ],
    countryOfExploitation: country('CountryOfExploitation'),
  }
}

/**
 * Reads the whole file before anything else is done with it.
 * @param thisYear the year by the instance's clock: nobody was registered later
 */
export const readCtdc = (
  text: string,
  thisYear: number,
): { records: CtdcRecord[]; faults: RecordFault[]; repairs: Repair[] } => {
  const [header, ...rows] = parseCsv(text)
  const faults: RecordFault[] = []
  const places = new Map<string, number>()
  for (const [index, name] of (header?.fields ?? []).entries()) {
    const column = name.trim()
    if (places.has(column)) faults.push({ line: 1, column, value: name, remedy: 'each column once' })
    places.set(column, index)
  }
  for (const column of CTDC_COLUMNS)
    if (!places.has(column))
      faults.push({ line: 1, column, value: '', remedy: `a header line with the columns ${CTDC_COLUMNS.join(', ')}` })
  if (faults.length > 0) return { records: [], faults, repairs: [] }

  const width = header?.fields.length ?? 0
  const records: CtdcRecord[] = []
  const repairs = new Map<string, Repair>()
  const repaired = (line: number, one: Pick<Repair, 'kind' | 'column' | 'was' | 'is'>): void => {
    const key = JSON.stringify([one.column, one.was])
    const repair = repairs.get(key) ?? { ...one, count: 0, lines: [] }
    repair.count += 1
    if (repair.lines.length < LINES_TOLD) repair.lines.push(line)
    repairs.set(key, repair)
  }
  for (const { line, fields } of rows) {
    if (fields.length !== width) {
      faults.push({
        line,
        column: '(row)',
        value: `${fields.length} fields`,
        remedy: `${width} fields, as the header has`,
      })
      continue
    }
    const entry: Entry = (name) => (fields[places.get(name) ?? -1] ?? '').trim()
    for (const column of CODED)
      if (entry(column) !== '' && UNKNOWN.has(entry(column)) && !(entry(column) in FLAGS && column.startsWith('is')))
        repaired(line, { kind: 'unknown_code', column, was: entry(column), is: '' })
    const band = entry('ageBroad')
    const is = AGE_BANDS[band]
    if (is !== undefined && (band === '' || ACROSS.has(band)))
      repaired(line, { kind: band === '' ? 'age_not_known' : 'band_by_middle', column: 'ageBroad', was: band, is })
    records.push(
      readRecord(entry, (column, remedy) => faults.push({ line, column, value: entry(column), remedy }), thisYear),
    )
  }
  return faults.length > 0
    ? { records: [], faults, repairs: [] }
    : { records, faults, repairs: [...repairs.values()].toSorted((a, b) => b.count - a.count) }
}
