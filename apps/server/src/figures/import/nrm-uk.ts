import type { Table } from '../csv.ts'
import type { Countries } from './countries.ts'
import { numberFrom, settleRepeated } from './figure.ts'
import type { Fault, Imported, ImportedFigure, Repair, RepairKind } from './figure.ts'

/** Statistics of the United Kingdom's National Referral Mechanism, in the three shapes they are passed on in. */
const LEAF = [
  'quarter',
  'First responder type',
  'First responder',
  'Exploitation type',
  'Age at exploitation',
  'Gender',
  'Nationality',
  'People',
]
const LONG = ['Year', 'Quarter', 'Age at exploitation', 'Location of exploitation', 'NRM referrals']
const DECISION = /^(?<age>.+) - (?:(?<which>Negative|Positive) (?<stage>reasonable|conclusive) grounds|Total)$/u

const AGES: Readonly<Record<string, string>> = {
  'Adult (18 or over)': 'adult',
  'Child (17 or under)': 'child',
  'Age not specified or unknown': 'unknown',
  'Not specified or unknown': 'unknown',
}
const GENDERS: Readonly<Record<string, string>> = {
  Female: 'female',
  Male: 'male',
  Other: 'other',
  Unknown: 'unknown',
  'Not Recorded': 'unknown',
}
const RESPONDERS: Readonly<Record<string, string>> = {
  Police: 'police',
  'Government agency': 'government',
  'Local Authority': 'local_authority',
  'NGO and third sector': 'civil_society',
}
const LOCATIONS: Readonly<Record<string, string | null>> = {
  UK: 'GB',
  Overseas: 'overseas',
  'UK and Overseas': 'both',
  'Not specified or unknown': 'unknown',
  Total: null,
}
const FORMS: Readonly<Record<string, string>> = {
  Labour: 'labour',
  Sexual: 'sexual',
  Criminal: 'criminal',
  Domestic: 'domestic',
  'Organ Harvesting': 'organs',
}

const oneOf = (codes: Readonly<Record<string, unknown>>): string =>
  Object.keys(codes)
    .map((name) => `"${name}"`)
    .join(' or ')

/** `Labour, Domestic & Criminal`: several forms of one referral, in one category of their own. */
const formFrom = (label: string): string | undefined => {
  if (label === 'Not specified or unknown') return 'unknown'
  const forms = label.split(/\s*[,&]\s*/u).map((part) => FORMS[part])
  return forms.every((form) => form !== undefined) ? forms.toSorted().join('+') : undefined
}

type Reading = {
  line: number
  value: (column: string) => string
  fault: (column: string, remedy: string) => void
  repair: (column: string, kind: RepairKind, is: string) => void
  number: (column: string) => Pick<ImportedFigure, 'status' | 'value' | 'low' | 'high'> | undefined
}

const yearOf = ({ value, fault, repair }: Reading): string => {
  const year = value('Year').replace(/\.0$/u, '')
  if (!/^(19|20)\d{2}$/u.test(year)) fault('Year', 'a year')
  else if (year !== value('Year')) repair('Year', 'number_format', year)
  return year
}

const nationalityOf = ({ value, repair }: Reading, countries: Countries): string => {
  // A search and replace in the source turned every "uk" into "UK", within words too.
  const label = value('Nationality').replaceAll(/\bUK(?=rain)/gu, 'Uk')
  if (label !== value('Nationality')) repair('Nationality', 'label_spelling', label)
  const found = countries.find(label)
  if (found.is === 'country') return found.code
  if (found.is === 'group') return found.name
  const several = countries.findSeveral(label)
  if (several === undefined) {
    repair('Nationality', 'country_not_known', `?${label}`)
    return `?${label}`
  }
  const known = several.join('+')
  repair('Nationality', 'two_citizenships', known)
  return known
}

const shared = { country: 'GB', note: null } as const

const leafOf = (reading: Reading, countries: Countries): ImportedFigure[] => {
  const { line, value, fault, repair, number } = reading
  const quarter = /^(\d{4})_q([1-4])$/u.exec(value('quarter'))
  if (!quarter) fault('quarter', 'like 2022_q2')
  const code = (column: string, codes: Readonly<Record<string, string>>): string => {
    const found = codes[value(column)]
    if (found === undefined) fault(column, oneOf(codes))
    return found ?? ''
  }
  const form = formFrom(value('Exploitation type'))
  if (form === undefined) fault('Exploitation type', `${oneOf(FORMS)}, or several of them`)
  const said = number('People')
  const key = {
    detector: code('First responder type', RESPONDERS),
    responder: value('First responder'),
    form: form ?? '',
    age_group: code('Age at exploitation', AGES),
    sex: code('Gender', GENDERS),
    citizenship: nationalityOf(reading, countries),
  }
  if (value('Gender') === 'Not Recorded') repair('Gender', 'label_spelling', 'unknown')
  return said && quarter
    ? [
        {
          ...shared,
          ...said,
          definition: 'nrm_uk.referrals',
          period: `${quarter[1]}-Q${quarter[2]}`,
          key,
          source: 'nrm-uk-cells',
          row: line,
        },
      ]
    : []
}

