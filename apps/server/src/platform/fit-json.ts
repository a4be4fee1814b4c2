/** Deeper than anything written here on purpose; far from where recursion ends. */
export const DEEPEST = 64

/** What stands in the way of keeping a value, and where. */
export type Unfit = { field: string; remedy: string }

type Place = { value: unknown; key: string; above: Place | null; depth: number }

/** Short enough to be shown, however deep the place. */
const SHOWN = 8

const nameOf = (place: Place): string => {
  const keys: string[] = []
  for (let at: Place | null = place; at !== null; at = at.above)
    if (at.key !== '') keys.unshift(at.key.slice(0, 40).replaceAll(/[^\w.-]/gu, '?'))
  return keys.length > SHOWN ? [...keys.slice(0, SHOWN), '...'].join('.') : keys.join('.')
}

/** PostgreSQL keeps no NUL in a text, and no half of a surrogate pair. */
const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')

const remedyFor = ({ value, depth }: Place): string | null => {
  if (depth > DEEPEST) return `Nest at most ${DEEPEST} levels.`
  if (typeof value === 'string')
    return isText(value) ? null : 'Leave out characters that cannot be kept (NUL, half of a surrogate pair).'
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'Write a number that is not so large.'
  return null
}

/**
 * The first thing in a parsed JSON value that cannot be kept as it is: nested so deep that nothing recursive survives it,
 * a text or number the database has no room for, a key that means something else to JavaScript. Walks without recursion,
 * so that it can be asked about anything. What is hashed has to be what is kept.
 */
export const findUnfit = (value: unknown): Unfit | null => {
  const left: Place[] = [{ value, key: '', above: null, depth: 0 }]
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    const remedy = remedyFor(place)
    if (remedy !== null) return { field: nameOf(place), remedy }
    if (typeof place.value !== 'object' || place.value === null) continue
    for (const [key, inner] of Object.entries(place.value)) {
      const inside = { value: inner, key, above: place, depth: place.depth + 1 }
      if (key === '__proto__' || !isText(key)) return { field: nameOf(inside), remedy: 'Give the entry another name.' }
      left.push(inside)
    }
  }
  return null
}

/** Whether a value comes back from the database as it went in. */
export const isFit = (value: unknown): boolean => findUnfit(value) === null
