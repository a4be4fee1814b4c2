import { randomBytes, toBase64Url } from '@ariadne/vault/bytes'
import { OfflineError } from '../api/problem.ts'
import { api } from '../api/request.ts'
import { queries } from '../api/useRead.ts'
import { derivePassphraseChange } from './derive.ts'
import { rewrapMemberSeed } from './keyring.ts'
import type { Me } from './me.tsx'
import { openAfterSignIn } from './unlock.ts'

/** The line broke in the middle of the change: the old passphrase holds, or the new one, and this page cannot tell which. */
export class PassphraseUnclear extends Error {
  readonly code = 'passphrase_unclear'
  constructor() {
    super('The line broke before the answer came')
    this.name = 'PassphraseUnclear'
  }
}

export interface PassphraseEntry {
  readonly old: string
  readonly next: string
  /** From the authenticator, where the account has one. */
  readonly code: string
  readonly eraseOtherDevices: boolean
}

/**
 * Changes the passphrase: the member's keys stay, sealed anew here. The server takes both halves or neither. Other devices keep what
 * lies on them, unlock with the old passphrase or their PIN while they are away, and ask for the new one when they are back.
 * @throws ApiError (`passphrase_refused`, `second_factor_refused`, 429), PassphraseUnclear, OfflineError, DeriveError
 */
export const changePassphrase = async (me: Me, entry: PassphraseEntry): Promise<void> => {
  const { mode } = me.instance
  const { email } = me.member
  const [now, { DEFAULT_KDF }] = await Promise.all([
    // As at the door: what was read earlier may be of a passphrase before this one.
    api('POST /api/auth/prelogin', { body: { email } }),
    import('@ariadne/vault/passphrase'),
  ])
  const fresh = await api('GET /api/me', {})
  const salt = toBase64Url(randomBytes(16))
  const { old, next, bridge } = await derivePassphraseChange(
    { passphrase: entry.old, salt: now.salt, params: now.kdf },
    { passphrase: entry.next, salt, params: DEFAULT_KDF },
    mode,
  )
  // A wrong old passphrase opens no seed. The server is asked all the same, so that it counts the try and says so; and should it
  // find the proof right, a seed that is of no key changes nothing there.
  const wrappedSeed = await rewrapMemberSeed(fresh, old.wrappingKey, next.wrappingKey).catch(() => null)
  const body = {
    proof: old.loginSecret,
    ...(entry.code ? { code: entry.code } : {}),
    loginSecret: next.loginSecret,
    kdf: DEFAULT_KDF,
    salt,
    keyId: wrappedSeed === null ? 'none' : fresh.keys.keyId,
    wrappedSeed: wrappedSeed ?? 'none',
    bridge: JSON.stringify(bridge),
    eraseOtherDevices: entry.eraseOtherDevices,
  }
  try {
    await api('POST /api/account/passphrase', { body })
  } catch (error) {
    if (!(error instanceof OfflineError)) throw error
    const after = await api('POST /api/auth/prelogin', { body: { email } }).catch(() => undefined)
    if (after?.salt !== salt) throw new PassphraseUnclear()
  }
  const bridges = [bridge, ...fresh.keys.bridges]
  await openAfterSignIn(email, mode, { kdf: DEFAULT_KDF, salt, wrappingKey: next.wrappingKey, bridges })
  await queries.invalidateQueries()
}
