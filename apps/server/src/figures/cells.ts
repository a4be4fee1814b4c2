import type { CellStatus } from '@ariadne/domain/statistics'
import type { View } from './reader.ts'

export type Cell = { status: CellStatus; value: number | null }

/** Smaller counts are not told outside the coordinator's office (domain research C9: at least 5 where access is restricted). */
export const SAFE_THRESHOLD = 5

export const MISSING: Cell = { status: 'missing', value: null }
export const SUPPRESSED: Cell = { status: 'suppressed', value: null }

export const exactCell = (value: number): Cell => ({ status: value === 0 ? 'zero' : 'value', value })

/** One figure by itself. Figures that belong together are protected together (reads/safe.ts), never one by one. */
export const cellFor = (view: View, value: number, covered = true): Cell => {
  if (!covered) return MISSING
  return view === 'safe' && value > 0 && value < SAFE_THRESHOLD ? SUPPRESSED : exactCell(value)
}
