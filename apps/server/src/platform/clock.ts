import { readFileSync, statSync, writeFileSync } from 'node:fs'

/** Where every rule reads the time from: a rule that asked the machine could not be tried out a half-year ahead. */
export type Clock = {
  now: () => Date
  /** Milliseconds that a demo has moved this clock ahead of the machine's; 0 anywhere else. */
  offset: () => number
}

export const systemClock: Clock = { now: () => new Date(), offset: () => 0 }

export type MovableClock = Clock & {
  /** Moves the clock ahead. It never goes back: what was recorded would then lie in the future. */
  advance: (milliseconds: number) => void
}

const ahead = (milliseconds: number) => {
  if (!(milliseconds >= 0)) throw new RangeError('A clock can only be moved ahead.')
  return milliseconds
}

/** A clock that can be moved ahead, so that a follow-up in 180 days can be seen today. */
export const movableClock = (base: Clock = systemClock): MovableClock => {
  let offset = 0
  return {
    now: () => new Date(base.now().getTime() + offset),
    offset: () => offset,
    advance: (milliseconds) => {
      offset += ahead(milliseconds)
    },
  }
}

/**
 * A movable clock whose offset lies in a file, shared by all instances of one demo: one that ran ahead alone would send
 * messages from the future. Looking at the file's time costs microseconds, so it is done at every reading.
 */
export const sharedClock = (file: string, base: Clock = systemClock): MovableClock => {
  let seen = -1
  let offset = 0
  const read = () => {
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (changed !== seen) {
      offset = changed === 0 ? 0 : Number(readFileSync(file, 'utf8')) || 0
      seen = changed
    }
    return offset
  }
  return {
    now: () => new Date(base.now().getTime() + read()),
    offset: read,
    advance: (milliseconds) => {
      writeFileSync(file, String(read() + ahead(milliseconds)))
      seen = -1
    },
  }
}

/** The clock's time as it goes on the wire: ISO 8601, UTC, milliseconds. */
export const stamp = (clock: Clock): string => clock.now().toISOString()
