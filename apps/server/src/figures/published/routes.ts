import { figureRoutes } from '@ariadne/contract'
import { notFound } from '../../platform/problem.ts'
import type { Register } from '../../platform/stage.ts'
import type { Figures } from '../figures.ts'
import { needCoordinator, viewOf } from '../reader.ts'
import { findRelease, listReleases } from './read.ts'
import type { Road } from './road.ts'
import { listStatutory } from './statutory.ts'

/** Releases with their certificates, and apart from them what a law demanded. */
export const releaseReads = (routes: Pick<Register, 'signedIn'>, figures: Figures, road: Road): void => {
  routes.signedIn(figureRoutes.figureReleases, async (c, who) => {
    viewOf(who)
    const { language } = c.req.valid('query')
    const answer = await figures.read(language ?? who.language, async ({ tx, word }) => {
      const { releases, budgets } = await listReleases(tx, road.fatesOf)
      return {
        releases: releases.map((one) => ({
          ...one,
          title: word(`report.${one.report}`),
          sent: one.sent.map((sending) => ({ ...sending, name: road.peerName(sending.peer) })),
        })),
        budgets,
      }
    })
    return c.json(answer, 200)
  })
  routes.signedIn(figureRoutes.figureReleaseFile, async (c, who) => {
    viewOf(who)
    const { release: id } = c.req.valid('param')
    const release = await figures.read(who.language, ({ tx }) => findRelease(tx, id))
    if (!release?.signed) throw notFound('release')
    const { report, year, version, signed } = release
    return c.json({ name: `${report}-${year}-v${version}.jws`, signed: `${signed}\n` }, 200)
  })
  routes.signedIn(figureRoutes.figureTransmissions, async (c, who) => {
    needCoordinator(who)
    const { language } = c.req.valid('query')
    const transmissions = await figures.read(language ?? who.language, async ({ tx, word }) =>
      (await listStatutory(tx)).map((one) => ({ ...one, title: word(`report.${one.report}`) })),
    )
    return c.json({ transmissions }, 200)
  })
}
