import { CHAIN_START, findBrokenLink } from '@ariadne/domain'
import { withSystem } from '../platform/database/index.ts'
import type { Database } from '../platform/database/index.ts'
import { findStanding, listActions } from './store.ts'

/** What can be shown of a case's list without showing what it says. */
export type Evidence = {
  caseId: string
  actions: number
  erased: number
  /** Sequence number of the first action that does not verify; null when all do. */
  brokenAt: number | null
  lastHash: string
  /** Whether the list ends where the instance last noted that it ends: a list cut short verifies by itself. */
  complete: boolean
  verified: boolean
}

/** Checks a case's whole chain: sequence, links, and the digest of every body that is still there. */
export const verifyChain = (db: Database, caseId: string): Promise<Evidence | undefined> =>
  withSystem(db, 'evidence', async (tx) => {
    const actions = await listActions(tx, caseId)
    const standing = await findStanding(tx, caseId)
    if (actions.length === 0 && standing === undefined) return undefined
    const brokenAt = await findBrokenLink(actions)
    const lastHash = actions.at(-1)?.hash ?? CHAIN_START
    const complete = standing?.lastHash === lastHash && standing.state.sequence === actions.length
    return {
      caseId,
      actions: actions.length,
      erased: actions.filter((action) => action.body === null).length,
      brokenAt,
      lastHash,
      complete,
      verified: brokenAt === null && complete,
    }
  })
