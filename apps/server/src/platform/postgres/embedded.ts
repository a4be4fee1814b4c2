import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { assertReachable, getAccount, type Account } from './account.ts'
import { answers } from './answers.ts'
import { prepareBinaries, type Binaries } from './binaries.ts'
import { claim } from './claim.ts'
import { clearStalePidFile, findPostmaster, isAlive, stopPostmaster } from './postmaster.ts'
import { PostgresProblem } from './problem.ts'
import { embeddedPort, hostBasedAccess, identityMap, postgresqlConf, type Durability } from './settings.ts'
import { prepareSocketFolder, socketFolderFor } from './socketFolder.ts'

export type EmbeddedOptions = {
  /** Ariadne's data folder; the cluster goes into `postgres/` in it. */
  dataDir: string
  logger: { info(message: string): void; warn(message: string): void }
  durability?: Durability
}

export type EmbeddedPostgres = {
  socketDir: string
  port: number
  superuser: string
  /** True when a server that was running already was taken over instead of a new one being started. */
  adopted: boolean
  pid: number
  /** A connection string for the superuser. Only the account that started the cluster can use it. */
  url(database: string): string
  isRunning(): boolean
  stop(): Promise<void>
}

const superuser = 'postgres'
/** Replaying the log after a crash may take its time. */
const longestStart = 120_000

/**
 * Starts the PostgreSQL that comes with Ariadne, or adopts the one that a crash of its supervisor has left running. It is
 * detached: no end of ours, not even SIGKILL, ends it; only `stop` does.
 *
 * @throws PostgresProblem with a remedy when the machine or the data folder is in the way
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { logger, durability = 'durable' } = options
  const home = join(resolve(options.dataDir), 'postgres')
  const cluster = join(home, 'data')
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const release = await claim(join(home, 'starting.lock'), 60_000)
  try {
    const account = getAccount(cluster)
    assertReachable(cluster, account)
    const binaries = prepareBinaries(account, account.switched ? '/var/lib/ariadne' : home)
    const socketDir = socketFolderFor(home)
    if (!existsSync(cluster)) initialise(binaries, account, cluster, durability, logger)
    assertSameMajor(cluster, binaries)
    prepareSocketFolder(socketDir, account)
    const changed = writeSettings(home, postgresqlConf(socketDir, durability))

    const program = join(binaries.folder, 'bin', 'postgres')
    const socket = join(socketDir, `.s.PGSQL.${embeddedPort}`)
    const adopted = await adopt(cluster, socket, program, changed, logger)
    // The socket's own lock file names the same dead process, and the folder is this cluster's alone.
    if (adopted === undefined) rmSync(`${socket}.lock`, { force: true })
    const pid = adopted ?? (await launch(program, home, cluster, account, logger))
    return {
      socketDir,
      port: embeddedPort,
      superuser,
      adopted: adopted !== undefined,
      pid,
      url: (database) =>
        `postgresql://${superuser}@localhost:${embeddedPort}/${encodeURIComponent(database)}?host=${encodeURIComponent(socketDir)}`,
      isRunning: () => isAlive(pid),
      stop: () => stopPostmaster(pid),
    }
  } finally {
    release()
  }
}

/** Stops the cluster of a data folder if it runs, whoever started it. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  const found = findPostmaster(join(resolve(dataDir), 'postgres', 'data'))
  if (found) await stopPostmaster(found.pid)
}

/** Makes the cluster aside and moves it into place when it is whole, so that no start ever finds half of one. */
function initialise(
  binaries: Binaries,
  account: Account,
  cluster: string,
  durability: Durability,
  logger: EmbeddedOptions['logger'],
) {
  logger.info('Making a new database cluster')
  const half = `${cluster}.new`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { mode: 0o700 })
  if (account.switched) chownSync(half, account.uid, account.gid)
  const made = spawnSync(
    join(binaries.folder, 'bin', 'initdb'),
    [
      `--pgdata=${half}`,
      `--username=${superuser}`,
      '--encoding=UTF8',
      // PostgreSQL's own locale: the same order on every machine, whatever its libc or ICU.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--data-checksums',
      '--auth-local=peer',
      '--auth-host=reject',
      '--no-instructions',
      ...(durability === 'throwaway' ? ['--no-sync'] : []),
    ],
    { ...runAs(account), cwd: half, encoding: 'utf8' },
  )
  if (made.status !== 0) {
    rmSync(half, { recursive: true, force: true })
    const why = made.error?.message ?? lastLines(made.stderr)
    throw new PostgresProblem(
      'initdb_failed',
      `The database cluster could not be made: ${why}`,
      'Is there enough room on the disk?',
    )
  }
  renameSync(half, cluster)
}

