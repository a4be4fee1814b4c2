import { fold, isEnded } from '@ariadne/domain'
import type { CaseId, CaseState, InstanceId, Targets } from '@ariadne/domain'
import { withSystem } from '../platform/database/index.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { Problem } from '../platform/problem.ts'
import { project } from './project.ts'
import { dropParts } from './sealed-parts.ts'
import { listActions, lockStanding, storeCases } from './store.ts'
import { caseTables } from './tables.ts'

/** Erases what another stage keeps of a case, in the same transaction. `state` is as it was before. */
export type CaseEraser = (tx: Tx, caseId: CaseId, state: CaseState) => Promise<void>

/** What has to be done before a case can be erased, for who reads it raw; null when nothing. */
export const standsInTheWay = (state: CaseState): string | null => {
  if (!['closed', 'retained'].includes(state.status))
    return state.status === 'erased' ? 'It is erased already.' : 'Close the case first.'
  if (state.handovers.some((one) => !isEnded(one))) return 'End its handovers first.'
  if (state.handovers.some((one) => one.withdrawal && !one.withdrawal.acknowledgedAt))
    return 'Wait until the other country has acknowledged the withdrawal.'
  return null
}

/**
 * Erases what a closed case says: every body with its salt, every sealed part, every line that showed it. That it
 * happened, when, and by which function remains, and the chain of hashes still verifies. There is no way back.
 * @returns how many actions were erased
 * @throws {Problem} 404 `not_found`, 409 `case_not_erasable`
 */
export const eraseBodies = (deps: EraseDeps & { db: Database }, caseId: CaseId): Promise<{ erased: number }> =>
  withSystem(deps.db, 'erase', (tx) => eraseIn(deps, tx, caseId))

export type EraseDeps = { instanceId: InstanceId; targets: () => Targets; erasers?: readonly CaseEraser[] }

/** The same within a transaction of the instance. */
export const eraseIn = async (deps: EraseDeps, tx: Tx, caseId: CaseId): Promise<{ erased: number }> => {
  const { state, lastHash } = await lockStanding(tx, caseId, deps.instanceId)
  if (state.sequence === 0)
    throw new Problem({
      status: 404,
      code: 'not_found',
      title: 'There is no such case here.',
      remedy: 'Check the id.',
    })
  const obstacle = standsInTheWay(state)
  if (obstacle !== null)
    throw new Problem({
      status: 409,
      code: 'case_not_erasable',
      title: 'This case cannot be erased now.',
      remedy: obstacle,
    })
  const result = await caseTables(tx)
    .updateTable('case_action')
    .set({ body: null, salt: null })
    .where('case_id', '=', caseId)
    .where('body', 'is not', null)
    .executeTakeFirst()
  await dropParts(tx, caseId)
  for (const erase of deps.erasers ?? []) await erase(tx, caseId, state)
  const erased = fold(caseId, deps.instanceId, await listActions(tx, caseId))
  await storeCases(tx, [project(erased, lastHash, deps.targets())])
  return { erased: Number(result.numUpdatedRows) }
}
