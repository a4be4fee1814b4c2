import type { RandomBytes } from '../noise/discreteLaplace.ts'

/** Bytes that come again with the same seed (xorshift, 32 bits): for tests only, anyone can guess them. */
export const seededBytes = (seed: number): RandomBytes => {
  let state = (Math.round(seed) * 2654435761 + 88675123) >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return (state >>> 11) & 255
  }
  return (count) => Uint8Array.from({ length: count }, next)
}
