import { CliError } from '../../cli/command.ts'
import { countOf, tableRefused, type Table, type TableFault } from '../csv.ts'

/** Counts by period and place, with the names of both. */
export type PlaceCounts = { places: string[]; periods: string[]; values: number[][] }

const TIMES = ['date', 'epoch', 'time', 'period', 'year', 'i']
const positive = (text: string): number | undefined => {
  const value = Number(text)
  return text !== '' && Number.isFinite(value) && value > 0 ? value : undefined
}

/**
 * Reads counts by period and place in either form: a column a place, a row a period (with or without a column of times);
 * or a row each, with columns for time, `place` and `count`, where what is not there is 0.
 * @param of `counts`, or `numbers` above 0 such as a population
 * @throws {CliError} naming row, column and remedy
 */
export const placeCounts = (table: Table, of: 'counts' | 'numbers' = 'counts'): PlaceCounts => {
  const read = of === 'counts' ? countOf : positive
  const wants = of === 'counts' ? 'a count: a whole number, zero or more' : 'a number above 0'
  const time = TIMES.find((name) => table.columns.includes(name))
  const faults: TableFault[] = []
  const value = (text: string, line: number, column: string): number => {
    const number = read(text)
    if (number === undefined) faults.push({ line, column, value: text, remedy: wants })
    return number ?? 0
  }
  const long = table.columns.includes('place') && table.columns.includes('count')
  if (long && time === undefined)
    throw new CliError(`${table.file}:1: there is no column of times. Call it one of: ${TIMES.join(', ')}.`)
  const result: PlaceCounts = long
    ? fromLong()
    : {
        places: table.columns.filter((name) => name !== time),
        periods: table.rows.map(({ values }, at) => (time === undefined ? String(at + 1) : (values[time] ?? ''))),
        values: table.rows.map(({ line, values }) =>
          table.columns.flatMap((name) => (name === time ? [] : [value(values[name] ?? '', line, name)])),
        ),
      }
  if (faults.length > 0) throw tableRefused(table.file, faults)
  return result

  function fromLong(): PlaceCounts {
    const rows = table.rows.map(({ line, values }) => ({
      line,
      at: values[time ?? ''] ?? '',
      place: values['place'] ?? '',
      count: value(values['count'] ?? '', line, 'count'),
    }))
    const asNumber = rows.every(({ at }) => at !== '' && Number.isFinite(Number(at)))
    const periods = [...new Set(rows.map(({ at }) => at))].toSorted((a, b) =>
      asNumber ? Number(a) - Number(b) : a < b ? -1 : 1,
    )
    const places = [...new Set(rows.map(({ place }) => place))]
    const seen = new Set<string>()
    const values = periods.map(() => places.map(() => 0))
    for (const { line, at, place, count } of rows) {
      const key = JSON.stringify([at, place])
      if (seen.has(key))
        faults.push({ line, column: 'place', value: place, remedy: `there once for ${at}; add the counts up` })
      seen.add(key)
      const row = values[periods.indexOf(at)]
      if (row) row[places.indexOf(place)] = count
    }
    return { places, periods, values }
  }
}

/**
 * Reads zones: `zone` and `members`, the names or the numbers (from 1) of places with a space between.
 * @throws {CliError} also for a place that is twice in a zone, which would be counted twice
 */
export const zonesOf = (table: Table, places: readonly string[]): number[][] => {
  if (!table.columns.includes('members'))
    throw new CliError(`${table.file}:1: there is no column members. There are: ${table.columns.join(', ')}.`)
  const faults: TableFault[] = []
  const names = new Set<string>()
  const zones = table.rows.map(({ line, values }) => {
    const members = (values['members'] ?? '').split(/[\s;]+/u).filter(Boolean)
    if (members.length === 0) faults.push({ line, column: 'members', value: '', remedy: 'one place at least' })
    const zone = members.map((member) => {
      const named = places.indexOf(member)
      const place = named >= 0 ? named : (countOf(member) ?? 0) - 1
      if (place < 0 || place >= places.length)
        faults.push({
          line,
          column: 'members',
          value: member,
          remedy: `a place of the input, by its name or its number from 1 to ${places.length}`,
        })
      return place
    })
    for (const [at, member] of members.entries())
      if (zone.indexOf(zone[at] ?? -1) !== at)
        faults.push({ line, column: 'members', value: member, remedy: 'in a zone once' })
    const name = values['zone']
    if (name !== undefined && names.has(name))
      faults.push({ line, column: 'zone', value: name, remedy: 'there once, with all its members in one row' })
    if (name !== undefined) names.add(name)
    return zone
  })
  if (faults.length > 0) throw tableRefused(table.file, faults)
  return zones
}
