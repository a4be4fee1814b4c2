/** A code for each dimension: `{ country: 'RS', sex: 'Female', age: 'Total' }`. */
export type Key = Readonly<Record<string, string>>

/**
 * What a cell says. Four different things: a count above zero, a counted zero, a figure that nobody has, and a figure
 * that somebody has and does not tell.
 */
export type CellValue = { is: 'value'; count: number } | { is: 'zero' } | { is: 'missing' } | { is: 'suppressed' }

/** A cell as readers get it. `within` is what the publication itself says about a suppressed figure, such as "<5". */
export type Cell = {
  key: Key
  value: CellValue
  within?: { atLeast?: number; atMost?: number }
  /** Where it stands in the file it came from. */
  row?: number
}

/**
 * A cell as the one who publishes has it. `withhold` asks for its suppression whatever the rule says; `largest` are the
 * largest and second largest contributions to it, which the p% rule needs.
 */
export type ExactCell = {
  key: Key
  value: Exclude<CellValue, { is: 'suppressed' }>
  withhold?: boolean
  largest?: readonly [number, number]
  row?: number
}

export type Table<Of extends Cell | ExactCell = Cell> = { dimensions: readonly string[]; cells: readonly Of[] }

/** A count as a cell says it. */
export const said = (count: number): Extract<CellValue, { is: 'value' | 'zero' }> =>
  count === 0 ? { is: 'zero' } : { is: 'value', count }

/** The number that stands in a cell; undefined where none stands there. */
export const numberOf = (value: CellValue): number | undefined => {
  switch (value.is) {
    case 'value':
      return value.count
    case 'zero':
      return 0
    case 'missing':
    case 'suppressed':
      return undefined
  }
}

/** A key in words, for messages: `country RS, sex Female, age Total`. */
export const inWords = (key: Key): string =>
  Object.entries(key)
    .map(([dimension, code]) => `${dimension} ${code}`)
    .join(', ')
