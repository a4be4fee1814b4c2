import { spawnSync } from 'node:child_process'
import { detect } from '@ariadne/signals/detect'
import type { DetectMethod } from '@ariadne/signals/detect'
import type { Figure } from './figure.ts'

export const name = 'signals'

const WEEKS = 528
const FIRST = 366

/** Random numbers that are the same in every run (mulberry32). */
const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const poisson = (mean: number, random: () => number): number => {
  let count = 0
  for (let left = random(); left > Math.exp(-mean); left *= random()) count += 1
  return count
}

/** Ten years of weekly counts with a season, more spread than Poisson, and two outbreaks. */
const series = (): { counts: number[]; dates: string[] } => {
  const random = randomFrom(20_261_122)
  const weeks = Array.from({ length: WEEKS }, (_, week) => week)
  return {
    counts: weeks.map((week) => {
      const season = 2 * Math.exp(0.5 * Math.sin((2 * Math.PI * week) / 52)) * (random() < 0.5 ? 0.6 : 1.4)
      return poisson(season + ((week > 200 && week < 206) || (week > 420 && week < 425) ? 9 : 0), random)
    }),
    dates: weeks.map((week) => new Date(Date.UTC(2004, 0, 5 + 7 * week)).toISOString().slice(0, 10)),
  }
}

/** `times`: how many calls make a round that R's clock of milliseconds can measure. */
type Race = { label: string; method: DetectMethod; params: Record<string, unknown>; r: string; times: number }

const range = [FIRST, WEEKS]
const improved = { range, b: 4, noPeriods: 10, pastWeeksNotIncluded: 26, pThresholdTrend: 1, alpha: 0.01 }
const improvedR = `range=${FIRST}:${WEEKS},b=4,w=3,noPeriods=10,pastWeeksNotIncluded=26,pThresholdTrend=1,alpha=.01`
const quiet = { range: [FIRST, FIRST + 51], mu0: { S: 1, trend: true, refit: false }, alpha: null }
const quietR = `range=${FIRST}:${FIRST + 51},mu0=list(S=1,trend=TRUE,refit=FALSE),alpha=NULL`

const races: Race[] = [
  ...(['C1', 'C2', 'C3'] as const).map((ears): Race => ({
    label: `ears-${ears.toLowerCase()}`,
    method: ears === 'C1' ? 'ears-c1' : ears === 'C2' ? 'ears-c2' : 'ears-c3',
    params: { alpha: 0.01, minSigma: 0.5 },
    r: `earsC(s,control=list(method="${ears}",alpha=.01,minSigma=.5))`,
    times: 5,
  })),
  {
    label: 'farrington',
    method: 'farrington',
    params: { range, b: 4, alpha: 0.01 },
    r: `farrington(s,control=list(range=${FIRST}:${WEEKS},b=4,w=3,alpha=.01),verbose=FALSE)`,
    times: 1,
  },
  {
    label: 'farrington-flexible',
    method: 'farrington-flexible',
    params: { ...improved, thresholdMethod: 'nbPlugin' },
    r: `farringtonFlexible(s,control=list(${improvedR},thresholdMethod="nbPlugin"))`,
    times: 1,
  },
  {
    label: 'farrington-flexible-delta',
    method: 'farrington-flexible',
    params: improved,
    r: `farringtonFlexible(s,control=list(${improvedR}))`,
    times: 1,
  },
  {
    label: 'cusum',
    method: 'cusum',
    params: { range },
    r: `cusum(s,control=list(range=${FIRST}:${WEEKS},k=1.04,h=2.26))`,
    times: 10,
  },
  {
    label: 'glr-lr',
    method: 'glr',
    params: { ...quiet, theta: Math.log(2), 'c.ARL': 4 },
    r: `glrnb(s,control=list(${quietR},theta=log(2),c.ARL=4,ret="value"))`,
    times: 5,
  },
  {
    label: 'glr',
    method: 'glr',
    params: quiet,
    r: `glrnb(s,control=list(${quietR},c.ARL=5,ret="value"))`,
    times: 5,
  },
  {
    label: 'bayes3',
    method: 'bayes3',
    params: { range },
    r: `bayes(s,control=list(range=${FIRST}:${WEEKS},b=2,w=4,actY=FALSE,alpha=.05))`,
    times: 5,
  },
]

