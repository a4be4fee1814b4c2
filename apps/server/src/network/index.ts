import { reads, wire } from '@ariadne/contract'
import type { Platform, Stage } from '../platform/stage.ts'
import { describeInstance } from './descriptor.ts'
import { peerUnits } from './directory.ts'
import { networkExaminations } from './examinations.ts'
import { readInstanceKeys, type InstanceKeys } from './keys.ts'
import { createMessageKinds, type MessageKinds } from './messages.ts'
import { network as networkTables } from './migrations/0400-network.ts'
import { openTrust, type Trust } from './trust.ts'

export { trustCommands } from './cli.ts'
export { readInstanceKeys, readSigningKeyFile } from './keys.ts'
export type { InstanceKeys, SealingKey } from './keys.ts'
export type { MessageHandler } from './messages.ts'
export { openTrust, TrustMissing } from './trust.ts'
export type { Trust, TrustStatus } from './trust.ts'

/** What the other stages get: whom to believe, with which keys this instance speaks, and what each does with messages. */
export type NetworkDoor = {
  readonly trust: Trust
  readonly keys: InstanceKeys | undefined
  readonly messages: MessageKinds
}

export const networkOf = (platform: Pick<Platform, 'services'>): NetworkDoor => {
  const door = platform.services.get('network') as NetworkDoor | undefined
  if (door === undefined) throw new Error('The network stage has to start before the stages that use it.')
  return door
}

/** Who the other instances are: the signed trust list, their units in the directory, this instance's own description. */
export const network: Stage = {
  name: 'network',
  migrations: [networkTables],
  examinations: networkExaminations,
  start: async (platform, register) => {
    const { config, clock, db, log } = platform
    const { list, root, signingKey, sealingKey } = config.trust
    const keys = signingKey && sealingKey ? await readInstanceKeys({ signingKey, sealingKey }) : undefined
    const trust = await openTrust({ files: { list, root }, db, clock, log })
    platform.services.set('network', { trust, keys, messages: createMessageKinds() } satisfies NetworkDoor)

    register.peers(async () => {
      await trust.refresh()
      const status = trust.status()
      if (!status.list) return { units: [], trustList: null }
      const { version, expires: expiresAt } = status.list
      return {
        units: peerUnits(status.list, config.instance.id),
        trustList: { version, expiresAt, stale: !status.fresh },
      }
    })
    register.signedIn(reads.trustList, async (c) => {
      await trust.refresh()
      return c.json(
        {
          signed: trust.signed(),
          root: trust.root(),
        },
        200,
      )
    })
    register.open(wire.descriptor, (c) => c.json(describeInstance({ config, keys, trust }), 200))
    // Without a fresh list nothing is exchanged, but screening, referral and casework go on: it is said, not fatal.
    register.readiness('trust list', async () => {
      await trust.refresh()
      const status = trust.status()
      return { ok: true, detail: status.fresh ? `version ${status.list.version}` : status.code }
    })
  },
}
