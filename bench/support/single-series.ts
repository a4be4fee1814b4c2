import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../../../shared/data/quant/bench')
const FIELD = /"([^"]*)"|([^,]+)/gu

type Row = Readonly<Record<string, string>>

const rowsOf = (file: string): Row[] => {
  const lines = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n')
  const [head = [], ...rows] = lines.map((line) =>
    [...line.matchAll(FIELD)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
  )
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])))
}

const numbersOf = (text: string | undefined, between: string): number[] => (text ?? '').split(between).map(Number)

/** A simulated series of which the truth is known, and what R's improved Farrington said of its last weeks. */
export type SingleSeries = {
  set: string
  counts: number[]
  /** Cases of an outbreak in each of the last weeks. */
  outbreak: number[]
  phi: number
  /** The true mean of a week, counted from 0, without the outbreak. */
  meanAt: (week: number) => number
  /** R's alarms in the last weeks, with the outbreak and without it. */
  r: { outbreak: boolean[]; quiet: boolean[] }
}

/** Series drawn as Noufaily et al. 2013 draw them; none where the folder is not there. */
export const singleSeries = (): SingleSeries[] => {
  if (!existsSync(FOLDER)) return []
  const scenarios = new Map(rowsOf('scenarios.csv').map((row) => [row['scenario'], row]))
  const answers = new Map(
    rowsOf('results_part1.csv')
      .filter((row) => row['method'] === 'noufaily')
      .map((row) => [`${row['scenario']} ${row['rep']}`, row]),
  )
  return rowsOf('series_part1.csv').flatMap((row) => {
    const scenario = scenarios.get(row['scenario'])
    const answer = answers.get(`${row['scenario']} ${row['rep']}`)
    if (!scenario || !answer) return []
    const [theta = 0, beta = 0, waves = 0, g1 = 0, g2 = 0] = ['theta', 'beta', 'm', 'g1', 'g2'].map((name) =>
      Number(scenario[name]),
    )
    const alarms = (text: string | undefined): boolean[] => numbersOf(text, '').map((alarm) => alarm === 1)
    return {
      set: scenario['set'] ?? '',
      counts: numbersOf(row['y'], ' '),
      outbreak: numbersOf(row['outbreak_cur'], ' '),
      phi: Number(scenario['phi']),
      meanAt: (week: number): number => {
        const angle = (2 * Math.PI * (week + 1)) / 52
        const wave = waves > 0 ? g1 * Math.cos(angle) + g2 * Math.sin(angle) : 0
        return Math.exp(theta + beta * (week + 1) + wave)
      },
      r: { outbreak: alarms(answer['alarms1']), quiet: alarms(answer['alarms0']) },
    }
  })
}
