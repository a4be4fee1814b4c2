import { boundsOf, grainOf, periodOf } from '@ariadne/domain/statistics'
import type { CountDefinition, Period } from '@ariadne/domain/statistics'
import { cellFor, MISSING, SAFE_THRESHOLD } from '../cells.ts'
import type { Cell } from '../cells.ts'
import { countWholes } from '../count/groups.ts'
import { getCountDefinition, nameOf } from '../figures.ts'
import type { Reading } from '../figures.ts'
import type { View } from '../reader.ts'
import { findRecorded, isCovered } from './recorded.ts'
import type { Told } from './safe.ts'
import { needYear, readYears } from './years.ts'

export const periodBefore = (period: Period): Period => {
  const { from } = boundsOf(period)
  return periodOf(new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10), grainOf(period))
}

type Share = Cell & { numerator: number | null; denominator: number | null }
const NO_SHARE: Share = { ...MISSING, numerator: null, denominator: null }

const shareOf = (view: View, numerator: number, denominator: number): Share => {
  if (denominator === 0) return { ...NO_SHARE, numerator, denominator }
  // A small part, and a small rest, are both people that could be found.
  const small = [numerator, denominator - numerator, denominator].some((one) => one > 0 && one < SAFE_THRESHOLD)
  if (view === 'safe' && small) return { status: 'suppressed', value: null, numerator: null, denominator: null }
  return {
    ...cellFor('exact', numerator),
    value: Math.round((numerator / denominator) * 1_000) / 10,
    numerator,
    denominator,
  }
}

const partsOf = (statistics: Reading['statistics']): CountDefinition[] => {
  const ids = statistics.definitions.flatMap((one) => (one.kind === 'share' ? [one.numerator, one.denominator] : []))
  return [...new Set(ids)].map((id) => getCountDefinition(statistics, id))
}

/** A percentage with its whole gives the part: it is told where both are. */
const safeShare = (numerator: Cell, denominator: Cell): Share =>
  numerator.value === null || denominator.value === null
    ? { status: 'suppressed', value: null, numerator: null, denominator: null }
    : shareOf('safe', numerator.value, denominator.value)

/** Shares with what they are made of; the reader sees both numbers, so a percentage of three is never mistaken for much. */
export const readKpis = async (reading: Reading, view: View, period: Period) => {
  const { tx, statistics, now } = reading
  const before = periodBefore(period)
  if (view === 'safe') needYear(period)
  const told: Told | null = view === 'safe' ? await readYears(reading, [period, before], partsOf(statistics)) : null
  const recorded = await findRecorded(tx)
  const spans = [boundsOf(period), boundsOf(before)]
  const count = told === null ? await countWholes(tx, partsOf(statistics), spans) : () => 0
  const kpis = []
  for (const definition of statistics.definitions) {
    if (definition.kind !== 'share') continue
    const share = (of: Period): Share =>
      isCovered(recorded, boundsOf(of), now)
        ? told === null
          ? shareOf('exact', count(definition.numerator, boundsOf(of)), count(definition.denominator, boundsOf(of)))
          : safeShare(told(definition.numerator, of), told(definition.denominator, of))
        : NO_SHARE
    const { status, value } = share(before)
    kpis.push({
      definition: definition.id,
      name: nameOf(reading, definition.id),
      share: share(period),
      shareBefore: { status, value },
    })
  }
  return { period, before, view, kpis }
}
