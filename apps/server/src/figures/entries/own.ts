import { boundsOf, TOTAL } from '@ariadne/domain/statistics'
import { cellFor } from '../cells.ts'
import { countGroups } from '../count/groups.ts'
import type { Reading } from '../figures.ts'
import { findRecorded, isCovered } from '../reads/recorded.ts'
import type { EntryRow } from './list.ts'

/** Our own count of every whole figure that somebody else has a number for: the two stand side by side. */
export const ownBeside = async (reading: Reading, entries: readonly EntryRow[], year: number | undefined) => {
  if (year === undefined) return []
  const { tx, statistics, now } = reading
  const span = boundsOf(String(year))
  const wholes = entries.filter(
    ({ key, period }) => period === String(year) && Object.values(key).every((category) => category === TOTAL),
  )
  const covered = isCovered(await findRecorded(tx), span, now)
  const own = []
  for (const id of new Set(wholes.map(({ definition }) => definition))) {
    const definition = statistics.definitions.find((one) => one.id === id)
    if (definition?.kind !== 'count') continue
    const groups = await countGroups(tx, definition, span, [])
    const count = groups.reduce((sum, one) => sum + one.count, 0)
    own.push({ definition: id, ...cellFor('exact', count, covered) })
  }
  return own
}
