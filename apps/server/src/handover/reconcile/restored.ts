import { createHash } from 'node:crypto'
import type { Tx } from '../../platform/database/index.ts'
import { exchangeTables } from '../tables.ts'

/** When this instance was last restored from a backup, in milliseconds since 1970; 0 when never. */
export const epochOf = async (tx: Tx): Promise<number> => {
  const row = await exchangeTables(tx).selectFrom('instance_state').select('restored_at').executeTakeFirst()
  return row?.restored_at ? Date.parse(row.restored_at) : 0
}

/** An instance that was restored has forgotten what it last promised: nothing new is promised until its peers told it. */
export const isRestored = async (tx: Tx): Promise<boolean> => {
  const row = await exchangeTables(tx)
    .selectFrom('instance_state')
    .select(['restored_at', 'reconciled_at'])
    .executeTakeFirst()
  return row?.restored_at != null && (row.reconciled_at === null || row.reconciled_at < row.restored_at)
}

/** Says which case a handover began from to nobody but the instance that knows the case's id. */
export const originOf = (caseId: string): string =>
  createHash('sha256').update(`ariadne/origin/1 ${caseId}`).digest('hex')
