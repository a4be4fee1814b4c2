import { boundsOf, grainOf, periodsBetween } from '@ariadne/domain/statistics'
import type { Grain, Period } from '@ariadne/domain/statistics'
import { SAFE_THRESHOLD } from '../cells.ts'
import { measureDuration } from '../count/durations.ts'
import type { Duration } from '../count/durations.ts'
import { nameOf } from '../figures.ts'
import type { Reading } from '../figures.ts'
import type { View } from '../reader.ts'
import { findRecorded, isCovered } from './recorded.ts'

const FINER: Readonly<Record<Grain, Grain | null>> = { year: 'quarter', quarter: 'month', month: null, week: null }

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
  const finer = view === 'safe' ? null : FINER[grainOf(period)]
  const parts = finer === null ? [] : periodsBetween(span.from, span.to, finer)
  const recorded = await findRecorded(tx)
  const steps = []
  for (const definition of statistics.definitions) {
    if (definition.kind !== 'duration') continue
    const target = definition.target ? targets[definition.target] : null
    const measured = async (of: Period): Promise<Told | null> =>
      isCovered(recorded, boundsOf(of), now)
        ? told(view, await measureDuration(tx, definition, boundsOf(of), target))
        : null
    const split = []
    for (const part of parts) split.push({ period: part, took: await measured(part) })
    steps.push({
      definition: definition.id,
      name: nameOf(reading, definition.id),
      in: definition.in,
      target,
      took: await measured(period),
      parts: split,
    })
  }
  return { period, view, steps }
}
