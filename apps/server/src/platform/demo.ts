import { readFileSync } from 'node:fs'
import { access } from '@ariadne/contract'
import { z } from 'zod'
import type { Config } from './config/index.ts'
import type { MovableClock } from './clock.ts'
import { stamp } from './clock.ts'
import type { DueRows } from './due.ts'
import type { Routes } from './http/register.ts'

const People = z.array(
  z.object({ email: z.string(), name: z.string(), role: z.string(), unitName: z.string(), passphrase: z.string() }),
)

/** Only in demo mode are these addresses there at all. */
export const demoRoutes = (
  routes: Routes,
  deps: { config: Pick<Config, 'demo'>; clock: MovableClock; due: DueRows },
): void => {
  routes.open(access.demoPeople, (c) => {
    const file = deps.config.demo.people
    const people = file === undefined ? [] : People.parse(JSON.parse(readFileSync(file, 'utf8')))
    return c.json({ people }, 200)
  })
  routes.signedIn(access.demoClock, async (c) => {
    deps.clock.advance(c.req.valid('json').days * 86_400_000)
    await deps.due.sweep()
    return c.json({ now: stamp(deps.clock) }, 200)
  })
}
