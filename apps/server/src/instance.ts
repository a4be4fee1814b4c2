import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { access, CONTRACT_VERSION, reads } from '@ariadne/contract'
import { getRequestListener } from '@hono/node-server'
import { createAudits } from './platform/audits/index.ts'
import { movableClock, sharedClock, stamp, systemClock } from './platform/clock.ts'
import type { Clock } from './platform/clock.ts'
import { createCommandRegistry } from './platform/commands/registry.ts'
import { commandRoutes } from './platform/commands/routes.ts'
import type { Config } from './platform/config/index.ts'
import type { ContentFault } from './platform/content/faults.ts'
import { loadContentOnce } from './platform/content/loaded-ahead.ts'
import { contentRoutes } from './platform/content/routes.ts'
import { contentSource } from './platform/content/source.ts'
import { checkSchema, migrate, openDatabase, openPool } from './platform/database/index.ts'
import { demoRoutes } from './platform/demo.ts'
import { examine } from './platform/doctor/checks.ts'
import type { DoctorInput, Finding } from './platform/doctor/checks.ts'
import { createDueRows } from './platform/due.ts'
import { homeRoutes } from './platform/home.ts'
import { createApp } from './platform/http/app.ts'
import { docsRoutes } from './platform/http/docs.ts'
import { createHealth, healthRoutes } from './platform/http/health.ts'
import { routesOn } from './platform/http/register.ts'
import { createJobs } from './platform/jobs.ts'
import { createLimiter } from './platform/limits.ts'
import { createLogger } from './platform/log.ts'
import { readOwnUnits } from './platform/organisation/directory.ts'
import { instanceInfo, readMe } from './platform/organisation/me.ts'
import { registerRotation } from './platform/organisation/rotate-unit-key.ts'
import { registerVaultCommands } from './platform/organisation/vault-commands.ts'
import { vaultQueues } from './platform/organisation/vault-queue.ts'
import type { QueueProvider } from './platform/queues.ts'
import { createAuth } from './platform/sign-in/auth.ts'
import { signInRoutes } from './platform/sign-in/routes.ts'
import { requireSignIn, sessionReader } from './platform/sign-in/session.ts'
import type { PeerDirectory, Platform, Register, Stage } from './platform/stage.ts'
import { migrations as allMigrations, stages as allStages } from './stages.ts'

export type InstanceOptions = {
  stages?: readonly Stage[]
  /** For tests: another clock than the mode's own. */
  clock?: Clock
  /** Without it the instance answers `request` only and listens nowhere. */
  listen?: boolean
}

export type Instance = {
  url: string
  /** Asks the instance without a port, as `app.request` of Hono. */
  request: (path: string, init?: RequestInit) => Promise<Response>
  platform: Platform
  stop: () => Promise<void>
}

const clockFor = (config: Config): Clock => {
  if (config.mode !== 'demo') return systemClock
  return config.demo.clock === undefined ? movableClock() : sharedClock(config.demo.clock)
}

/** A live instance does not start on content that is wrong: half a set of signs is worse than none. */
export class ContentError extends Error {
  readonly faults: readonly ContentFault[]
  constructor(faults: readonly ContentFault[]) {
    super(`The content has ${faults.length} faults. "ariadne content validate" names them.`)
    this.name = 'ContentError'
    this.faults = faults
  }
}

export class WrongDatabaseError extends Error {
  constructor(ours: string, theirs: string) {
    super(`This database belongs to the instance ${theirs}, and the configuration is of ${ours}. Mend one of the two.`)
    this.name = 'WrongDatabaseError'
  }
}

/** A database belongs to the first instance that used it: another's cases must never turn up under a new name. */
const claimDatabase = async (pool: pg.Pool, instanceId: string): Promise<void> => {
  const claimed = await pool.query<{ instance_id: string }>(
    'update instance_state set instance_id = coalesce(instance_id, $1) returning instance_id',
    [instanceId],
  )
  const theirs = claimed.rows[0]?.instance_id ?? instanceId
  if (theirs !== instanceId) throw new WrongDatabaseError(instanceId, theirs)
}

export class NotReadyToGoLiveError extends Error {
  readonly findings: readonly Finding[]
  constructor(findings: readonly Finding[]) {
    super(
      [
        'This instance may not go live yet. Run it with mode: training until "ariadne doctor --go-live" passes:',
        ...findings.map(({ check, detail, remedy }) => `  ${check}: ${detail} ${remedy ?? ''}`.trimEnd()),
      ].join('\n'),
    )
    this.name = 'NotReadyToGoLiveError'
    this.findings = findings
  }
}

/**
 * The first live start needs the whole examination passed. Later starts do not: an on-duty contact that has to be called
 * again must not leave the cases that are here without anybody who can reach them.
 */
const assertMayBeLive = async ({ stages, ...input }: Omit<DoctorInput, 'now'> & { stages: readonly Stage[] }) => {
  const state = await input.db.selectFrom('instance_state').select('live_since').executeTakeFirst()
  if (state?.live_since != null) return
  const now = new Date()
  const findings = await examine(
    { ...input, now },
    true,
    stages.flatMap((stage) => stage.examinations ?? []),
  )
  const failing = findings.filter((finding) => finding.state === 'fail')
  if (failing.length > 0) throw new NotReadyToGoLiveError(failing)
  await input.db.updateTable('instance_state').set({ live_since: now }).execute()
}

const isMovable = (clock: Clock): clock is ReturnType<typeof movableClock> => 'advance' in clock

