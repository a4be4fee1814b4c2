import { boundsOf } from '@ariadne/domain/statistics'
import type { Period } from '@ariadne/domain/statistics'
import { SAFE_THRESHOLD } from '../cells.ts'
import { measureDurations } from '../count/durations.ts'
import type { Duration } from '../count/durations.ts'
import { nameOf } from '../figures.ts'
import type { Reading } from '../figures.ts'
import type { View } from '../reader.ts'
import { findRecorded, isCovered } from './recorded.ts'

type Told = Omit<Duration, 'began'> & { began: number | null }

/** The median of two people is one of them. */
const told = (view: View, took: Duration): Told | null => {
  if (view === 'exact') return took
  if (took.reached < SAFE_THRESHOLD * 2) return null
  // Those who waited longer and those who never got there are people as well: a few of them are not told by subtraction.
  const isFew = (count: number): boolean => count > 0 && count < SAFE_THRESHOLD
  const within = took.withinTarget
  return {
    ...took,
    began: isFew(took.began - took.reached) ? null : took.began,
    withinTarget: within === null || isFew(within) || isFew(took.reached - within) ? null : within,
  }
}

export const readTimeliness = async (reading: Reading, view: View, period: Period) => {
  const { tx, statistics, targets, now } = reading
  const span = boundsOf(period)
  const covered = isCovered(await findRecorded(tx), span, now)
  const wanted = statistics.definitions.flatMap((definition) =>
    definition.kind === 'duration'
      ? [{ id: definition.id, definition, target: definition.target ? targets[definition.target] : null }]
      : [],
  )
  const measured = covered ? await measureDurations(tx, wanted, span) : new Map<string, Duration>()
  const steps = wanted.map(({ id, definition, target }) => {
    const took = measured.get(id)
    return {
      definition: id,
      name: nameOf(reading, id),
      in: definition.in,
      target,
      took: took ? told(view, took) : null,
    }
  })
  return { period, view, steps }
}
