import { reads } from '@ariadne/contract'
import { withActor } from '../platform/database/index.ts'
import { notFound } from '../platform/problem.ts'
import type { Platform, Register } from '../platform/stage.ts'
import type { PeerDirectory } from './directory.ts'
import { listCases } from './reads/list-cases.ts'
import { viewCase } from './reads/view-case.ts'
import type { MessageSource } from './reads/view-case.ts'

export const caseRoutes = (
  routes: Pick<Register, 'signedIn'>,
  { db, config }: Pick<Platform, 'db' | 'config'>,
  sources: { peers: () => PeerDirectory; messages: () => MessageSource },
): void => {
  routes.signedIn(reads.cases, async (c, who) =>
    c.json(await withActor(db, who.actor, (tx) => listCases(tx, c.req.valid('query'))), 200),
  )
  routes.signedIn(reads.case, async (c, who) => {
    const { caseId } = c.req.valid('param')
    const view = await withActor(db, who.actor, (tx) =>
      viewCase(tx, caseId, {
        instanceId: config.instance.id,
        language: who.language,
        peers: sources.peers(),
        messages: sources.messages(),
      }),
    )
    if (view === undefined) throw notFound('case')
    return c.json(view, 200)
  })
}
