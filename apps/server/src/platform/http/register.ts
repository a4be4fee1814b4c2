import { access } from '@ariadne/contract'
import type { OpenAPIHono, RouteConfig, RouteHandler } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { findUnfit } from '../fit-json.ts'
import { signInNeeded } from '../problem.ts'
import type { AppEnv, SignedIn } from './env.ts'
import { unfitInput } from './problems.ts'

type Context<R extends RouteConfig> = Parameters<RouteHandler<R, AppEnv>>[0]
type Answer<R extends RouteConfig> = ReturnType<RouteHandler<R, AppEnv>>

/** How routes of the contract are put into service. There is no third way, so nothing is open by oversight. */
export type Routes = {
  /** Anyone may call it: the wire, what comes before sign-in. */
  open: <R extends RouteConfig>(route: R, handler: (c: Context<R>) => Answer<R>) => void
  /** Only a signed-in member; `who` is who. */
  signedIn: <R extends RouteConfig>(route: R, handler: (c: Context<R>, who: SignedIn) => Answer<R>) => void
  /** As `signedIn`, also before the second factor is set up: one's own account. */
  ownAccount: <R extends RouteConfig>(route: R, handler: (c: Context<R>, who: SignedIn) => Answer<R>) => void
}

/** In a batch each command answers for itself. */
const answersForItself = new Set<string>([access.commands.path])

/** What nothing here could keep or look for is refused before anything looks into it, a schema included. */
const fit: MiddlewareHandler<AppEnv> = async (c, next) => {
  const asked = findUnfit({ ...c.req.param(), ...c.req.query() })
  if (asked !== null) throw unfitInput(asked)
  const bears = c.req.method === 'POST' && /\bjson\b/u.test(c.req.header('Content-Type') ?? '')
  if (bears && !answersForItself.has(c.req.path)) {
    // What is no JSON at all is told by the validation that follows.
    const unfit = findUnfit(await c.req.json().catch(() => null))
    if (unfit !== null) throw unfitInput(unfit)
  }
  await next()
}

export const routesOn = (
  app: OpenAPIHono<AppEnv>,
  gates: { signedIn: MiddlewareHandler<AppEnv>; ownAccount: MiddlewareHandler<AppEnv> },
): Routes => {
  const gated =
    (gate: MiddlewareHandler<AppEnv>) =>
    <R extends RouteConfig>(route: R, handler: (c: Context<R>, who: SignedIn) => Answer<R>) => {
      const guarded: RouteHandler<R, AppEnv> = (c) => {
        const who = c.var.signedIn
        if (who === undefined) throw signInNeeded()
        return handler(c, who)
      }
      // The gate stands before the validation of the body: a stranger learns nothing about what would be valid.
      app.openapi({ ...route, security: [{ session: [] }], middleware: [gate, fit] }, guarded as never)
    }
  return {
    open: (route, handler) => {
      app.openapi({ ...route, security: [], middleware: [fit] }, ((c: Context<typeof route>) => handler(c)) as never)
    },
    signedIn: gated(gates.signedIn),
    ownAccount: gated(gates.ownAccount),
  }
}
