import type { ScanInput } from '@ariadne/signals/scan'
import { CliError } from '../../cli/command.ts'
import type { CliCommand } from '../../cli/command.ts'
import { readTable } from '../csv.ts'
import { paramsGiven } from '../params-given.ts'
import { placeCounts, zonesOf } from './counts-table.ts'

const METHODS = ['permutation', 'population', 'poisson']
const NUMBERS = ['at', 'window', 'longest', 'simulations', 'seed'] as const

/** The parameters by name, each fault told. @throws {CliError} */
const checkedParams = (given: Record<string, unknown>): Partial<ScanInput> => {
  const faults = Object.entries(given).flatMap(([name, value]) => {
    if (name === 'method')
      return METHODS.some((known) => known === value) ? [] : [`method: should be one of ${METHODS.join(', ')}`]
    if (!NUMBERS.some((known) => known === name))
      return [`${name}: there is no such parameter. There are: method, ${NUMBERS.join(', ')}`]
    return Number.isSafeInteger(value) ? [] : [`${name}: should be a whole number`]
  })
  if (faults.length > 0) throw new CliError(faults.map((fault) => `--params: ${fault}.`).join('\n'))
  return given
}

export const scanCommand: CliCommand = {
  summary: 'Looks for places that rose together, at every duration up to now, and how often chance would bring as much',
  usage: '--input FILE --zones FILE [--population FILE] [--expected FILE] [--params JSON]',
  flags: {
    input: {
      type: 'string',
      help: 'CSV of counts: a row a period and a column a place, or columns date, place and count; - reads the standard input',
      value: 'FILE',
    },
    zones: {
      type: 'string',
      help: 'CSV of zones: zone, members (places that lie together, by name or number, a space between)',
      value: 'FILE',
    },
    population: { type: 'string', help: 'CSV shaped as the input: people, for the method population', value: 'FILE' },
    expected: {
      type: 'string',
      help: 'CSV shaped as the window: what was expected, for the method poisson; from the periods before it if not given',
      value: 'FILE',
    },
    params: {
      type: 'string',
      help: 'method (permutation, population, poisson), window (periods looked at), longest (of a cluster), at (the last period), simulations (999), seed',
      value: 'JSON',
    },
  },
  run: async ({ text, io, json }) => {
    const { scan, ScanError } = await import('@ariadne/signals/scan')
    const [input, zoneFile] = [text('input'), text('zones')]
    if (input === undefined || zoneFile === undefined)
      throw new CliError('Say what to look at, and where: --input FILE --zones FILE.')
    const params = checkedParams(paramsGiven(text('params')))
    const { places, periods, values } = placeCounts(readTable(input))
    const zones = zonesOf(readTable(zoneFile), places)
    if (values.every((row) => row.every((count) => count === 0)))
      throw new CliError(`${input}: All counts are 0: there is nothing to look at.`, { file: input })
    const beside = (flag: string): number[][] | undefined => {
      const file = text(flag)
      return file === undefined ? undefined : placeCounts(readTable(file), 'numbers').values
    }
    const [population, expected] = [beside('population'), beside('expected')]
    try {
      const found = scan({
        ...params,
        counts: values,
        zones,
        ...(population ? { population } : {}),
        ...(expected ? { expected } : {}),
      })
      const clusters = found.clusters.map((one) => ({ ...one, zone: one.zone.map((place) => places[place] ?? '') }))
      if (json) {
        io.out(JSON.stringify({ clusters }))
        return 0
      }
      if (clusters.length === 0) io.out('Nowhere was there more than expected.')
      for (const { zone, from, duration, observed, expected: mu, p, recurrence } of clusters)
        io.out(
          `${zone.join(', ')}\tsince ${periods[from - 1] ?? from} (${duration})\t${observed} where ${mu.toFixed(2)} were expected\tp ${p.toFixed(3)}\tby chance every ${recurrence.toFixed(0)} periods`,
        )
      return 0
    } catch (error) {
      if (error instanceof ScanError) throw new CliError(`${input}: ${error.message}.`, { file: input })
      throw error
    }
  },
}
