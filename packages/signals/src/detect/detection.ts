/** What a detector says about one period. */
export type DetectRow = {
  /** The row of the series, counted from 1. */
  index: number
  observed: number
  /** What was to be expected; null where the method has no such number or does not say. */
  expected: number | null
  /** The count above which (for cusum, bayes: from which) it alarms; null where it is undefined. For glr: R's statistic. */
  upper: number | null
  alarm: boolean
}

export type DetectWarningCode =
  | 'no_variation'
  | 'threshold_undefined'
  | 'too_few_cases'
  | 'window_cut'
  | 'all_zero'
  | 'few_references'
  | 'not_converged'
  | 'no_overdispersion'
  | 'flat_dispersion'
  | 'no_in_control_mean'

/** Something the reader of the numbers should know, for the rows named (counted from 1), or for all where none is. */
export type DetectWarning = { code: DetectWarningCode; message: string; rows: number[] }

export type Detection<Row extends DetectRow = DetectRow> = { rows: Row[]; warnings: DetectWarning[] }

/** Collects warnings: one a code, with all its rows. */
export const warningsOf = (
  words: Partial<Record<DetectWarningCode, string>>,
): { at: (code: DetectWarningCode, index?: number) => void; list: () => DetectWarning[] } => {
  const met = new Map<DetectWarningCode, number[]>()
  return {
    at: (code, index) => {
      const rows = met.get(code) ?? []
      if (index !== undefined && rows.at(-1) !== index) rows.push(index)
      met.set(code, rows)
    },
    list: () => [...met].map(([code, rows]) => ({ code, message: words[code] ?? code, rows })),
  }
}

/** A number that can be printed: what is no number is null. */
export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null)
