import { fitNegativeBinomial } from '../stats/negative-binomial-glm.ts'
import { warningsOf } from './detection.ts'
import type { Detection, DetectRow } from './detection.ts'
import { readMeans } from './in-control-mean.ts'
import { countNeeded, logRatio, windowRatio } from './likelihood-ratio.ts'
import type { Observation } from './likelihood-ratio.ts'
import { number, oneOf, orNull, ParamsError, whole } from './params.ts'
import type { Field, ParamsOf } from './params.ts'
import { lastYearOr, rangeField } from './range.ts'
import type { Range } from './range.ts'
import { fitSeason, seasonColumns, seasonMeans } from './seasonal-mean.ts'
import { SeriesError } from './series.ts'
import type { Series } from './series.ts'

type SeasonModel = { S: number; trend: boolean; refit: boolean }

const USUAL_SEASON: SeasonModel = { S: 1, trend: false, refit: false }
const SEASON_KEYS = new Set(['S', 'trend', 'refit'])

const readSeason = (value: object): SeasonModel | undefined => {
  if (Object.keys(value).some((key) => !SEASON_KEYS.has(key))) return undefined
  const { S, trend, refit } = { ...USUAL_SEASON, ...value } as Record<string, unknown>
  return Number.isSafeInteger(S) && (S as number) >= 0 && typeof trend === 'boolean' && typeof refit === 'boolean'
    ? { S: S as number, trend, refit }
    : undefined
}

const mu0Field: Field<number | readonly number[] | SeasonModel | null> = {
  read: (value) =>
    value === null ? null : typeof value === 'object' && !Array.isArray(value) ? readSeason(value) : readMeans(value),
  wants:
    'a mean above 0, a list with one for each row judged, a model of the season as {"S": 1, "trend": true, "refit": false}, or null',
  otherwise: null,
}

const wholeHistory: Field<-1> = {
  read: (value) => (value === -1 ? -1 : undefined),
  wants: '-1: an intercept chart always looks back to the first row since the last alarm',
  otherwise: -1,
}

export const glrFields = {
  range: rangeField,
  'c.ARL': number(5, { least: 0 }),
  mu0: mu0Field,
  // Not given at all: 0 where the means are given, estimated with them where they are not, as R does.
  alpha: orNull(number<null | 'usual'>('usual', { least: 0 })),
  Mtilde: whole(1, 1),
  M: wholeHistory,
  change: oneOf(['intercept'], 'intercept'),
  theta: orNull(number<null>(null)),
  dir: oneOf(['inc', 'dec'], 'inc'),
  ret: oneOf(['value', 'cases'], 'value'),
  xMax: whole(10_000, 1),
}
export type GlrParams = ParamsOf<typeof glrFields>

/** What is known of the quiet state: the means of the rows judged, and how to learn them anew after an alarm. */
type InControl = {
  dispersion: number
  means: number[]
  after: (index: number) => number[]
  converged: boolean
  isFlat?: boolean
}

/** A gain in log likelihood as small as this tells nothing: a dispersion of 0 is as likely, to one in twenty. */
const FLAT = 0.05

const estimated = (
  { counts, freq }: Series,
  season: SeasonModel,
  alpha: number | null,
  { from, to }: Range,
): InControl => {
  const shape = { waves: season.S, trend: season.trend, freq }
  const before = counts.slice(0, from - 1)
  const means = (model: Parameters<typeof seasonMeans>[0], first: number): number[] =>
    seasonMeans(model, shape, first, to)
  const first = (() => {
    if (alpha !== null) return { ...fitSeason(before, shape, alpha), dispersion: alpha }
    return fitNegativeBinomial(seasonColumns(before.length, shape), Float64Array.from(before))
  })()
  return {
    dispersion: first.dispersion,
    converged: first.converged,
    isFlat: 'gain' in first && first.dispersion > 0 && first.gain < FLAT,
    means: means(first, from),
    after: (index) =>
      season.refit ? means(fitSeason(counts.slice(0, index), shape, first.dispersion), index + 1) : [],
  }
}

const inControl = (series: Series, { mu0, alpha }: GlrParams, range: Range): InControl => {
  if (mu0 === null || (typeof mu0 === 'object' && 'S' in mu0))
    return estimated(series, mu0 ?? USUAL_SEASON, alpha === 'usual' ? null : alpha, range)
  if (alpha === null)
    throw new ParamsError([
      {
        name: 'alpha',
        problem:
          'null asks for an estimate, which needs the means to be estimated as well. Leave mu0 out, or give alpha.',
      },
    ])
  const rows = range.to - range.from + 1
  const means = typeof mu0 === 'number' ? Array.from({ length: rows }, () => mu0) : [...mu0]
  if (means.length !== rows)
    throw new ParamsError([
      {
        name: 'mu0',
        problem: `there are ${means.length} means for the ${rows} rows from ${range.from} to ${range.to}.`,
      },
    ])
  return { dispersion: alpha === 'usual' ? 0 : alpha, means, after: () => [], converged: true }
}

