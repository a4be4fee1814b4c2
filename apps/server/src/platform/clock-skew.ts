import type { Command } from '@ariadne/contract'

/** Smaller differences are the network's, and nobody's clock is that good. */
const NOTED_FROM_MS = 2 * 60_000

/**
 * How far the clock that wrote a command stands ahead of this instance's, in milliseconds; negative when it is behind. The device says
 * how long ago it wrote by its own clock, which is right also where the clock is wrong. A device that does not say, and claims the
 * future, is ahead by at least that.
 */
export const skewOf = ({ at, ageMs }: Pick<Command, 'at' | 'ageMs'>, now: string): number => {
  const ahead = Date.parse(at) - (Date.parse(now) - (ageMs ?? 0))
  if (ageMs === undefined && ahead < 0) return 0
  return Math.abs(ahead) < NOTED_FROM_MS ? 0 : ahead
}

/** A moment by the device's clock, as it was by this instance's. */
export const shiftBack = (at: string, skewMs: number): string =>
  skewMs === 0 ? at : new Date(Date.parse(at) - skewMs).toISOString()
