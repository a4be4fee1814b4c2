import { access } from '@ariadne/contract'
import type { CommandOutcome } from '@ariadne/contract'
import { stamp } from '../clock.ts'
import type { Routes } from '../http/register.ts'
import type { Limiter } from '../limits.ts'
import { runCommand } from './run.ts'
import type { CommandDeps } from './run.ts'

/** One batch, in order. When the database goes away in the middle, what is done is done and the rest is sent again. */
export const commandRoutes = (routes: Routes, deps: CommandDeps & { limiter: Limiter }): void => {
  routes.signedIn(access.commands, async (c, who) => {
    await deps.limiter.count('writesMember', who.memberId)
    const outcomes: CommandOutcome[] = []
    for (const command of c.req.valid('json').commands)
      outcomes.push(await runCommand(deps, who, command, c.req.raw.signal))
    return c.json({ outcomes, now: stamp(deps.clock) }, 200)
  })
}
