/** Parameters that do not fit: every fault, and what is known. */
export class ParamsError extends Error {
  readonly faults: { name: string; problem: string }[]
  constructor(faults: { name: string; problem: string }[]) {
    super(faults.map(({ name, problem }) => `${name}: ${problem}`).join('\n'))
    this.name = 'ParamsError'
    this.faults = faults
  }
}

/** One parameter: how it is read (undefined: it does not fit), what it wants in words, and R's default. */
export type Field<T> = { read: (value: unknown) => T | undefined; wants: string; otherwise: T }
export type Fields = Record<string, Field<unknown>>
export type ParamsOf<F extends Fields> = { [Name in keyof F]: F[Name] extends Field<infer T> ? T : never }

export const number = <T = number>(
  otherwise: number | T,
  { least = -Infinity, most = Infinity }: { least?: number; most?: number } = {},
): Field<number | T> => ({
  read: (value) =>
    typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most ? value : undefined,
  wants:
    most === Infinity
      ? least === -Infinity
        ? 'a number'
        : `a number of at least ${least}`
      : `a number from ${least} to ${most}`,
  otherwise,
})

/** Above 0 and below 1. */
export const probability = <T = number>(otherwise: number | T): Field<number | T> => ({
  read: (value) => (typeof value === 'number' && value > 0 && value < 1 ? value : undefined),
  wants: 'a number above 0 and below 1',
  otherwise,
})

export const whole = <T = number>(otherwise: number | T, least: number): Field<number | T> => ({
  read: (value) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : undefined),
  wants: `a whole number of at least ${least}`,
  otherwise,
})

export const truth = (otherwise: boolean): Field<boolean> => ({
  read: (value) => (typeof value === 'boolean' ? value : undefined),
  wants: 'true or false',
  otherwise,
})

export const oneOf = <const T extends string>(choices: readonly T[], otherwise: T): Field<T> => ({
  read: (value) => choices.find((choice) => choice === value),
  wants: `one of ${choices.join(', ')}`,
  otherwise,
})

/** `null` is written for R's NULL. */
export const orNull = <T>(field: Field<T>): Field<T | null> => ({
  read: (value) => (value === null ? null : field.read(value)),
  wants: `${field.wants}, or null`,
  otherwise: field.otherwise,
})

/**
 * Reads parameters by R's own names. One that is not given takes its default.
 * @throws {ParamsError} for an unknown name (with the known ones) and for each value that does not fit
 */
export const paramsOf = <F extends Fields>(fields: F, given: Readonly<Record<string, unknown>>): ParamsOf<F> => {
  const known = Object.keys(fields)
  const faults = Object.keys(given)
    .filter((name) => !Object.hasOwn(fields, name))
    .map((name) => ({ name, problem: `there is no such parameter. There are: ${known.join(', ')}.` }))
  const read: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    const fits = value === undefined ? field.otherwise : field.read(value)
    if (fits === undefined) faults.push({ name, problem: `${JSON.stringify(value)} should be ${field.wants}.` })
    read[name] = fits
  }
  if (faults.length > 0) throw new ParamsError(faults)
  return read as ParamsOf<F>
}
