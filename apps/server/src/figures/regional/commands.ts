import { DisclosureError } from '@ariadne/disclosure'
import type { HandlerOutcome } from '../../platform/commands/registry.ts'
import { asSystem } from '../../platform/database/index.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import { handoverOf } from '../../handover/index.ts'
import { networkOf } from '../../network/index.ts'
import type { Figures } from '../figures.ts'
import { findRelease } from '../published/read.ts'
import { releaseReport } from '../published/release.ts'
import type { Out } from '../published/release.ts'
import { recipientsOf, sendRelease } from '../published/send.ts'
import { noteStatutory } from '../published/statutory.ts'
import { buildReport } from '../reports/build.ts'
import { NotSafe } from '../reports/release.ts'

const refused = (code: string, remedy: string, field?: string): HandlerOutcome => ({
  status: 'refused',
  code,
  remedy,
  ...(field === undefined ? {} : { field }),
})
const notCoordinator = refused('not_your_function', 'The national coordinator can do this.')
const noKey = refused('no_signing_key', 'Give this instance its signing key and its trust list.')

/** Why a release could not be made, in the words of a refusal; anything else goes on as it was. */
const whyNot = (error: unknown): HandlerOutcome => {
  if (error instanceof NotSafe) return refused('not_safe', error.message)
  if (error instanceof DisclosureError && ['mixed_methods', 'budget_spent', 'no_solution'].includes(error.fault))
    return refused(error.fault, error.message, 'method')
  throw error
}

/** How this instance hands something to the network; undefined where it has no keys. */
export const roadOf = async (platform: Platform): Promise<Out | undefined> => {
  const road = handoverOf(platform)
  const network = platform.services.has('network') ? networkOf(platform) : undefined
  if (road === undefined || network?.keys === undefined) return undefined
  await network.trust.refresh()
  return { send: road.send, key: network.keys.signing, list: network.trust.lastList() }
}

export const registerRelease = (register: Pick<Register, 'command'>, figures: Figures, platform: Platform): void => {
  register.command('figure.release', async ({ tx, who, body }) => {
    if (!who.functions.includes('national_coordinator')) return notCoordinator
    const road = await roadOf(platform)
    if (road === undefined) return noKey
    try {
      return await figures.readIn(tx, who.language, (reading) =>
        asSystem(tx, async (): Promise<HandlerOutcome> => {
          const { version, cells, suppressed, isNew, handedTo } = await releaseReport(reading, road, {
            ...body,
            instanceId: figures.instanceId,
            by: who.memberId,
          })
          return { status: 'accepted', result: { version, cells, suppressed, isNew, handedTo } }
        }),
      )
    } catch (error) {
      return whyNot(error)
    }
  })

  register.command('figure.send_again', async ({ tx, who, body, now }) => {
    if (!who.functions.includes('national_coordinator')) return notCoordinator
    const road = await roadOf(platform)
    if (road === undefined) return noKey
    return asSystem(tx, async (): Promise<HandlerOutcome> => {
      const release = await findRelease(tx, body.releaseId)
      if (!release?.signed)
        return refused('not_found', 'Load the page again: there is no such release here.', 'releaseId')
      const peers = recipientsOf(road.list, figures.instanceId, 'report')
      if (peers.length === 0)
        return refused('nobody_to_send_to', 'The trust list of this instance names no secretariat. Renew the list.')
      await sendRelease(road.send, tx, {
        of: { releaseId: release.id },
        name: release.report,
        period: String(release.year),
        signed: release.signed,
        peers,
        by: who.memberId,
        now,
      })
      return { status: 'accepted', result: { handedTo: peers } }
    })
  })

  register.command('figure.transmit', async ({ tx, who, body, now }) => {
    if (!who.functions.includes('national_coordinator')) return notCoordinator
    return figures.readIn(tx, who.language, (reading) =>
      asSystem(tx, async (): Promise<HandlerOutcome> => {
        const { template, cells } = await buildReport(reading, body.report, body.year)
        if (!template.statutory)
          return refused('no_law_demands', 'No law is known to demand this report. Release it: protected and audited.')
        const sent = { ...body, cells, by: who.memberId }
        const transmissionId = await noteStatutory(tx, sent, now)
        return { status: 'accepted', result: { transmissionId, cells: cells.length } }
      }),
    )
  })
}
