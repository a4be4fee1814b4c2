import { ExchangeError, findKemKey, messageDigest, sealMessage, type Message } from '@ariadne/exchange'
import { VaultError } from '@ariadne/vault'
import { LIFE_MS, nowOf, plusMs, type ExchangeDeps } from '../deps.ts'
import type { Draft } from '../tables.ts'

/** A message that cannot be sealed as it is. */
export class SealingFailed extends Error {
  readonly code: string
  constructor(code: string, detail: string) {
    super(detail)
    this.name = 'SealingFailed'
    this.code = code
  }
}

export type Numbers = { seq: number; threadSeq: number; prev: string | null }
export type SealedRow = {
  message_id: string
  draft: Draft
  seq: number
  thread_seq: number
  digest: string
  container: string
  container_digest: string
  expires_at: string
}

/** What the next message to the peer names as the one before it. Times do not count: issued again, it stays the same. */
export const digestOfDraft = (draft: Draft & Numbers): Promise<string> => messageDigest(draft)

/**
 * Signs and seals a message that has its numbers. Issued again it keeps id and numbers, so the peer recognises it; only
 * its times are new.
 * @throws SealingFailed, TrustMissing
 */
export const sealDraft = async (deps: ExchangeDeps, draft: Draft & Numbers): Promise<SealedRow> => {
  const now = nowOf(deps)
  const key = findKemKey(deps.trust.freshList(), draft.aud, now)
  if (!key)
    throw new SealingFailed('peer_unknown', `${draft.aud} has no key in the trust list that can be sealed to now`)
  const exp = plusMs(now, LIFE_MS)
  const message: Message = { ...draft, iat: now, exp }
  const sealed = await sealMessage(message, deps.keys.signing, key).catch((error: unknown) => {
    if (error instanceof ExchangeError || error instanceof VaultError)
      throw new SealingFailed(error.code, error.message)
    throw error
  })
  return {
    message_id: draft.id,
    draft,
    seq: draft.seq,
    thread_seq: draft.threadSeq,
    digest: sealed.digest,
    container: sealed.container,
    container_digest: sealed.containerDigest,
    expires_at: exp,
  }
}
