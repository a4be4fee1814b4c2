import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins'
import type pg from 'pg'
import type { Config } from '../config/index.ts'
import { hashLoginSecret, verifyLoginSecret } from './login-secret.ts'

export type AuthOptions = {
  pool: pg.Pool
  config: Pick<Config, 'http' | 'session' | 'secrets' | 'instance'>
  /** Whether this account may have a session now: a suspended member may not, whatever they know. */
  mayHaveSession: (accountId: string) => Promise<boolean>
}

/** `Firefox, Linux`: enough to recognise one's own device in a list, not enough to tell two phones apart. */
const coarseDevice = (userAgent: string): string => {
  const browser = /(Firefox|Edg|Chrome|Safari)/u.exec(userAgent)?.[1]?.replace('Edg', 'Edge')
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/u.exec(userAgent)?.[1]?.replace('Mac OS X', 'macOS')
  return [browser, system].filter((part) => part !== undefined).join(', ') || 'unknown'
}

/** The cookie's name carries the instance, so that several instances on one host do not sign each other out. */
const cookiePrefix = (instanceId: string): string => `ariadne-${instanceId.replace(/^ins_/u, '')}`

/**
 * Sign-in by better-auth. The "password" is the login secret that the browser derives; the passphrase never comes here.
 * Only the paths named in routes.ts are reachable.
 */
export const createAuth = ({ pool, config, mayHaveSession }: AuthOptions) =>
  betterAuth({
    appName: 'Ariadne',
    database: pool,
    baseURL: config.http.baseUrl,
    basePath: '/api/auth',
    secret: config.secrets.auth,
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 32,
      maxPasswordLength: 200,
      password: { hash: hashLoginSecret, verify: ({ hash, password }) => verifyLoginSecret(password, hash) },
    },
    session: {
      expiresIn: config.session.idleMinutes * 60,
      // Each use pushes the end ahead, written at most once a minute.
      updateAge: 60,
    },
    plugins: [
      twoFactor({
        issuer: `Ariadne ${config.instance.name}`,
        // "Trust this device" would leave the second factor out; one second is as good as never.
        trustDeviceMaxAge: 1,
      }),
    ],
    databaseHooks: {
      session: {
        create: {
          before: async (session) =>
            (await mayHaveSession(session.userId))
              ? { data: { ...session, ipAddress: null, userAgent: coarseDevice(session.userAgent ?? '') } }
              : false,
        },
      },
    },
    // Ours count in PostgreSQL, for all processes alike (limits.ts).
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      cookiePrefix: cookiePrefix(config.instance.id),
      useSecureCookies: config.http.baseUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
      ipAddress: { disableIpTracking: true },
    },
  })
export type Auth = ReturnType<typeof createAuth>
