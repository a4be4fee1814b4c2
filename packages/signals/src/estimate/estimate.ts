import { bootstrap } from './bootstrap.ts'
import type { Bootstrap } from './bootstrap.ts'
import { chaoOf } from './chao.ts'
import type { Chao } from './chao.ts'
import { checkerOf } from './existence.ts'
import { fanOf, weigh } from './fan.ts'
import type { Fan, FanModel, Weighting } from './fan.ts'
import { fitterOf } from './fit.ts'
import { averagedInterval, logNormalInterval } from './interval.ts'
import type { Interval } from './interval.ts'
import type { ListTable } from './lists.ts'
import { MAIN_EFFECTS, namesOfPairs, pairsOf } from './pairs.ts'
import { ESTIMATE_DEFAULTS } from './params.ts'
import type { EstimateParams } from './params.ts'
import { randomFrom } from './random.ts'
import { refusalOf, warningsOf, WIDEST, withoutEmptyLists } from './refusals.ts'
import type { Refusal, Warning } from './refusals.ts'
import { stepwise } from './stepwise.ts'
import type { Stepwise } from './stepwise.ts'

export type FanLine = Interval & { pairs: [string, string][]; aic: number; bic: number; weight: number }

export type FanSummary = {
  /** Models there are, those fitted, those without one estimate, and those never looked at. */
  possible: number
  fitted: number
  unsound: { nonexistent: number; unidentifiable: number }
  leftOut: number
  /** The lowest and highest estimate among models within ten of the best by the Bayesian criterion, and how many. */
  plausible: { models: number; lowest: number; highest: number }
  /** The same among all that were fitted. */
  all: { lowest: number; highest: number }
  /** The heaviest models first. */
  best: FanLine[]
}

export type Averaged = Interval & { weights: Weighting }

/** The spread stands before the number, here as on every page. */
export type Estimate = {
  observed: number
  fan: FanSummary | null
  /** `other` is what the other weights would have said. */
  averaged: (Averaged & { other: Averaged }) | null
  stepwise: (Interval & { pairs: [string, string][] }) | null
  bootstrap: Bootstrap | null
  chao: Chao | null
  refused: Refusal | null
  warnings: Warning[]
}

/** Models this far from the best by the Bayesian criterion have "very strong" evidence against them (Raftery 1995). */
const PLAUSIBLE = 10
const SHOWN_MODELS = 10

const rangeOf = (observed: number, models: readonly FanModel[]): { lowest: number; highest: number } => ({
  lowest: observed + Math.min(...models.map(({ hidden }) => hidden)),
  highest: observed + Math.max(...models.map(({ hidden }) => hidden)),
})

const summaryOf = ({ lists, observed }: ListTable, fan: Fan, level: number): FanSummary => {
  const least = Math.min(...fan.models.map(({ bic }) => bic))
  const plausible = fan.models.filter(({ bic }) => bic <= least + PLAUSIBLE)
  return {
    possible: fan.possible,
    fitted: fan.models.length,
    unsound: { nonexistent: fan.nonexistent, unidentifiable: fan.unidentifiable },
    leftOut: fan.leftOut,
    plausible: { models: plausible.length, ...rangeOf(observed, plausible) },
    all: rangeOf(observed, fan.models),
    best: fan.models.slice(0, SHOWN_MODELS).map((one) => ({
      pairs: namesOfPairs(lists, one.model),
      ...logNormalInterval(observed, { hidden: one.hidden, error: one.constantError }, level),
      aic: one.aic,
      bic: one.bic,
      weight: one.weight,
    })),
  }
}

/**
 * Estimates how many people there are, those on no list included, from how the lists overlap.
 *
 * Says nothing where nothing can be said: `refused` then gives the reason, the numbers are null, and what spread there
 * is stays in `fan`.
 *
 * @example
 * const { table } = readHistories(['police', 'shelters', 'helpline'], rows)
 * const { fan, averaged, refused } = estimate(table)
 */
export const estimate = (given: ListTable, params: Partial<EstimateParams> = {}): Estimate => {
  const { threshold, reps, seed, level, weights } = { ...ESTIMATE_DEFAULTS, ...params }
  const { table, warnings: dropped } = withoutEmptyLists(given)
  const { observed } = table
  const check = checkerOf(table)
  const refused = refusalOf(table, () => check(MAIN_EFFECTS))
  const none: Estimate = {
    observed,
    fan: null,
    averaged: null,
    stepwise: null,
    bootstrap: null,
    chao: null,
    refused,
    warnings: [...dropped, ...warningsOf(table)],
  }
  if (refused !== null && refused.code !== 'too_few_shared') return none

  const fitter = fitterOf(table)
  const random = randomFrom(seed)
  const fan = fanOf(fitter, check, weights, random)
  const chosen = stepwise(fitter, check, threshold)
  if (fan.models.length === 0 || chosen === undefined)
    return {
      ...none,
      refused: refused ?? {
        code: 'no_estimate',
        values: {},
        words: 'No model of these lists could be fitted. Merge lists that are alike, or put periods together.',
      },
    }
  const summary = summaryOf(table, fan, level)
  const chao = chaoOf(table, level, Math.min(...fan.models.map(({ aic }) => aic)))
  const warnings: Warning[] = [...none.warnings, ...warningsOfModels(table, summary, chosen, chao)]
  if (refused !== null) return { ...none, fan: summary, warnings }

  const otherWeights = weights === 'aic' ? 'bic' : 'aic'
  const averaged = {
    ...averagedInterval(observed, fan.models, level),
    weights,
    other: { ...averagedInterval(observed, weigh(fan.models, otherWeights), level), weights: otherWeights } as const,
  }
  if (averaged.upper > WIDEST * averaged.lower)
    return {
      ...none,
      fan: summary,
      chao,
      warnings,
      refused: {
        code: 'too_wide',
        values: { lower: Math.round(averaged.lower), upper: Math.round(averaged.upper) },
        words: `Models that these counts cannot tell apart put the number anywhere from ${people(averaged.lower)} to ${people(averaged.upper)}. No single number would be honest; say the range, or bring more lists that overlap.`,
      },
    }

  const single = logNormalInterval(observed, chosen.fit, level)
  const again = bootstrap(table, { estimate: single.estimate, threshold, replicates: reps, level }, random)
  return {
    observed,
    fan: summary,
    averaged,
    stepwise: { ...single, pairs: namesOfPairs(table.lists, chosen.fit.model) },
    bootstrap: again ?? null,
    chao,
    refused: null,
    warnings: [...warnings, ...warningsOfNumbers({ averaged, single, chao, replicates: reps, again })],
  }
}

