import type { Detection } from './detection.ts'
import { ParamsError } from './params.ts'
import type { ParamsOf } from './params.ts'
import { deviationOf, lookBack, lookBackFields, meanOf, SYSTEMS } from './reference-values.ts'
import type { Series } from './series.ts'

export const rkiFields = (system: keyof typeof SYSTEMS) => lookBackFields(SYSTEMS[system])
export type RkiParams = ParamsOf<ReturnType<typeof rkiFields>>

/** Upper 95 % limits of a Poisson mean after 0, 1, ... 20 cases (Crow and Gardner 1959, Biometrika 46, table 1). */
const CROW_GARDNER = [
  3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633, 19.05, 20.335, 21.364, 22.945,
  23.762, 25.4, 26.306, 27.735, 28.966, 30.017,
] as const

/**
 * The RKI systems 1 to 3 (Höhle 2007): where the reference counts have a mean up to 20, the limit of the table; above,
 * the mean and two standard deviations.
 * @throws {SeriesError} for a series too short, or a range that does not fit
 */
export const rki = (series: Series, params: RkiParams): Detection => {
  if (params.b === 0 && !(params.actY && params.w > 1))
    throw new ParamsError([
      { name: 'b', problem: 'with b 0 there is nothing to compare with. Set actY to true and w to at least 2.' },
    ])
  const { range, referencesOf } = lookBack(series, params)
  const rows = Array.from({ length: range.to - range.from + 1 }, (_, at) => {
    const index = range.from + at
    const observed = series.counts[index - 1] ?? 0
    const references = referencesOf(index)
    const mean = meanOf(references)
    const upper = mean <= 20 ? (CROW_GARDNER[Math.floor(mean)] ?? 0) : mean + 2 * deviationOf(references, mean)
    return { index, observed, expected: mean, upper, alarm: observed > upper }
  })
  return { rows, warnings: [] }
}
