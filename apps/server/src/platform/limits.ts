import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from './database/index.ts'
import { Problem } from './problem.ts'

export type Limit = { max: number; windowSeconds: number }

/** How often something may be tried. Sign-in is slow on purpose; writes are bounded so that one device cannot starve the rest. */
const limits = {
  signInAccount: { max: 10, windowSeconds: 15 * 60 },
  signInAddress: { max: 100, windowSeconds: 15 * 60 },
  preloginAddress: { max: 200, windowSeconds: 15 * 60 },
  enrolmentAddress: { max: 20, windowSeconds: 15 * 60 },
  /** Without an account: few, so that nobody floods a unit, and enough for a person who comes back to look. */
  reachAddress: { max: 12, windowSeconds: 60 * 60 },
  /** Words from outside that call a unit's people at once: more than these wait in its list, as urgent. */
  outsideAlarms: { max: 6, windowSeconds: 60 * 60 },
  deviceAddress: { max: 600, windowSeconds: 60 * 60 },
  exchangePeer: { max: 600, windowSeconds: 60 },
  writesMember: { max: 600, windowSeconds: 60 },
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof limits

export type Limiter = {
  /** Counts one try of `who`, or `tries` at once. @throws {Problem} 429 `too_many_tries` with Retry-After when the window is used up */
  count: (name: LimitName, who: string, tries?: number) => Promise<void>
  /** Forgets the tries of `who`, after a success. */
  forget: (name: LimitName, who: string) => Promise<void>
  /** Removes windows that are over. */
  sweep: () => Promise<void>
}

export const createLimiter = (input: {
  db: Database
  secret: string
  /** Real time, never a demo's: an attacker must not gain tries by moving the clock. */
  now: () => Date
  /** Demo and test runs sign in many people from one address. */
  factor?: number
}): Limiter => {
  const keyOf = (name: LimitName, who: string) =>
    createHmac('sha256', input.secret).update(`limit|${name}|${who}`).digest('base64url')
  const factor = input.factor ?? 1
  return {
    count: async (name, who, tries = 1) => {
      const { max, windowSeconds } = limits[name]
      const now = input.now().getTime()
      const start = Math.floor(now / (windowSeconds * 1000)) * windowSeconds * 1000
      const result = await sql<{ count: number }>`
        insert into rate_limit as r (key, window_start, count) values (${keyOf(name, who)}, ${new Date(start)}, ${tries})
        on conflict (key) do update set
          count = case when r.window_start = excluded.window_start then r.count + ${tries} else ${tries} end,
          window_start = excluded.window_start
        returning count`.execute(input.db)
      if ((result.rows[0]?.count ?? 0) <= max * factor) return
      const wait = Math.ceil((start + windowSeconds * 1000 - now) / 1000)
      throw new Problem({
        status: 429,
        code: 'too_many_tries',
        title: 'That was tried too often.',
        remedy: `Wait ${Math.ceil(wait / 60)} min and try again.`,
        headers: { 'Retry-After': String(wait) },
      })
    },
    forget: async (name, who) => {
      await input.db.deleteFrom('rate_limit').where('key', '=', keyOf(name, who)).execute()
    },
    sweep: async () => {
      const longest = Math.max(...Object.values(limits).map((limit) => limit.windowSeconds)) * 1000
      await input.db
        .deleteFrom('rate_limit')
        .where('window_start', '<', new Date(input.now().getTime() - longest).toISOString())
        .execute()
    },
  }
}