function assertSameMajor(cluster: string, binaries: Binaries) {
  const there = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const ours = binaries.release.split('.')[0]
  if (there === ours) return
  throw new PostgresProblem(
    'other_major_version',
    `The data in ${cluster} is PostgreSQL ${there}'s, and this release of Ariadne brings PostgreSQL ${ours}.`,
    'Back it up with the release that made it, then restore the backup with this one.',
  )
}

/** The settings lie beside the cluster, not in it: as root we write into no folder that another account could rearrange. */
function writeSettings(home: string, conf: string): boolean {
  const self = userInfo().username
  const files = {
    'postgresql.conf': conf,
    'pg_hba.conf': hostBasedAccess(superuser),
    'pg_ident.conf': identityMap(self, superuser),
  }
  let changed = false
  for (const [name, text] of Object.entries(files)) {
    const file = join(home, name)
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    writeFileSync(file, text, { mode: 0o644 })
    changed = true
  }
  return changed
}

/** The number of a live server that runs this release with these settings; any other is stopped first. */
async function adopt(
  cluster: string,
  socket: string,
  program: string,
  changed: boolean,
  logger: EmbeddedOptions['logger'],
) {
  const found = findPostmaster(cluster)
  if (!found) {
    if (await clearStalePidFile(cluster)) logger.warn('Removed the lock file of a database server that no longer runs')
    return undefined
  }
  if (found.status !== 'stopping' && found.program === program && !changed) {
    await untilReadyOrGone(cluster, found.pid)
    if (await answers(socket)) {
      logger.info('Adopted the database server that was still running')
      return found.pid
    }
  }
  logger.info('Restarting the database server')
  await stopPostmaster(found.pid)
  // Gone, but perhaps not waited for: its lock file then still counts.
  await clearStalePidFile(cluster)
  return undefined
}

async function untilReadyOrGone(cluster: string, pid: number) {
  const until = performance.now() + longestStart
  while (isAlive(pid) && findPostmaster(cluster)?.status === 'starting' && performance.now() < until) await wait(10)
}

async function launch(
  program: string,
  home: string,
  cluster: string,
  account: Account,
  logger: EmbeddedOptions['logger'],
) {
  const log = join(home, 'postgres.log')
  // "pre-existing shared memory block": the last processes of a killed server are still on their way out.
  for (let attempt = 1; ; attempt += 1) {
    keepSmall(log)
    const output = openSync(log, 'a', 0o600)
    const from = statSync(log).size
    const said = () => readFileSync(log, 'utf8').slice(from)
    try {
      const child = spawn(
        program,
        [
          '-D',
          cluster,
          ...['config', 'hba', 'ident'].flatMap((kind) => ['-c', `${kind}_file=${join(home, fileOf(kind))}`]),
        ],
        { ...runAs(account), cwd: cluster, detached: true, stdio: ['ignore', output, output] },
      )
      const failed = new Promise<never>((_, reject) => child.once('error', reject))
      child.unref()
      await Promise.race([untilReady(cluster, child.pid, said), failed])
      if (child.pid === undefined) throw new Error('unreachable: it was ready')
      return child.pid
    } catch (error) {
      if (attempt >= 20 || !said().includes('still in use')) throw error
      logger.warn('Waiting for the processes of a killed database server to end')
      await wait(250)
    } finally {
      closeSync(output)
    }
  }
}

const fileOf = (kind: string) => (kind === 'config' ? 'postgresql.conf' : `pg_${kind}.conf`)

async function untilReady(cluster: string, pid: number | undefined, said: () => string) {
  const until = performance.now() + longestStart
  while (pid === undefined || findPostmaster(cluster)?.status !== 'ready') {
    if ((pid !== undefined && !isAlive(pid)) || performance.now() > until) {
      throw new PostgresProblem(
        'does_not_start',
        `PostgreSQL does not start: ${lastLines(said())}`,
        'See postgres.log in the data folder.',
      )
    }
    await wait(10)
  }
}

function runAs(account: Account) {
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
  return account.switched ? { uid: account.uid, gid: account.gid, env } : { env }
}

function keepSmall(log: string) {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) renameSync(log, `${log}.1`)
  if (existsSync(log)) chmodSync(log, 0o600)
}

const lastLines = (text: string) => text.trim().split('\n').slice(-4).join('\n')
