import type { Field } from './params.ts'

const isMean = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0

/** One mean above 0 for every row, or a list with one for each row judged. */
export const readMeans = (value: unknown): number | readonly number[] | undefined => {
  if (isMean(value)) return value
  return Array.isArray(value) && value.length > 0 && value.every(isMean) ? value : undefined
}

/** How CUSUM learns the mean: given, the mean of all earlier rows (null), or a model of the season ("glm"). */
export const meanField: Field<number | readonly number[] | 'glm' | null> = {
  read: (value) => (value === null || value === 'glm' ? value : readMeans(value)),
  wants: 'a mean above 0, a list with one for each row judged, "glm", or null',
  otherwise: null,
}
