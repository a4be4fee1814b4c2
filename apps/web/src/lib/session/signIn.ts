import { stopRinging } from '../ringer/ringer.ts'
import { unsubscribe } from '../ringer/subscription.ts'
import { api, exchange } from '../api/request.ts'
import { ApiError, OfflineError } from '../api/problem.ts'
import { session } from '../api/session.ts'
import { queries } from '../api/useRead.ts'
import { keepRead } from '../device/cache.ts'
import { lockDevice } from '../device/device.ts'
import { pump } from '../device/sender.ts'
import { derivePassphrase } from './derive.ts'
import { verifyCode } from './secondStep.ts'
import { findInstance } from './instance.ts'
import { keepMemberSeed } from './keyring.ts'
import { openAfterSignIn } from './unlock.ts'

/** Where a sign-in stands after the passphrase: done, or a code from the authenticator is wanted. */
export type SignInStep =
  { readonly step: 'done' } | { readonly step: 'code'; readonly finish: (code: string) => Promise<void> }

/**
 * Signs in: the passphrase becomes a login secret and a wrapping key here; only the first goes to the server.
 * @throws ApiError (401 with no hint which of the two was wrong; 429 when slowed), OfflineError, DeriveError
 */
export const signIn = async (email: string, passphrase: string): Promise<SignInStep> => {
  const { mode } = await findInstance()
  const { kdf, salt } = await api('POST /api/auth/prelogin', { body: { email } })
  const { loginSecret, wrappingKey } = await derivePassphrase(passphrase, salt, kdf, mode)
  const answer = (await exchange('POST', '/api/auth/sign-in/email', { email, password: loginSecret })) as {
    twoFactorRedirect?: boolean
  }

  const open = async () => {
    const me = await api('GET /api/me', {})
    await openAfterSignIn(email, mode, { kdf, salt, wrappingKey, bridges: me.keys.bridges })
    await keepMemberSeed(me, wrappingKey)
    await keepRead('GET /api/me', me)
    session.set('signed-in')
    queries.setQueryData(['GET /api/me', {}], { data: me, asOf: null })
    await queries.invalidateQueries()
    void pump()
  }
  if (!answer.twoFactorRedirect) {
    await open()
    return { step: 'done' }
  }
  return {
    step: 'code',
    finish: async (code) => {
      await verifyCode(code)
      await open()
    },
  }
}

/** Ends the session and locks the device. Drafts and the outbox stay, encrypted, for the next sign-in on this device. */
export const signOut = async (): Promise<void> => {
  // Whoever signs out is called here no more. With no network the browser alone gives its address up.
  await stopRinging()
    .catch(unsubscribe)
    .catch(() => undefined)
  try {
    await exchange('POST', '/api/auth/sign-out', {})
  } catch (error) {
    // With no network the session ends on the server by itself; here the key goes out of memory in any case.
    if (!(error instanceof OfflineError) && !(error instanceof ApiError)) throw error
  }
  session.set('signed-out')
  await lockDevice()
  queries.clear()
}
