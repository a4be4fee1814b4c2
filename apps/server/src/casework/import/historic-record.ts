import type { Milestone } from '@ariadne/domain/statistics'
import type { CtdcRecord } from './ctdc-records.ts'

/**
 * A closed record of a register, coded: one person, nothing that identifies them. With milestones where the register has
 * the dates of steps; without them only the year is known.
 */
export type HistoricRecord = CtdcRecord & { milestones?: Milestone[]; detector?: string; place?: string; area?: string }