const people = (number: number): string => Math.round(number).toLocaleString('en')

const warningsOfModels = (
  { lists }: ListTable,
  { possible, unsound: { nonexistent, unidentifiable }, leftOut }: FanSummary,
  { fit }: Stepwise,
  chao: Chao | null,
): Warning[] => {
  const apart = pairsOf(lists.length).filter(
    ({ mask }, index) => (fit.model & (1 << index)) !== 0 && (fit.effects[mask] ?? 0) <= 0,
  )
  const names = apart.map(({ a, b }) => `${lists[a] ?? ''} + ${lists[b] ?? ''}`)
  return [
    ...(names.length > 0 && chao !== null
      ? [
          {
            code: 'lists_avoid_each_other' as const,
            values: { pairs: names.join('; ') },
            words: `People on one of these lists are seldom on the other: ${names.join('; ')}. Where lists keep people off one another, Chao's bound can lie above the true number.`,
          },
        ]
      : []),
    ...(nonexistent + unidentifiable > 0
      ? [
          {
            code: 'models_unsound' as const,
            values: { possible, nonexistent, unidentifiable },
            words: `${people(nonexistent + unidentifiable)} of ${people(possible)} models are not in the fan: for ${people(nonexistent)} no estimate exists with these counts, and in ${people(unidentifiable)} many numbers fit equally (not identifiable).`,
          },
        ]
      : []),
    ...(leftOut > 0
      ? [
          {
            code: 'models_left_out' as const,
            values: { possible, leftOut },
            words: `There are ${people(possible)} models, too many to fit; the fan was walked in proportion to their weight and ${people(leftOut)} were never reached. Its lowest and highest are of those reached.`,
          },
        ]
      : []),
  ]
}

const liesOutside = ({ estimate: number }: Interval, { lower, upper }: Interval): boolean =>
  number < lower || number > upper

const warningsOfNumbers = (given: {
  averaged: Interval & { other: Interval }
  single: Interval
  chao: Chao | null
  replicates: number
  again: Bootstrap | undefined
}): Warning[] => {
  const { averaged, single, chao, replicates, again } = given
  const otherwise = (chao?.shapes ?? []).filter(
    (one) => one.fits && Number.isFinite(one.upper) && liesOutside(one, averaged),
  )
  const apart = [averaged.other, single].filter((one) => liesOutside(one, averaged))
  const widest = [averaged, ...apart]
  const [lower, upper] = [Math.min(...widest.map((one) => one.lower)), Math.max(...widest.map((one) => one.upper))]
  const failed = again === undefined ? replicates : again.failed
  return [
    ...(otherwise.length > 0
      ? [
          {
            code: 'people_may_differ' as const,
            values: { ranges: otherwise.map((one) => `${people(one.lower)}–${people(one.upper)}`).join('; ') },
            words: `The counts fit as well if no lists are tied but some people are harder to find than others. Then the number would be about ${otherwise.map((one) => `${people(one.estimate)} (${people(one.lower)} to ${people(one.upper)})`).join(' or ')}, outside the range above; say both.`,
          },
        ]
      : []),
    ...(averaged.upper / averaged.lower > 1.25 * (single.upper / single.lower)
      ? [
          {
            code: 'one_model_hides_doubt' as const,
            values: {
              lower: Math.round(averaged.lower),
              upper: Math.round(averaged.upper),
              singleLower: Math.round(single.lower),
              singleUpper: Math.round(single.upper),
            },
            words: `The stepwise interval (${people(single.lower)} to ${people(single.upper)}) takes its one model for granted. With the doubt about the model it is ${people(averaged.lower)} to ${people(averaged.upper)}.`,
          },
        ]
      : []),
    ...(apart.length > 0
      ? [
          {
            code: 'say_wider_range' as const,
            values: { lower: Math.round(lower), upper: Math.round(upper) },
            words: `Other ways to choose among the same models lie outside the range above: ${apart.map((one) => people(one.estimate)).join(' and ')}. Say the wider range, ${people(lower)} to ${people(upper)}.`,
          },
        ]
      : []),
    ...(failed > replicates / 20
      ? [
          {
            code: 'bootstrap_failed' as const,
            values: { failed, replicates },
            words: `${people(failed)} of ${people(replicates)} bootstrap replicates have no estimate${again === undefined ? '; there is no bootstrap interval' : ' and are left out; the interval is too narrow'}.`,
          },
        ]
      : []),
  ]
}
