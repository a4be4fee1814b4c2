import { statfs } from 'node:fs/promises'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type pg from 'pg'
import type { Config } from '../config/index.ts'
import { checkSchema } from '../database/index.ts'
import type { Migration } from '../database/index.ts'
import type { SessionReader } from '../sign-in/session.ts'
import type { AppEnv } from './env.ts'

export type Check = { name: string; ok: boolean; detail?: string }
export type Readiness = (name: string, check: () => Promise<Omit<Check, 'name'>>) => void

/** Under this much room the instance takes no more work, while it can still finish and be cleared up. */
const leastFreeBytes = 256 * 1024 * 1024

export const createHealth = (input: {
  pool: pg.Pool
  migrations: readonly Migration[]
  config: Pick<Config, 'dataDir' | 'instance'>
}) => {
  const checks: { name: string; check: () => Promise<Omit<Check, 'name'>> }[] = []
  const add: Readiness = (name, check) => {
    checks.push({ name, check })
  }
  add('database', async () => {
    await input.pool.query('select 1')
    return { ok: true }
  })
  add('migrations', async () => {
    const { version } = await checkSchema(input.pool, input.migrations)
    return { ok: true, detail: version }
  })
  add('disk', async () => {
    const { bavail, bsize } = await statfs(input.config.dataDir).catch(() => statfs('.'))
    const free = bavail * bsize
    return { ok: free >= leastFreeBytes, detail: `${Math.round(free / 1024 / 1024)} MiB free` }
  })
  const run = (): Promise<Check[]> =>
    Promise.all(
      checks.map(async ({ name, check }): Promise<Check> => {
        try {
          return { name, ...(await check()) }
        } catch (error) {
          return { name, ok: false, detail: error instanceof Error ? error.name : 'failed' }
        }
      }),
    )
  return { add, run }
}
export type Health = ReturnType<typeof createHealth>

/** `/healthz`: the process answers. `/readyz`: it can work; why not is for administrators, since it tells of the inside. */
export const healthRoutes = (app: OpenAPIHono<AppEnv>, health: Health, readSession: SessionReader): void => {
  app.get('/healthz', (c) => c.json({ status: 'ok' }, 200))
  app.get('/readyz', async (c) => {
    const checks = await health.run()
    const ready = checks.every((check) => check.ok)
    const who = c.req.header('Cookie') === undefined ? undefined : await readSession(c).catch(() => undefined)
    const detail = who?.functions.includes('instance_admin') === true
    return c.json(
      {
        status: ready ? 'ready' : 'not_ready',
        checks: checks.map((check) => (detail ? check : { name: check.name, ok: check.ok })),
      },
      ready ? 200 : 503,
    )
  })
}
