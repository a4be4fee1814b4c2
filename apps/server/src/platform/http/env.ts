import type { Context } from 'hono'
import type { Actor } from '../database/index.ts'
import type { Logger } from '../log.ts'

export type Membership = { unitId: string; functions: string[] }

/** The member behind a request, as of this request: a suspension or a changed function counts at once. */
export type SignedIn = {
  memberId: string
  accountId: string
  displayName: string
  email: string
  language: string
  organisationId: string
  memberships: Membership[]
  functions: string[]
  sessionId: string
  sessionToken: string
  sessionEndsAt: string
  totpEnabled: boolean
  actor: Actor
}

export type AppEnv = {
  Variables: {
    requestId: string
    log: Logger
    /** Keyed hash of the caller's address: equal addresses can be counted, none can be read. */
    addressHash: string
    nonce?: string
    signedIn?: SignedIn
  }
}
export type AppContext = Context<AppEnv>
