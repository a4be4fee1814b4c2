import { access } from '@ariadne/contract'
import { checkKdfParams, readPassphraseBridge } from '@ariadne/vault/passphrase'
import type pg from 'pg'
import type { Config } from '../config/index.ts'
import { codeOf } from '../error-code.ts'
import type { AppContext } from '../http/env.ts'
import type { Routes } from '../http/register.ts'
import type { Limiter } from '../limits.ts'
import { Problem } from '../problem.ts'
import { changePassphrase, findProven } from './accounts.ts'
import type { Auth } from './auth.ts'
import { deviceMark } from './devices.ts'
import { asProblem, checked } from './problems.ts'

type Deps = { auth: Auth; authPool: pg.Pool; limiter: Limiter; mode: Config['mode']; now: () => Date }

// 403, not 401: the session is as good as it was, and the page must not ask to sign in again.
const notProven = () =>
  new Problem({
    status: 403,
    code: 'passphrase_refused',
    title: 'This is not the passphrase of your account.',
    field: 'proof',
    remedy: 'Type the passphrase you sign in with now. Too many tries are slowed.',
  })

/** The second factor, asked of better-auth itself, so that it counts failures as at the door. */
const proveSecondFactor = async (auth: Auth, c: AppContext, code: string): Promise<void> => {
  const way = /^\d{6}$/u.test(code) ? 'verify-totp' : 'verify-backup-code'
  const headers = new Headers(c.req.raw.headers)
  headers.delete('content-length')
  const answer = await auth.handler(
    new Request(new URL(`/api/auth/two-factor/${way}`, c.req.url), {
      method: 'POST',
      headers,
      body: JSON.stringify({ code }),
    }),
  )
  if (answer.ok) return
  const { detail } = asProblem(answer.status, codeOf(await answer.json().catch(() => ({}))) ?? '')
  throw new Problem(
    detail.status === 401 ? { ...detail, status: 403, code: 'second_factor_refused', field: 'code' } : detail,
  )
}

/** The change of a passphrase: the old one proven, slowed like sign-in, then both halves at once. */
export const passphraseRoute = (routes: Routes, { auth, authPool, limiter, mode, now }: Deps): void => {
  routes.ownAccount(access.passphrase, async (c, who) => {
    // One purse with sign-in: a session left open must not win anybody more guesses than the door gives.
    await limiter.count('signInAccount', who.email)
    const body = c.req.valid('json')
    const kdf = await checked('kdf', () => checkKdfParams(body.kdf, mode))
    const bridge = await checked('bridge', () => readPassphraseBridge(parsed(body.bridge)))
    const proven = await findProven(authPool, who.accountId, body.proof)
    if (proven === undefined) throw notProven()
    if (who.totpEnabled) await proveSecondFactor(auth, c, (body.code ?? '').replaceAll(/\s/gu, ''))
    const changed = await changePassphrase(authPool, {
      ...body,
      kdf,
      bridge,
      accountId: who.accountId,
      proven,
      session: who.sessionToken,
      keptDevice: body.eraseOtherDevices ? deviceMark(who.sessionToken) : null,
      now: now(),
    }).catch((error: unknown) => {
      // P0002: the seed is of a key that the member no longer has, so nothing was changed.
      if ((error as { code?: unknown }).code !== 'P0002') throw error
      return false
    })
    if (!changed)
      throw new Problem({
        status: 409,
        code: 'passphrase_changed_meanwhile',
        title: 'Your passphrase or your key was changed a moment ago, elsewhere.',
        remedy: 'Sign in again and look whether it was you.',
      })
    await limiter.forget('signInAccount', who.email)
    return c.json({ changed: true as const }, 200)
  })
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}
