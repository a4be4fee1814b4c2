import type { Api } from '@ariadne/contract'

export type Trend = Api['GET /api/figures/trends']['response']
/** A number, or why there is none: value, zero, missing and suppressed are four different things. */
export type Cell = Trend['series'][number]['points'][number]
export type Grain = Trend['grain']

export const isTold = (cell: Cell): cell is Cell & { value: number } => cell.value !== null