type Answer = { milliseconds: number; upper: (number | null)[] }

/** Runs every race in one R process: after one call that warms R up, the fastest of three rounds of calls. */
const askR = ({ counts, dates }: ReturnType<typeof series>): Answer[] | undefined => {
  const script = [
    'suppressMessages(suppressWarnings(library(surveillance)))',
    `s <- sts(observed=c(${counts.join(',')}),epoch=as.numeric(as.Date("${dates[0]}")+7*(0:${WEEKS - 1})),epochAsDate=TRUE,freq=52)`,
    'go <- function(times, f) { r <- suppressWarnings(f()); t <- min(sapply(1:3, function(round) system.time(for (i in 1:times) suppressWarnings(f()))[3])); cat("@", 1000*t/times, format(as.vector(upperbound(r)), digits=17), "\\n") }',
    ...races.map(({ times, r }) => `go(${times}, function() ${r})`),
  ].join('\n')
  const { status, stdout } = spawnSync('Rscript', ['--vanilla', '-e', script], { encoding: 'utf8', timeout: 600_000 })
  if (status !== 0) return undefined
  const lines = stdout.split('\n').filter((line) => line.startsWith('@'))
  return lines.map((line) => {
    const [milliseconds = '', ...upper] = line.slice(1).trim().split(/\s+/u)
    return {
      milliseconds: Number(milliseconds),
      upper: upper.map((value) => (value === 'NA' || value === 'NaN' ? null : Number(value))),
    }
  })
}

const LONG_ENOUGH = 400

/** The fastest of the rounds that fit into some time: what the machine does beside is not ours. */
const ours = (run: () => unknown): number => {
  let fastest = Infinity
  const end = performance.now() + LONG_ENOUGH
  for (let round = 0; round < 4 || performance.now() < end; round += 1) {
    const from = performance.now()
    run()
    fastest = Math.min(fastest, performance.now() - from)
  }
  return fastest
}

const difference = (one: number | null | undefined, other: number | null | undefined): number =>
  typeof one === 'number' && typeof other === 'number'
    ? Math.abs(one - other) / Math.max(1, Math.abs(other))
    : one === other
      ? 0
      : Infinity

/**
 * Each detector on ten years of weekly counts: how many weeks it judges in a second, and how much faster it is than R
 * surveillance on the same machine at the same moment, with the largest difference between the two answers.
 */
export async function* run(): AsyncIterable<Figure> {
  const input = series()
  const answers = askR(input)
  if (answers === undefined)
    console.error(
      'signals: there is no Rscript with the package surveillance here; R is not compared (Debian: r-cran-surveillance)',
    )
  let worst = 0
  for (const [at, { label, method, params }] of races.entries()) {
    const { rows } = detect(method, input, params)
    const milliseconds = ours(() => detect(method, input, params))
    yield {
      figure: `signals.${label}.weeks`,
      value: (rows.length * 1000) / milliseconds,
      unit: 'weeks judged a second',
      note: `${rows.length} weeks of a series of ${WEEKS}`,
    }
    const answer = answers?.[at]
    if (answer === undefined) continue
    for (const [row, { upper }] of rows.entries()) worst = Math.max(worst, difference(upper, answer.upper[row]))
    yield {
      figure: `signals.${label}.against-r`,
      value: answer.milliseconds / milliseconds,
      unit: 'times as fast as R surveillance',
      target: { atLeast: 10 },
      note: `R ${answer.milliseconds.toFixed(1)} ms, here ${milliseconds.toFixed(2)} ms`,
    }
  }
  if (answers !== undefined)
    yield {
      figure: 'signals.difference-from-r',
      value: worst,
      unit: 'largest relative difference of a threshold',
      target: { atMost: 1e-8 },
      note: `${races.length} detectors on a simulated series`,
    }
}
