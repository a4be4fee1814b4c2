import { createMiddleware } from 'hono/factory'
import { sql } from 'kysely'
import type { AppContext, AppEnv, SignedIn } from '../http/env.ts'
import { findActiveMember, functionsOf } from '../organisation/members.ts'
import { Problem, signInNeeded } from '../problem.ts'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import type { Auth } from './auth.ts'

export type SessionReader = (c: AppContext) => Promise<SignedIn | undefined>

/** Who is signed in with this request. Extends the session as a side effect, up to its absolute end. */
export const sessionReader =
  (input: { auth: Auth; db: Database; config: Pick<Config, 'session'> }): SessionReader =>
  async (c) => {
    const ask = () => input.auth.api.getSession({ headers: c.req.raw.headers, returnHeaders: true })
    const { headers, response } = await ask().catch(async () => {
      // better-auth keeps to itself what went wrong inside it. Where it is the database, the database says so; where
      // it was and is no more, there is an answer now.
      await sql`select 1`.execute(input.db)
      return ask()
    })
    if (response === null) return undefined
    const { session, user } = response
    const absoluteEnd = new Date(session.createdAt).getTime() + input.config.session.absoluteHours * 3_600_000
    if (Date.now() >= absoluteEnd) {
      await (await input.auth.$context).internalAdapter.deleteSession(session.token)
      return undefined
    }
    const member = await findActiveMember(input.db, user.id)
    if (member === undefined) return undefined
    for (const cookie of headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true })
    const functions = functionsOf(member.memberships)
    return {
      ...member,
      functions,
      accountId: user.id,
      sessionId: session.id,
      sessionToken: session.token,
      sessionEndsAt: new Date(Math.min(absoluteEnd, new Date(session.expiresAt).getTime())).toISOString(),
      totpEnabled: user.twoFactorEnabled === true,
      email: user.email,
      actor: { member: member.memberId, units: member.memberships.map((membership) => membership.unitId), functions },
    }
  }

/**
 * Lets only signed-in members through. Where the second factor is required, an account without one can do nothing but
 * look at itself and set it up.
 */
export const requireSignIn = (
  read: SessionReader,
  config: Pick<Config, 'session'>,
  options: { withoutTotp?: boolean } = {},
) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const signedIn = await read(c)
    if (signedIn === undefined) throw signInNeeded()
    if (config.session.totpRequired && !signedIn.totpEnabled && options.withoutTotp !== true)
      throw new Problem({
        status: 403,
        code: 'second_factor_needed',
        title: 'This instance asks for a second factor, and your account has none yet.',
        remedy: 'Set up an authenticator app on your account page, then go on.',
      })
    c.set('signedIn', signedIn)
    await next()
  })
