import { createHash, createHmac, randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { KdfParams } from '@ariadne/vault/passphrase'
import type { Auth } from './auth.ts'
import { hashLoginSecret, verifyLoginSecret } from './login-secret.ts'

export type Prelogin = { kdf: KdfParams; salt: string }

export const normalEmail = (email: string): string => email.trim().toLowerCase()

/**
 * How to derive the login secret for this address. Known and unknown addresses get an answer of the same form after the
 * same work: one query and one keyed hash. The stand-in salt stays the same for an address as long as the secret does.
 */
export const prelogin = async (
  pool: pg.Pool,
  secret: string,
  defaults: KdfParams,
  email: string,
): Promise<Prelogin> => {
  const address = normalEmail(email)
  const standIn = createHmac('sha256', secret)
    .update(`prelogin|${address}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
  const found = await pool.query<{ salt: string; params: KdfParams }>(
    'select k.salt, k.params from login_kdf k join "user" u on u.id = k.user_id where u.email = $1',
    [address],
  )
  return { kdf: found.rows[0]?.params ?? defaults, salt: found.rows[0]?.salt ?? standIn }
}

export type Invitation = { memberId: string; email: string; expiresAt: string }

const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url')

/** Makes a one-time token. It is returned once and kept nowhere; earlier open ones of the same member end. */
export const invite = async (
  pool: pg.Pool,
  input: { memberId: string; email: string; now: Date; hours: number },
): Promise<{ token: string; expiresAt: Date }> => {
  const token = randomBytes(24).toString('base64url')
  const expiresAt = new Date(input.now.getTime() + input.hours * 3_600_000)
  await pool.query('delete from invitation where member_id = $1 and used_at is null', [input.memberId])
  await pool.query(
    'insert into invitation (token_hash, member_id, email, created_at, expires_at) values ($1, $2, $3, $4, $5)',
    [hashToken(token), input.memberId, normalEmail(input.email), input.now, expiresAt],
  )
  return { token, expiresAt }
}

/** The invitation behind a token, when it is open. */
export const findInvitation = async (pool: pg.Pool, token: string, now: Date): Promise<Invitation | undefined> => {
  const found = await pool.query<Invitation>(
    `select member_id as "memberId", email, expires_at as "expiresAt" from invitation
     where token_hash = $1 and used_at is null and expires_at > $2`,
    [hashToken(token), now],
  )
  return found.rows[0]
}

/** Uses an invitation up. False when somebody else just did, or it is over. */
export const useInvitation = async (pool: pg.Pool, token: string, now: Date): Promise<boolean> => {
  const used = await pool.query(
    'update invitation set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2',
    [hashToken(token), now],
  )
  return used.rowCount === 1
}

/** The account to an address, if there is one. */
export const findAccount = async (pool: pg.Pool, email: string): Promise<{ id: string } | undefined> => {
  const found = await pool.query<{ id: string }>('select id from "user" where email = $1', [normalEmail(email)])
  return found.rows[0]
}

/** Makes the account through better-auth itself, so that it is stored as better-auth expects to find it. */
export const createAccount = async (
  auth: Auth,
  pool: pg.Pool,
  input: { email: string; memberId: string; loginSecret: string; kdf: KdfParams; salt: string },
): Promise<string> => {
  const context = await auth.$context
  // The name is the member's opaque id: who that is stands in the app schema alone.
  const user = await context.internalAdapter.createUser(
    { email: normalEmail(input.email), name: input.memberId, emailVerified: true },
    { method: 'admin' },
  )
  await context.internalAdapter.linkAccount({
    userId: user.id,
    accountId: user.id,
    providerId: 'credential',
    password: await context.password.hash(input.loginSecret),
  })
  await pool.query('insert into login_kdf (user_id, salt, params) values ($1, $2, $3)', [
    user.id,
    input.salt,
    input.kdf,
  ])
  return user.id
}

export const removeAccount = async (pool: pg.Pool, accountId: string): Promise<void> => {
  await pool.query('delete from "user" where id = $1', [accountId])
}

/** Ends every session of an account, everywhere. */
export const endSessions = async (pool: pg.Pool, accountId: string): Promise<number> =>
  (await pool.query('delete from "session" where "userId" = $1', [accountId])).rowCount ?? 0

/** The stored form of an account's login secret, when `proof` is that secret. */
export const findProven = async (pool: pg.Pool, accountId: string, proof: string): Promise<string | undefined> => {
  const found = await pool.query<{ password: string }>(
    `select password from account where "userId" = $1 and "providerId" = 'credential'`,
    [accountId],
  )
  const stored = found.rows[0]?.password
  return stored !== undefined && (await verifyLoginSecret(proof, stored)) ? stored : undefined
}

export type PassphraseChange = {
  accountId: string
  /** What `findProven` answered: should it be another by now, nothing changes. */
  proven: string
  loginSecret: string
  kdf: KdfParams
  salt: string
  bridge: object
  keyId: string
  wrappedSeed: string
  /** The session that stays; all others of the account end. */
  session: string
  /** The device that stays, by the hash of its session; null when all stay. */
  keptDevice: string | null
  now: Date
}

/** Both halves of a passphrase, in one transaction over both schemas. False when somebody else was quicker. */
export const changePassphrase = async (pool: pg.Pool, change: PassphraseChange): Promise<boolean> => {
  const changed = await pool.query<{ changed: boolean }>(
    'select change_passphrase($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as changed',
    [
      change.accountId,
      change.proven,
      await hashLoginSecret(change.loginSecret),
      change.salt,
      change.kdf,
      change.bridge,
      change.keyId,
      change.wrappedSeed,
      change.session,
      change.keptDevice,
      change.now,
    ],
  )
  return changed.rows[0]?.changed === true
}
