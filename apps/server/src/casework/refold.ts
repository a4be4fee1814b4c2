import { fold } from '@ariadne/domain'
import type { CaseId, InstanceId, Targets } from '@ariadne/domain'
import { withSystem } from '../platform/database/index.ts'
import type { Database } from '../platform/database/index.ts'
import { FOLD_VERSION, project } from './project.ts'
import { listActions, storeCases } from './store.ts'
import { caseTables } from './tables.ts'

const BATCH = 100

/**
 * Makes states, readers and queues anew from the lists where an earlier version of the fold made them, before anybody
 * reads by them. Batch by batch, so that a start that is cut short goes on where it was.
 * @returns how many cases were made anew
 */
export const refold = async (deps: {
  db: Database
  instanceId: InstanceId
  targets: () => Targets
}): Promise<number> => {
  let count = 0
  for (;;) {
    const done = await withSystem(deps.db, 'refold', async (tx) => {
      const rows = await caseTables(tx)
        .selectFrom('case_row')
        .select(['case_id', 'last_hash'])
        .where('fold', '!=', FOLD_VERSION)
        .limit(BATCH)
        .forUpdate()
        .execute()
      const projections = []
      for (const row of rows) {
        const actions = await listActions(tx, row.case_id)
        projections.push(project(fold(row.case_id as CaseId, deps.instanceId, actions), row.last_hash, deps.targets()))
      }
      if (projections.length > 0) await storeCases(tx, projections)
      return rows.length
    })
    count += done
    if (done < BATCH) return count
  }
}
