import type { Estimate, EstimateParams } from '@ariadne/signals/estimate'

/** What was estimated, with what was noticed on reading the table. */
export type Answer = Omit<Estimate, 'warnings'> & { warnings: { code: string; words: string }[] }

const people = (number: number): string => Math.round(number).toLocaleString('en')
const pairsTold = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0 ? 'no pairs tied' : pairs.map(([a, b]) => `${a}+${b}`).join(', ')
const range = ({ lower, upper }: { lower: number; upper: number }): string => `${people(lower)} to ${people(upper)}`

const CRITERIA = { aic: "Akaike's", bic: 'Bayesian' } as const
const SHAPES = { poisson: 'a little', darroch: 'more', gamma: 'much' } as const

/** The answer in words, the spread before any number. */
export const told = (answer: Answer, { level, reps, threshold }: EstimateParams): string[] => {
  const { observed, fan, averaged, stepwise, bootstrap, chao, refused, warnings } = answer
  const percent = `${Number((100 * level).toPrecision(6))} %`
  return [
    `Seen on at least one list: ${people(observed)}.`,
    ...(refused === null ? [] : [`No number can be said. ${refused.words}`]),
    ...(averaged === null
      ? []
      : [
          `In all, those on no list included: between ${people(averaged.lower)} and ${people(averaged.upper)} (${percent}).`,
        ]),
    ...(fan === null
      ? []
      : [
          `${people(fan.fitted)} of ${people(fan.possible)} models could be fitted. The ${people(fan.plausible.models)} that these counts can hardly tell apart say from ${people(fan.plausible.lowest)} to ${people(fan.plausible.highest)}.`,
        ]),
    ...(averaged === null
      ? []
      : [
          `If one number must be said: ${people(averaged.estimate)}, the middle of all models by ${CRITERIA[averaged.weights]} weights. Never without the range.`,
          `${CRITERIA[averaged.other.weights]} weights would say ${people(averaged.other.estimate)} (${range(averaged.other)}).`,
        ]),
    ...(chao === null
      ? []
      : [
          `At least ${people(chao.estimate)} (${range(chao)}) if people differ in how easily they are found and no list keeps them off another.`,
          ...chao.shapes.map(
            (one) =>
              `  if they differ ${SHAPES[one.shape]} (${one.shape}): ${people(one.estimate)} (${range(one)})${one.fits ? '; fits as well as any model of tied lists' : ''}`,
          ),
        ]),
    ...(stepwise === null
      ? []
      : [
          '',
          `For comparison, one model chosen by steps (p < ${threshold}): ${people(stepwise.estimate)} (${range(stepwise)}, as if it were known to be true); ${pairsTold(stepwise.pairs)}.`,
        ]),
    ...(bootstrap === null
      ? []
      : [`  with the choice repeated in ${people(reps)} bootstrap samples: ${range(bootstrap)}.`]),
    ...(fan === null
      ? []
      : [
          '',
          'The heaviest models:',
          ...fan.best.map(
            (one) =>
              `  ${(100 * one.weight).toFixed(1).padStart(5)} %  ${people(one.estimate).padStart(9)}  (${range(one)})  ${pairsTold(one.pairs)}`,
          ),
        ]),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map(({ words }) => `Note: ${words}`)]),
  ]
}
