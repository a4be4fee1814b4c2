import type { Soundness } from './existence.ts'
import { isSound } from './existence.ts'
import type { Fit, Fitter } from './fit.ts'
import { countBits, MAIN_EFFECTS, pairsOf } from './pairs.ts'
import type { Model } from './pairs.ts'
import type { Random } from './random.ts'

/** How models share the weight: Akaike's criterion, or the Bayesian one, which trusts small models more. */
export type Weighting = 'aic' | 'bic'

export type FanModel = {
  model: Model
  /** Expected people on no list. */
  hidden: number
  /** Standard error of log(hidden), the chance of the hidden number itself included. */
  error: number
  /** Relative to the fitted constant alone, as in a report of that one model. */
  constantError: number
  bic: number
  aic: number
  deviance: number
  weight: number
}

export type Fan = {
  /** The sound models that were fitted, heaviest first; weights sum to 1. */
  models: FanModel[]
  /** Every model with effects of pairs that there is for so many lists. */
  possible: number
  /** Looked at and without one estimate: none exists, */
  nonexistent: number
  /** or many fit equally. */
  unidentifiable: number
  /** Never looked at; the fan was walked by chance in proportion to weight instead. */
  leftOut: number
}

/** Up to this many pairs every model is fitted: 32,768 of them take about a second. */
const MOST_PAIRS_IN_FULL = 15
const WALK = 20_000

/**
 * An effect at minus infinity was chosen from the data like any other and counts as a parameter, as in SparseMSE and
 * Rcapture.
 */
const toModel = (fit: Fit, observed: number): FanModel => {
  const parameters = fit.parameters + countBits(fit.empty)
  return {
    model: fit.model,
    hidden: fit.hidden,
    error: Math.hypot(fit.error, 1 / Math.sqrt(fit.hidden)),
    constantError: fit.error,
    aic: 2 * (parameters - fit.logLikelihood),
    bic: Math.log(observed) * parameters - 2 * fit.logLikelihood,
    deviance: fit.deviance,
    weight: 0,
  }
}

/** Shares by exp(-criterion / 2). */
export const weigh = (models: readonly FanModel[], by: Weighting): FanModel[] => {
  const least = Math.min(...models.map((one) => one[by]))
  const shares = models.map((one) => Math.exp((least - one[by]) / 2))
  const sum = shares.reduce((total, share) => total + share, 0)
  return models
    .map((one, index) => ({ ...one, weight: (shares[index] ?? 0) / sum }))
    .sort((one, other) => other.weight - one.weight)
}

/**
 * Every log-linear model with effects of pairs. With up to six lists all are fitted; with more, a walk of `WALK` steps
 * through the models, seeded, stays in each in proportion to its weight (Madigan and York 1995), and what it never
 * reached is counted as left out.
 */
export const fanOf = (fitter: Fitter, check: (model: Model) => Soundness, by: Weighting, random: Random): Fan => {
  const { table } = fitter
  const pairs = pairsOf(table.lists.length).length
  const possible = 2 ** pairs
  if (pairs > MOST_PAIRS_IN_FULL) return walkFan(fitter, check, by, random)

  const models: FanModel[] = []
  let [nonexistent, unidentifiable] = [0, 0]
  let before: Fit | undefined
  // Gray's order: each model differs from the last by one pair, which makes the last a good start.
  for (let step = 0; step < possible; step++) {
    const model = step ^ (step >> 1)
    const { exists, identifiable } = check(model)
    const fit: Fit | undefined = exists && identifiable ? (fitter.fit(model, before) ?? fitter.fit(model)) : undefined
    if (fit === undefined) {
      if (exists && !identifiable) unidentifiable += 1
      else nonexistent += 1
      continue
    }
    before = fit
    models.push(toModel(fit, table.observed))
  }
  return { models: weigh(models, by), possible, nonexistent, unidentifiable, leftOut: 0 }
}

/** The walk, also where every model could be fitted. */
export const walkFan = (fitter: Fitter, check: (model: Model) => Soundness, by: Weighting, random: Random): Fan => {
  const { table } = fitter
  const pairs = pairsOf(table.lists.length).length
  type Seen = { fit: Fit; summary: FanModel; visits: number }
  const seen = new Map<Model, Seen | null>()
  let unidentifiable = 0
  const look = (model: Model, start?: Fit): Seen | null => {
    const known = seen.get(model)
    if (known !== undefined) return known
    const soundness = check(model)
    const fit = isSound(soundness) ? (fitter.fit(model, start) ?? fitter.fit(model)) : undefined
    if (fit === undefined && soundness.exists && !soundness.identifiable) unidentifiable += 1
    const found = fit === undefined ? null : { fit, summary: toModel(fit, table.observed), visits: 0 }
    seen.set(model, found)
    return found
  }

  let here = look(MAIN_EFFECTS)
  if (here === null)
    return {
      models: [],
      possible: 2 ** pairs,
      nonexistent: 1 - unidentifiable,
      unidentifiable,
      leftOut: 2 ** pairs - 1,
    }
  // The first tenth finds the way and is not counted.
  for (let step = -WALK / 10; step < WALK; step++) {
    const next = look(here.fit.model ^ (1 << Math.floor(random() * pairs)), here.fit)
    if (next !== null && random() < Math.exp((here.summary[by] - next.summary[by]) / 2)) here = next
    if (step >= 0) here.visits += 1
  }
  const found = [...seen.values()].filter((one) => one !== null)
  return {
    models: found
      .map(({ summary, visits }) => ({ ...summary, weight: visits / WALK }))
      .sort((one, other) => other.weight - one.weight),
    possible: 2 ** pairs,
    nonexistent: seen.size - found.length - unidentifiable,
    unidentifiable,
    leftOut: 2 ** pairs - seen.size,
  }
}
