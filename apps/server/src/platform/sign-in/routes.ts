import { access } from '@ariadne/contract'
import { MemberId } from '@ariadne/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type pg from 'pg'
import { keyIdOf } from '@ariadne/vault/keys'
import { DEFAULT_KDF, DEMO_KDF, checkKdfParams } from '@ariadne/vault/passphrase'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { asSystem, withActor } from '../database/index.ts'
import { codeOf } from '../error-code.ts'
import type { AppContext, AppEnv } from '../http/env.ts'
import type { Routes } from '../http/register.ts'
import type { Limiter } from '../limits.ts'
import { Problem } from '../problem.ts'
import {
  createAccount,
  findAccount,
  findInvitation,
  normalEmail,
  prelogin,
  removeAccount,
  useInvitation,
} from './accounts.ts'
import type { KdfParams } from '@ariadne/vault/passphrase'
import { findActiveMember } from '../organisation/members.ts'
import { deviceRoutes, revokeDevices } from './devices.ts'
import { passphraseRoute } from './passphrase.ts'
import { asProblem, checked } from './problems.ts'
import type { Ended } from './devices.ts'
import type { Auth } from './auth.ts'

export type SignInDeps = {
  auth: Auth
  authPool: pg.Pool
  db: Database
  limiter: Limiter
  config: Pick<Config, 'secrets' | 'mode'>
}

/** All of better-auth that can be reached. Its sign-up, reset, change and link paths would lose vaults, so they are not here. */
const allowed: Record<string, readonly string[]> = {
  '/api/auth/sign-in/email': ['POST'],
  '/api/auth/sign-out': ['POST'],
  '/api/auth/get-session': ['GET'],
  '/api/auth/list-sessions': ['GET'],
  '/api/auth/revoke-session': ['POST'],
  '/api/auth/revoke-sessions': ['POST'],
  '/api/auth/revoke-other-sessions': ['POST'],
  '/api/auth/two-factor/enable': ['POST'],
  '/api/auth/two-factor/verify-totp': ['POST'],
  '/api/auth/two-factor/verify-backup-code': ['POST'],
  '/api/auth/two-factor/generate-backup-codes': ['POST'],
}

const readText = async (c: AppContext, key: string): Promise<string> => {
  const body: unknown = await c.req.raw
    .clone()
    .json()
    .catch(() => undefined)
  const value = (body as Record<string, unknown> | undefined)?.[key]
  return typeof value === 'string' ? value : ''
}

export const signInRoutes = (app: OpenAPIHono<AppEnv>, routes: Routes, deps: SignInDeps): void => {
  const { auth, authPool, limiter, config, db } = deps
  const usual = config.mode === 'demo' ? DEMO_KDF : DEFAULT_KDF
  const realNow = () => new Date()

  /** The invitation behind a token. Whoever was suspended or has left meanwhile is not let in by a link of before. */
  const findOpen = async (token: string) => {
    const invitation = await findInvitation(authPool, token, realNow())
    const member =
      invitation &&
      (await db.selectFrom('member').select('state').where('id', '=', invitation.memberId).executeTakeFirst())
    if (invitation === undefined || member === undefined || !['invited', 'active'].includes(member.state))
      throw invitationOver()
    return invitation
  }

  routes.open(access.prelogin, async (c) => {
    await limiter.count('preloginAddress', c.var.addressHash)
    const { email } = c.req.valid('json')
    return c.json(await prelogin(authPool, config.secrets.auth, usual, email), 200)
  })

  routes.open(access.enrolmentInvitation, async (c) => {
    await limiter.count('enrolmentAddress', c.var.addressHash)
    const invitation = await findOpen(c.req.valid('param').token)
    const member = await db
      .selectFrom('member')
      .select(['display_name', 'organisation_id'])
      .where('id', '=', invitation.memberId)
      .executeTakeFirst()
    const units = await db
      .selectFrom('membership')
      .innerJoin('unit', 'unit.id', 'membership.unit_id')
      .select('unit.name')
      .where('membership.member_id', '=', invitation.memberId)
      .where('membership.until', 'is', null)
      .orderBy('unit.id')
      .execute()
    return c.json(
      {
        memberId: MemberId.parse(invitation.memberId),
        email: invitation.email,
        name: member?.display_name ?? '',
        expiresAt: new Date(invitation.expiresAt).toISOString(),
        units: units.map((unit) => unit.name['en'] ?? Object.values(unit.name)[0] ?? ''),
      },
      200,
    )
  })

  routes.open(access.enrolment, async (c) => {
    await limiter.count('enrolmentAddress', c.var.addressHash)
    const body = c.req.valid('json')
    const invitation = await findOpen(body.token)
    const kdf = await checked('kdf', () => checkKdfParams(body.kdf, config.mode))
    const keyId = await checked('publicKey', () => keyIdOf(body.publicKey))
    await enrol(deps, { ...body, kdf, keyId, memberId: invitation.memberId, email: invitation.email, now: realNow() })
    return c.json({ email: invitation.email }, 200)
  })

  deviceRoutes(routes, { db, limiter, now: realNow })
  passphraseRoute(routes, { auth, authPool, limiter, mode: config.mode, now: realNow })

  app.on(['GET', 'POST'], '/api/auth/*', async (c, next) => {
    const methods = allowed[c.req.path]
    if (methods === undefined || !methods.includes(c.req.method)) return next()
    const signingIn = c.req.path === '/api/auth/sign-in/email'
    const guessing = signingIn || c.req.path.includes('two-factor/verify')
    const account = signingIn ? normalEmail(await readText(c, 'email')) : ''
    if (guessing) await limiter.count('signInAddress', c.var.addressHash)
    if (signingIn) await limiter.count('signInAccount', account)
    const ending = c.req.path.startsWith('/api/auth/revoke-') ? await endedBy(deps, c) : undefined
    const answer = await auth.handler(c.req.raw)
    if (answer.status >= 400) {
      const body: unknown = await answer.json().catch(() => ({}))
      throw asProblem(answer.status, codeOf(body) ?? '')
    }
    if (signingIn) await limiter.forget('signInAccount', account)
    if (ending) await revokeDevices(db, ending, realNow())
    // Drafts that wait to be sent stay on the device, encrypted; only what could be read without a key is cleared.
    if (c.req.path === '/api/auth/sign-out') answer.headers.set('Clear-Site-Data', '"cache"')
    return answer
  })
}