/**
 * Puts one instance together and starts it. What can go on side by side does: migrations, content and the jobs' tables
 * do not wait for each other.
 * @throws {MigrationError} when the database is newer, or behind and the owner's address is not configured
 */
export const startInstance = async (config: Config, options: InstanceOptions = {}): Promise<Instance> => {
  const stages = options.stages ?? allStages
  const extra = stages.flatMap((stage) => stage.migrations ?? []).filter((one) => !allMigrations.includes(one))
  const migrations = [...allMigrations, ...extra]
  const log = createLogger(config)
  const clock = options.clock ?? clockFor(config)
  const pool = openPool(config.database.app, { schema: 'app', name: config.instance.id, max: config.database.poolSize })
  const authPool = openPool(config.database.auth, {
    schema: 'auth',
    name: `${config.instance.id} sign-in`,
    max: config.database.authPoolSize,
    plainTypes: true,
  })
  const stops: (() => Promise<unknown> | void)[] = [() => pool.end(), () => authPool.end()]
  const stop = async () => {
    for (const step of stops.splice(0).toReversed()) await step()
  }
  try {
    const ready = async () => {
      if (config.database.owner !== undefined && config.database.migrateOnStart)
        await migrate({ ownerUrl: config.database.owner, migrations, now: () => new Date() })
      else await checkSchema(pool, migrations)
    }
    const [loaded] = await Promise.all([loadContentOnce(config.contentDir, config.instance.country), ready()])
    if (loaded.faults.length > 0 && config.mode === 'live') throw new ContentError(loaded.faults)
    for (const fault of loaded.faults) log.warn(fault, 'content')
    await claimDatabase(pool, config.instance.id)

    const source = contentSource(loaded)
    const db = openDatabase(pool)
    const limiter = createLimiter({
      db,
      secret: config.secrets.auth,
      now: () => new Date(),
      factor: config.mode === 'demo' ? 20 : 1,
    })
    const jobs = createJobs({ pool, log })
    const due = createDueRows({ db, clock, log })
    const audits = createAudits('apart')
    stops.push(() => audits.stop())
    const commands = createCommandRegistry()
    const providers: QueueProvider[] = [vaultQueues]
    const health = createHealth({ pool, migrations, config })
    const platform: Platform = {
      config,
      db,
      pool,
      clock,
      log,
      limiter,
      jobs,
      due,
      content: loaded.content,
      contentSource: source,
      audits,
      services: new Map(),
    }

    const auth = createAuth({
      pool: authPool,
      config,
      mayHaveSession: async (accountId) =>
        (await db
          .selectFrom('member')
          .select('id')
          .where('account_id', '=', accountId)
          .where('state', '=', 'active')
          .executeTakeFirst()) !== undefined,
    })
    const readSession = sessionReader({ auth, db, config })
    const { app, finish } = createApp({ config, log })
    const routes = routesOn(app, {
      signedIn: requireSignIn(readSession, config),
      ownAccount: requireSignIn(readSession, config, { withoutTotp: true }),
    })

    let peers: PeerDirectory = async () => ({ units: [], trustList: null })
    const register: Register = {
      ...routes,
      command: commands.register,
      queues: (provider) => providers.push(provider),
      readiness: health.add,
      peers: (directory) => {
        peers = directory
      },
      onStop: (step) => stops.push(step),
    }

    healthRoutes(app, health, readSession)
    routes.open(access.instance, (c) => c.json({ ...instanceInfo(config), now: stamp(clock) }, 200))
    signInRoutes(app, routes, { auth, authPool, db, limiter, config })
    routes.ownAccount(reads.me, async (c, who) => c.json(await readMe({ db, authPool, clock, config }, who), 200))
    routes.signedIn(reads.directory, async (c, who) => {
      const [own, others] = await Promise.all([readOwnUnits({ db, config }, who), peers()])
      return c.json({ units: [...own, ...others.units], trustList: others.trustList }, 200)
    })
    registerVaultCommands(commands)
    registerRotation(commands)
    commandRoutes(routes, { db, clock, registry: commands, log, limiter })
    homeRoutes(routes, { db, clock, providers })
    contentRoutes(routes, source)
    if (config.mode === 'demo' && isMovable(clock)) demoRoutes(routes, { config, clock, due })

    for (const stage of stages) await stage.start(platform, register)
    docsRoutes(app, { title: `Ariadne: ${config.instance.name}`, version: String(CONTRACT_VERSION) }, commands.kinds)
    finish()

    if (config.mode === 'live') await assertMayBeLive({ config, db, pool, migrations, content: loaded, stages })

    await jobs.start()
    stops.push(() => jobs.stop())
    due.start()
    stops.push(() => due.stop())
    const sweeper = setInterval(() => {
      limiter.sweep().catch((error: unknown) => log.error({ err: error }, 'limits sweep'))
    }, 600_000).unref()
    stops.push(() => clearInterval(sweeper))

    const request = async (path: string, init?: RequestInit) => app.request(new URL(path, config.http.baseUrl), init)
    if (options.listen === false) return { url: config.http.baseUrl, request, platform, stop }

    const listen = getRequestListener(app.fetch)
    const server = createServer((incoming, outgoing) => void listen(incoming, outgoing))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(config.http.port, config.http.host, resolve)
    })
    stops.push(
      () =>
        new Promise<void>((resolve) => {
          server.close(() => resolve())
          server.closeIdleConnections()
          setTimeout(() => server.closeAllConnections(), 3_000).unref()
        }),
    )
    const { port } = server.address() as AddressInfo
    log.info({ port, mode: config.mode }, 'ready')
    return { url: `http://${config.http.host}:${port}`, request, platform, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
