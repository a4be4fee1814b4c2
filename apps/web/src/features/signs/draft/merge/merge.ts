/** A draft changed in two places at once: what only one side changed is taken, what both changed is asked. */

export type Place = readonly string[]
/** `undefined` on a side: there it was taken out. Both sides are kept until somebody chooses. */
export interface Conflict {
  readonly place: Place
  readonly mine?: unknown
  readonly theirs?: unknown
}
export interface Merged<T> {
  readonly value: T
  readonly conflicts: readonly Conflict[]
}

type Entries = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Signs and rules are found by their id, wherever they stand in the list. */
const isNamed = (value: unknown): value is readonly { readonly id: string }[] =>
  Array.isArray(value) && value.every((one) => isRecord(one) && typeof one['id'] === 'string')
const byId = (list: readonly { readonly id: string }[]): Entries => Object.fromEntries(list.map((one) => [one.id, one]))

const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered)
    : isRecord(value)
      ? Object.fromEntries(
          Object.keys(value)
            .toSorted()
            .map((key) => [key, ordered(value[key])]),
        )
      : value
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(ordered(a)) === JSON.stringify(ordered(b))

/** What a rule asks for is one thing: half of it from here and half from there would be a rule that nobody wrote. */
const isWhole = (place: Place): boolean => place.at(-1) === 'when'

const entries = (base: Entries, mine: Entries, theirs: Entries, place: Place): Merged<Record<string, unknown>> => {
  const value: Record<string, unknown> = {}
  const conflicts: Conflict[] = []
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const merged = merge(base[key], mine[key], theirs[key], [...place, key])
    if (merged.value !== undefined) value[key] = merged.value
    conflicts.push(...merged.conflicts)
  }
  return { value, conflicts }
}

/** Mine stands in a conflict until theirs is taken. */
const merge = (base: unknown, mine: unknown, theirs: unknown, place: Place): Merged<unknown> => {
  if (isSame(mine, theirs) || isSame(base, theirs)) return { value: mine, conflicts: [] }
  if (isSame(base, mine)) return { value: theirs, conflicts: [] }
  if (isRecord(mine) && isRecord(theirs) && !isWhole(place))
    return entries(isRecord(base) ? base : {}, mine, theirs, place)
  if (isNamed(mine) && isNamed(theirs)) {
    const { value, conflicts } = entries(isNamed(base) ? byId(base) : {}, byId(mine), byId(theirs), place)
    return { value: Object.values(value), conflicts }
  }
  return { value: mine, conflicts: [{ place, mine, theirs }] }
}

/** Brings together what was made of the same beginning in two places. */
export const mergeDrafts = <T extends object>(base: T | undefined, mine: T, theirs: T): Merged<T> =>
  merge(base, mine, theirs, []) as Merged<T>

/** A draft with one place as it is on one side; `undefined` takes out what stands there. */
export const withPlace = <T>(value: T, place: Place, side: unknown): T => {
  const [key, ...rest] = place
  if (key === undefined) return side as T
  if (isNamed(value)) {
    const others = value.some(({ id }) => id === key) ? value : [...value, { id: key }]
    return others.flatMap((one) => {
      if (one.id !== key) return [one]
      const next = withPlace(one, rest, side) as typeof one | undefined
      return next === undefined ? [] : [next]
    }) as T
  }
  const record: Entries = isRecord(value) ? value : {}
  const next = withPlace(record[key], rest, side)
  const { [key]: _, ...others } = record
  return (next === undefined ? others : { ...record, [key]: next }) as T
}
