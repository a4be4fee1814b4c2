import { handoverOf } from '../../handover/index.ts'
import { networkOf } from '../../network/index.ts'
import type { Platform } from '../../platform/stage.ts'
import type { FatesOf } from './read.ts'

/** What a page of releases needs to know of the network: what became of messages, and what peers are called. */
export type Road = { fatesOf: FatesOf; peerName: (id: string) => string }

export const roadFor = (platform: Platform): Road => ({
  fatesOf: (tx, ids) => handoverOf(platform)?.fatesOf(tx, ids) ?? Promise.resolve(new Map()),
  peerName: (id) => {
    const list = platform.services.has('network') ? networkOf(platform).trust.lastList() : null
    return list?.members.find((member) => member.id === id)?.name ?? id
  },
})