const longOf = (reading: Reading): ImportedFigure[] => {
  const { line, value, fault, number } = reading
  const year = yearOf(reading)
  const age = AGES[value('Age at exploitation')]
  if (age === undefined) fault('Age at exploitation', oneOf(AGES))
  const place = LOCATIONS[value('Location of exploitation')]
  if (place === undefined) fault('Location of exploitation', oneOf(LOCATIONS))
  if (!/^Q[1-4]$/u.test(value('Quarter'))) fault('Quarter', 'Q1 to Q4')
  const said = number('NRM referrals')
  const key = { ...(age === undefined ? {} : { age_group: age }), ...(place ? { exploited_in: place } : {}) }
  return said
    ? [
        {
          ...shared,
          ...said,
          definition: 'nrm_uk.referrals',
          period: `${year}-${value('Quarter')}`,
          key,
          source: 'nrm-uk-series',
          row: line,
        },
      ]
    : []
}

const decisionsOf = (reading: Reading, columns: readonly string[], stage: string): ImportedFigure[] => {
  const { line, value, fault, number } = reading
  const year = yearOf(reading)
  const quarter = value('Quarter')
  if (!/^(Q[1-4]|Total)$/u.test(quarter)) fault('Quarter', 'Q1 to Q4, or Total for the year')
  return columns.flatMap((column): ImportedFigure[] => {
    const parts = DECISION.exec(column)?.groups
    if (parts === undefined && column !== 'Total') return []
    const said = number(column)
    const age = parts === undefined ? undefined : AGES[parts['age'] ?? '']
    if (parts !== undefined && age === undefined) fault(column, oneOf(AGES))
    const which = parts?.['which']?.toLowerCase()
    const key = { ...(age === undefined ? {} : { age_group: age }), ...(which === undefined ? {} : { detail: which }) }
    return said
      ? [
          {
            ...shared,
            ...said,
            definition: `nrm_uk.${stage}_grounds`,
            period: quarter === 'Total' ? year : `${year}-${quarter}`,
            key,
            source: 'nrm-uk-decisions',
            row: line,
          },
        ]
      : []
  })
}

const has = (table: Table, columns: readonly string[]): boolean => columns.every((one) => table.columns.includes(one))

export const NRM_SHAPES = [LEAF, LONG, ['Year', 'Quarter', 'Adult (18 or over) - Positive reasonable grounds', '...']]

/** Reads one of the files, whichever it is by its columns; undefined for a file that is none of them. */
export const readNrmUk = (table: Table, countries: Countries): Imported | undefined => {
  const stages = new Set(table.columns.flatMap((column) => DECISION.exec(column)?.groups?.['stage'] ?? []))
  const [stage] = stages
  const repairs: Repair[] = []
  const faults: Fault[] = []
  const read = has(table, LEAF)
    ? (one: Reading) => leafOf(one, countries)
    : has(table, LONG)
      ? longOf
      : stage !== undefined && stages.size === 1 && has(table, ['Year', 'Quarter'])
        ? (one: Reading) => decisionsOf(one, table.columns, stage)
        : undefined
  if (read === undefined) return undefined
  const figures = table.rows.flatMap(({ line, values }) => {
    const value = (column: string): string => values[column] ?? ''
    const fault: Reading['fault'] = (column, remedy) => {
      faults.push({ row: line, column, value: value(column), remedy })
    }
    const repair: Reading['repair'] = (column, kind, is) => {
      repairs.push({ row: line, column, kind, was: value(column), is })
    }
    return read({
      line,
      value,
      fault,
      repair,
      number: (column) => {
        const found = numberFrom(value(column))
        if (found === undefined) {
          fault(column, 'a count')
          return undefined
        }
        const { repair: kind, ...said } = found
        if (kind)
          repair(column, kind, said.value === null ? `${said.low ?? 0} to ${said.high ?? 0}` : String(said.value))
        return said
      },
    })
  })
  tellTotals(figures, repairs)
  // Spellings of one nationality fall together: those referrals are different people and add up.
  const settled = settleRepeated(figures, repairs, (figure) => figure.source === 'nrm-uk-cells')
  return { read: table.rows.length, figures: settled, repairs, faults, leftOut: 0 }
}

/** Totals that are not the sum of their parts are kept as they are, and told. */
const tellTotals = (figures: readonly ImportedFigure[], repairs: Repair[]): void => {
  const name = ({ period, key, definition }: ImportedFigure): string =>
    `${definition} ${period} ${key['age_group'] ?? ''}`
  const sums = new Map<string, number>()
  for (const figure of figures)
    if (figure.source === 'nrm-uk-series' && figure.key['exploited_in'] !== undefined)
      sums.set(name(figure), (sums.get(name(figure)) ?? 0) + (figure.value ?? 0))
  for (const figure of figures) {
    const sum = sums.get(name(figure))
    if (figure.source !== 'nrm-uk-series' || figure.key['exploited_in'] !== undefined || sum === undefined) continue
    if (sum !== figure.value)
      repairs.push({
        row: figure.row,
        column: 'NRM referrals',
        kind: 'total_differs',
        was: String(figure.value),
        is: `kept; its parts make ${sum}`,
      })
  }
}
