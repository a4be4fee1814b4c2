import { CliError } from '../../cli/command.ts'
import type { CliCommand } from '../../cli/command.ts'
import { readTable } from '../csv.ts'
import { paramsGiven } from '../params-given.ts'
import { readLists } from './read-lists.ts'
import type { Answer } from './told.ts'

type Range = { estimate: number; lower: number; upper: number }

/** Ends are named by their level: lower95, upper95. */
const named = (level: number) => {
  const percent = Number((100 * level).toPrecision(6))
  return <T extends Range>({ estimate, lower, upper, ...rest }: T) => ({
    [`lower${percent}`]: lower,
    [`upper${percent}`]: upper,
    estimate,
    ...rest,
  })
}

const jsonOf = (answer: Answer, level: number): string => {
  const { observed, fan, averaged, stepwise, bootstrap, chao, refused, warnings } = answer
  const ends = named(level)
  return JSON.stringify({
    observed,
    fan: fan && { ...fan, best: fan.best.map(ends) },
    averaged: averaged && {
      ...ends(averaged),
      other: ends(averaged.other),
      bootstrap: bootstrap && ends(bootstrap),
    },
    stepwise: stepwise && ends(stepwise),
    chao: chao && { ...ends(chao), alike: chao.alike && ends(chao.alike), shapes: chao.shapes.map(ends) },
    refused: refused && refused.words,
    ...(warnings.length > 0 ? { warnings } : {}),
  })
}

const estimateCommand: CliCommand = {
  summary: 'Estimates how many people are on no list, from how lists overlap; says the spread, or why it says nothing',
  usage: '--input FILE [--params JSON]',
  flags: {
    input: {
      type: 'string',
      help: 'CSV: a column of 0 and 1 for each list, how many people last; - reads the standard input',
      value: 'FILE',
    },
    params: {
      type: 'string',
      help: 'as {"threshold": 0.02, "reps": 1000, "seed": 1, "level": 0.95, "weights": "aic"}',
      value: 'JSON',
    },
  },
  run: async ({ text, io, json }) => {
    const file = text('input')
    if (file === undefined) throw new CliError('Say which lists: --input FILE, or - for the standard input.')
    const { estimate, estimateParams, ParamsError } = await import('@ariadne/signals/estimate')
    const params = (() => {
      try {
        return estimateParams(paramsGiven(text('params')))
      } catch (error) {
        if (error instanceof ParamsError)
          throw new CliError(error.faults.map(({ name, problem }) => `--params: ${name}: ${problem}`).join('\n'), {
            faults: error.faults,
          })
        throw error
      }
    })()
    const { table, warnings } = await readLists(readTable(file))
    const found = estimate(table, params)
    const answer = { ...found, warnings: [...warnings, ...found.warnings] }
    if (json) {
      io.out(jsonOf(answer, params.level))
      return 0
    }
    const { told } = await import('./told.ts')
    for (const line of told(answer, params)) io.out(line)
    return 0
  },
}

export const estimateCommands: Record<string, CliCommand> = { estimate: estimateCommand }
