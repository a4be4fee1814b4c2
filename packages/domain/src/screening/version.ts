/** A regional version, with `+mk.2` when a country's overlay lies over it. */
export const SET_VERSION = /^\d+\.\d+\.\d+(\+[a-z]{2}\.\d+)?$/

const parts = (version: string): number[] => version.split(/[.+]/).map((part) => Number(part) || 0)

/**
 * Orders set versions by number: 1.9.0 < 1.10.0 < 1.10.0+mk.1. Negative when `a` is the older one.
 */
export const compareVersions = (a: string, b: string): number => {
  const [left, right] = [parts(a), parts(b)]
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? -1) - (right[at] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}

/** The regional version that a country's one lies over; a regional version itself. */
export const regionalVersion = (version: string): string => version.split('+')[0] ?? version