/** The largest ratio over all windows that end now and are long enough. */
const statistic = (since: readonly Observation[], shortest: number, increase: boolean, dispersion: number): number => {
  let most = 0
  for (let start = since.length - shortest; start >= 0; start -= 1)
    most = Math.max(most, windowRatio(since.slice(start), increase, dispersion))
  return most
}

const words = {
  threshold_undefined: 'No count would alarm here (none up to xMax).',
  no_in_control_mean:
    'There is no case before the rows that are judged, so that nothing is known of the usual mean. Give it as mu0.',
  not_converged: 'The model of the quiet state did not settle after 25 steps.',
  no_overdispersion:
    'The rows before vary no more than Poisson counts do, so the dispersion is 0. R stops on the way there, at its iteration limit, with a small dispersion and slightly other values; with it, its search for the largest ratio can end at 0 where a count is far above the mean, and miss the alarm.',
  flat_dispersion:
    'The rows before hardly tell how far counts vary beyond Poisson: a dispersion of 0 is as likely as the one estimated. Give alpha where it is known.',
}

/**
 * Likelihood-ratio CUSUM (theta given) and generalised likelihood ratio (theta null) for Poisson and negative-binomial
 * counts (Höhle and Paul 2008): alarm where the statistic exceeds `c.ARL`, then it begins anew. `upper` is the statistic,
 * or with `ret` "cases" the count that would have been needed.
 * @throws {SeriesError} for a series too short, or a range that does not fit
 */
export const glr = (series: Series, params: GlrParams): Detection => {
  const { counts, freq } = series
  const { theta, Mtilde, ret, xMax, 'c.ARL': limit } = params
  const increase = params.dir === 'inc'
  const given = typeof params.mu0 === 'number' || Array.isArray(params.mu0)
  const terms = given
    ? 0
    : 2 + 2 * (params.mu0 !== null && typeof params.mu0 === 'object' && 'S' in params.mu0 ? params.mu0.S + 1 : 1)
  const range = lastYearOr(
    params.range,
    counts.length,
    freq,
    terms + 1,
    'The usual mean is estimated from the rows before',
  )
  const warnings = warningsOf(words)
  if (!given && counts.slice(0, range.from - 1).every((count) => count === 0))
    throw new SeriesError(words.no_in_control_mean)
  const quiet = inControl(series, params, range)
  if (!quiet.converged) warnings.at('not_converged')
  if (!given && params.alpha !== 0 && quiet.dispersion === 0) warnings.at('no_overdispersion')
  if (quiet.isFlat) warnings.at('flat_dispersion')
  let { means } = quiet
  let from = range.from
  let since: Observation[] = []
  let sum = 0
  const rows: DetectRow[] = []
  for (let index = range.from; index <= range.to; index += 1) {
    const observed = counts[index - 1] ?? 0
    const mean = means[index - from] ?? 0
    const here = { count: observed, mean }
    const before = sum
    const earlier = since
    since = [...since, here]
    sum =
      theta === null
        ? statistic(since, Mtilde, increase, quiet.dispersion)
        : Math.max(0, before + logRatio(here, theta, quiet.dispersion))
    const alarm = sum > limit
    const upper = (() => {
      if (ret === 'value') return sum
      if (theta !== null) return theta === 0 ? null : countNeeded(mean, theta, quiet.dispersion, before, limit)
      const alarms = (count: number): boolean =>
        statistic([...earlier, { count, mean }], Mtilde, increase, quiet.dispersion) > limit
      return increase ? leastCount(alarms, xMax) : mostCount(alarms, xMax)
    })()
    if (upper === null) warnings.at('threshold_undefined', index)
    rows.push({ index, observed, expected: mean, upper, alarm })
    if (!alarm) continue
    since = []
    sum = 0
    const anew = index < range.to ? quiet.after(index) : []
    if (anew.length > 0) {
      means = anew
      from = index + 1
    }
  }
  return { rows, warnings: warnings.list() }
}

/** The least count that alarms, by halving: more cases never make a rise less likely. */
const leastCount = (alarms: (count: number) => boolean, xMax: number): number | null => {
  if (!alarms(xMax)) return null
  let [quiet, loud] = [-1, xMax]
  while (loud - quiet > 1) {
    const middle = Math.floor((loud + quiet) / 2)
    if (alarms(middle)) loud = middle
    else quiet = middle
  }
  return loud
}

/** The largest count that alarms in a chart that looks for a drop. */
const mostCount = (alarms: (count: number) => boolean, xMax: number): number | null => {
  if (!alarms(0)) return null
  let [loud, quiet] = [0, xMax]
  while (quiet - loud > 1) {
    const middle = Math.floor((loud + quiet) / 2)
    if (alarms(middle)) loud = middle
    else quiet = middle
  }
  return loud
}
