/** Where every rule reads the time from: a rule that asked the machine could not be tried out a half-year ahead. */
export type Clock = {
  now: () => Date
  /** Milliseconds that the demo has moved this clock ahead of the machine's; 0 anywhere else. */
  offset: () => number
}

export const systemClock: Clock = { now: () => new Date(), offset: () => 0 }

export type MovableClock = Clock & {
  /** Moves the clock ahead. It never goes back: what was recorded would then lie in the future. */
  advance: (milliseconds: number) => void
}

/** The machine's clock moved ahead by what a demo asked for, so that a follow-up in 180 days can be seen today. */
export const demoClock = (start: { offset: number; base?: Clock } = { offset: 0 }): MovableClock => {
  const base = start.base ?? systemClock
  let offset = start.offset
  return {
    now: () => new Date(base.now().getTime() + offset),
    offset: () => offset,
    advance: (milliseconds) => {
      if (!(milliseconds >= 0)) throw new RangeError('A clock can only be moved ahead.')
      offset += milliseconds
    },
  }
}

/** The clock's time as it goes on the wire: ISO 8601, UTC, milliseconds. */
export const stamp = (clock: Clock): string => clock.now().toISOString()