/** The devices that go with the sessions which this request ends; asked before it does, while it can be told whose it is. */
const endedBy = async ({ auth, db }: SignInDeps, c: AppContext): Promise<Ended | undefined> => {
  const current = await auth.api.getSession({ headers: c.req.raw.headers })
  const member = current === null ? undefined : await findActiveMember(db, current.user.id)
  if (current === null || member === undefined) return undefined
  const { memberId } = member
  if (c.req.path === '/api/auth/revoke-session') return { memberId, token: await readText(c, 'token') }
  return { memberId, allBut: c.req.path === '/api/auth/revoke-other-sessions' ? current.session.token : null }
}

const invitationOver = () =>
  new Problem({
    status: 404,
    code: 'invitation_over',
    title: 'This link was used already, or its time is over.',
    remedy: 'Ask the person who runs this instance for a new one.',
  })

/**
 * Accounts and members lie in two schemas under two roles, so one transaction cannot span them. The account comes
 * first and the invitation is used up last: whatever is cut off in between, the same link works again.
 */
const enrol = async (
  deps: Pick<SignInDeps, 'auth' | 'authPool' | 'db'>,
  input: {
    token?: string
    memberId: string
    email: string
    loginSecret: string
    kdf: KdfParams
    salt: string
    publicKey: string
    keyId: string
    wrappedSeed: string
    now: Date
  },
): Promise<void> => {
  const existing = await findAccount(deps.authPool, input.email)
  if (existing !== undefined) {
    const holder = await deps.db
      .selectFrom('member')
      .select('id')
      .where('account_id', '=', existing.id)
      .executeTakeFirst()
    if (holder !== undefined && holder.id !== input.memberId)
      throw new Problem({
        status: 409,
        code: 'address_taken',
        title: 'Another member already signs in with this address.',
        remedy: 'Ask for a link to another address.',
        field: 'email',
      })
    await removeAccount(deps.authPool, existing.id)
  }
  const accountId = await createAccount(deps.auth, deps.authPool, input)
  await withActor(deps.db, { member: input.memberId, units: [], functions: [] }, async (tx) => {
    // A new key makes what the old one opened unreadable for this member until a colleague grants the unit's key again.
    await tx
      .updateTable('member_key')
      .set({ retired_at: input.now })
      .where('member_id', '=', input.memberId)
      .where('retired_at', 'is', null)
      .execute()
    const last = await tx
      .selectFrom('member_key')
      .select((eb) => eb.fn.max('version').as('version'))
      .where('member_id', '=', input.memberId)
      .executeTakeFirst()
    await tx
      .insertInto('member_key')
      .values({
        member_id: input.memberId,
        version: (last?.version ?? 0) + 1,
        key_id: input.keyId,
        public_key: input.publicKey,
        wrapped_seed: input.wrappedSeed,
        created_at: input.now,
      })
      .execute()
    await asSystem(tx, () =>
      tx
        .updateTable('member')
        .set({ account_id: accountId, state: 'active' })
        .where('id', '=', input.memberId)
        .where('state', 'in', ['invited', 'active'])
        .executeTakeFirstOrThrow(),
    )
  })
  if (input.token !== undefined) await useInvitation(deps.authPool, input.token, input.now)
}
