/** A message of a peer as it was stored. */
export interface StoredMessage {
  readonly id: string
  readonly seq: number
  /** `messageDigest` of it. */
  readonly digest: string
  readonly prev: string | null
}

/** What the host looks up, in the transaction that stores an arrival, before deciding about it. */
export interface ArrivalFacts {
  readonly sameId: StoredMessage | null
  readonly sameSeq: StoredMessage | null
  readonly before: StoredMessage | null
  readonly after: StoredMessage | null
  /** Sequence numbers below the arrival's that are not stored and above `horizon`. */
  readonly missing: readonly number[]
  /** Messages up to this sequence number were pruned. Keep them at least twice the longest life of a message. */
  readonly horizon: number
}

/** What to do with an arrival. `report`: refuse it and show it to a human, because a peer, or somebody between, misbehaves. */
export type InboxDecision =
  | { readonly kind: 'new' }
  /** Store it, and ask the peer for these sequence numbers. */
  | { readonly kind: 'gap'; readonly missing: readonly number[] }
  /** Answer with the very receipt given before. */
  | { readonly kind: 'same_again' }
  | { readonly kind: 'report'; readonly code: 'id_reused' | 'sequence_reused' | 'chain_broken' }
  /** So far back that nobody knows any more whether it was seen: refuse without a report. */
  | { readonly kind: 'too_old' }

/** Decides about an arriving message by what is known of its sender. */
export const judgeArrival = (facts: ArrivalFacts, arrival: StoredMessage): InboxDecision => {
  const { sameId, sameSeq, before, after, missing, horizon } = facts
  if (sameId)
    return sameId.digest === arrival.digest && sameId.seq === arrival.seq
      ? { kind: 'same_again' }
      : { kind: 'report', code: 'id_reused' }
  if (arrival.seq <= horizon) return { kind: 'too_old' }
  if (sameSeq) return { kind: 'report', code: 'sequence_reused' }
  if ((before && before.digest !== arrival.prev) || (after && after.prev !== arrival.digest))
    return { kind: 'report', code: 'chain_broken' }
  return missing.length > 0 ? { kind: 'gap', missing } : { kind: 'new' }
}

/** The facts about an arrival from a list of everything stored of its sender. */
export const factsFrom = (stored: readonly StoredMessage[], horizon: number, arrival: StoredMessage): ArrivalFacts => {
  const bySeq = new Map(stored.map((one) => [one.seq, one]))
  const missing: number[] = []
  for (let seq = horizon + 1; seq < arrival.seq; seq++) if (!bySeq.has(seq)) missing.push(seq)
  return {
    sameId: stored.find((one) => one.id === arrival.id) ?? null,
    sameSeq: bySeq.get(arrival.seq) ?? null,
    before: bySeq.get(arrival.seq - 1) ?? null,
    after: bySeq.get(arrival.seq + 1) ?? null,
    missing,
    horizon,
  }
}

/**
 * Which of the stored messages of a thread may be acted on now: those that follow `done`, the last one acted on,
 * without a hole. A hole in one thread holds up that thread and no other.
 */
export const readyInThread = <M extends { readonly threadSeq: number }>(
  stored: readonly M[],
  done: number,
): readonly M[] => {
  const ready: M[] = []
  for (const message of [...stored].sort((one, other) => one.threadSeq - other.threadSeq)) {
    if (message.threadSeq === done + ready.length + 1) ready.push(message)
  }
  return ready
}
