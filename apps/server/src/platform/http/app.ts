import { randomBytes } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { matchedRoutes } from 'hono/route'
import type { Config } from '../config/index.ts'
import type { Logger } from '../log.ts'
import { Problem } from '../problem.ts'
import { addressHasher } from './address.ts'
import { closedPolicy, securityHeaders } from './content-security.ts'
import type { AppContext, AppEnv } from './env.ts'
import { answerError, answerMissing, invalidInput } from './problems.ts'
import { createStatic } from './static.ts'

export type AppOptions = { config: Pick<Config, 'http' | 'secrets' | 'webDir'>; log: Logger }

/** The first route of the request that is more than a middleware of everything. */
const templateOf = (c: AppContext): string =>
  matchedRoutes(c).find(({ path }) => path !== '/*' && path !== '*')?.path ?? '/*'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Paths that programs on other hosts post to; they carry no cookie and are authenticated by signature. */
const wirePrefix = '/exchange/'

/**
 * A browser says where a request comes from. One that writes with our cookie must come from our own page; one without
 * either header is no browser, and the cookie's SameSite=Strict keeps a browser's forged one out besides.
 */
const checkOrigin = (c: AppContext, ownOrigin: string): void => {
  if (reading.has(c.req.method) || c.req.path.startsWith(wirePrefix)) return
  const origin = c.req.header('Origin')
  const site = c.req.header('Sec-Fetch-Site')
  const self = new URL(c.req.url).origin
  const foreign =
    (origin !== undefined && origin !== ownOrigin && origin !== self) ||
    (origin === undefined && site !== undefined && site !== 'same-origin' && site !== 'none')
  if (foreign)
    throw new Problem({
      status: 403,
      code: 'foreign_origin',
      title: 'This request comes from another site.',
      remedy: `Open ${ownOrigin} itself and do it there.`,
    })
}

/** The frame every request goes through. Routes are added to what it returns; `finish` adds the web app at the end. */
export const createApp = ({ config, log }: AppOptions) => {
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.error)
    },
  })
  const ownOrigin = new URL(config.http.baseUrl).origin
  const headers = Object.entries(securityHeaders(config.http.baseUrl))
  const hashAddress = addressHasher(config.secrets.auth, config.http.forwardedHeader)
  const limit = config.http.bodyLimitKiB * 1024

  app.use(async (c, next) => {
    const started = performance.now()
    const requestId = randomBytes(9).toString('base64url')
    c.set('requestId', requestId)
    c.set('log', log)
    c.set('addressHash', hashAddress(c))
    await next()
    for (const [name, value] of headers) c.header(name, value)
    c.header('X-Request-Id', requestId)
    if (c.res.headers.get('Content-Security-Policy') === null) c.header('Content-Security-Policy', closedPolicy)
    if (c.res.headers.get('Cache-Control') === null) c.header('Cache-Control', 'no-store')
    log.info(
      {
        requestId,
        method: c.req.method,
        // The template, `/api/cases/:caseId`: which case it was is nobody's business in a log.
        route: templateOf(c),
        status: c.res.status,
        ms: Math.round((performance.now() - started) * 10) / 10,
      },
      'request',
    )
  })
  app.use(async (c, next) => {
    checkOrigin(c, ownOrigin)
    await next()
  })
  app.use(
    bodyLimit({
      maxSize: limit,
      onError: () => {
        throw new Problem({
          status: 413,
          code: 'too_large',
          title: `A request may have at most ${config.http.bodyLimitKiB} KiB.`,
          remedy: 'Send fewer commands at once, or a smaller file.',
        })
      },
    }),
  )
  app.onError((error, c) => answerError(error, c))
  app.notFound((c) => answerMissing(c))

  const serve = createStatic(config.webDir)
  const finish = () => {
    app.on(['GET', 'HEAD'], '*', (c) => {
      // "/exchange" itself is a page.
      if (/^\/(api(\/|$)|exchange\/)/u.test(c.req.path)) return answerMissing(c)
      return serve(c) ?? (c.req.path === '/' ? notBuilt(c) : answerMissing(c))
    })
    return app
  }
  return { app, finish }
}

const notBuilt = (c: AppContext): Response =>
  c.text('The web app is not built yet. Run "npm start", which builds it, or set webDir to where it lies.\n', 503)
