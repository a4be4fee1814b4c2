import type { Tx } from '../platform/database/index.ts'

/** A message of a peer that is no act of a handover: opened, its signature checked, in its order within its thread. */
export type PeerMessage = {
  id: string
  from: string
  thread: string
  body: Readonly<Record<string, unknown>>
}

/** Acts on a message within the transaction that answers it. What is refused is told to the sender by its code. */
export type MessageHandler = (tx: Tx, message: PeerMessage) => Promise<{ ok: true } | { ok: false; code: string }>

/** What stages do with messages, by kind. Filled while stages start, before the first message is acted on. */
export type MessageKinds = {
  on: (kind: string, handle: MessageHandler) => void
  find: (kind: string) => MessageHandler | undefined
}

export const createMessageKinds = (): MessageKinds => {
  const handlers = new Map<string, MessageHandler>()
  return {
    on: (kind, handle) => {
      if (handlers.has(kind)) throw new Error(`Two stages handle messages of the kind ${kind}.`)
      handlers.set(kind, handle)
    },
    find: (kind) => handlers.get(kind),
  }
}
