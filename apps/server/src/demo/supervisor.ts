import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { claim, dataFolder, findHolder, PostgresProblem } from '../platform/postgres/index.ts'
import { keepDatabase } from './database.ts'
import { startInstanceProcess } from './instanceProcess.ts'
import { findTakenPort } from './ports.ts'
import type { DemoRegion, PrepareRegion } from './region.ts'
import { table } from './table.ts'
import { stopWithSupervisor } from './tether.ts'

const howManyInstances = 5

export type DemoOptions = {
  prepareRegion: PrepareRegion
  /** The file that understands `serve`; by default the one this process was started from. */
  program?: string
  environment?: NodeJS.ProcessEnv
  say?: (line: string) => void
}

/**
 * Runs the demo region until it is told to stop: PostgreSQL (or the one DATABASE_URL names), then every instance as a
 * process of its own, then the addresses. Stops them in the opposite order.
 *
 * @returns the exit code
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const { environment = process.env, say = (line) => void process.stdout.write(`${line}\n`) } = options
  const from = performance.now()
  const stops: (() => unknown)[] = []
  let reason = ''
  const asked = new Promise<void>((resolve) =>
    stopWithSupervisor((why) => {
      reason = why
      resolve()
    }),
  )
  const undo = async () => {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop()
  }
  const starting = start()
  try {
    const region = await Promise.race([starting, asked])
    if (region) {
      say(describe(region, (performance.now() - from) / 1000))
      await asked
    }
    say(`\nStopping (${reason}) ...`)
    await undo()
    // Asked to stop in the middle of a start: what it made meanwhile has to go as well.
    await starting.catch(() => undefined)
    await undo()
    say('Everything has stopped.')
    return 0
  } catch (error) {
    // Said before anything is stopped: what still runs may then fail for want of it, and louder.
    say(error instanceof PostgresProblem ? error.message : inspect(error))
    await undo()
    return 1
  }

  async function start(): Promise<DemoRegion> {
    const dataDir = dataFolder(environment)
    mkdirSync(dataDir, { recursive: true, mode: 0o755 })
    const firstPort = firstPortOf(environment)
    stops.push(await claimFolder(dataDir, say))
    await assertPortsFree(firstPort)
    const superuserUrl = environment.DATABASE_URL || (await startDatabase(dataDir))
    const region = await options.prepareRegion({ superuserUrl, dataDir, firstPort, say })
    const running = region.instances.map((instance) =>
      startInstanceProcess(instance, {
        program: options.program ?? process.argv[1] ?? '',
        logFolder: join(dataDir, 'log'),
        say,
      }),
    )
    stops.push(() => Promise.all(running.map((instance) => instance.stop())))
    await Promise.all(running.map((instance) => instance.ready))
    return region
  }

  async function startDatabase(dataDir: string): Promise<string> {
    const database = await keepDatabase(dataDir, say)
    stops.push(() => database.stop())
    return database.url
  }
}

function firstPortOf(environment: NodeJS.ProcessEnv): number {
  const port = Number(environment.PORT ?? 4100)
  if (Number.isInteger(port) && port > 0 && port + howManyInstances <= 65_536) return port
  throw new PostgresProblem(
    'bad_port',
    `PORT is "${environment.PORT}".`,
    'It has to be a number from 1 to 65531, such as 4100.',
  )
}

/** Two demos on one data folder would stop each other's database. */
async function claimFolder(dataDir: string, say: (line: string) => void) {
  const lock = join(dataDir, 'demo.lock')
  const holder = findHolder(lock)
  if (holder?.live) say(`Process ${holder.pid} uses ${dataDir}; waiting a moment for it to end ...`)
  try {
    return await claim(lock, 5_000)
  } catch (error) {
    if (!(error instanceof PostgresProblem)) throw error
    throw new PostgresProblem(
      'runs_already',
      `The demo runs already, as process ${findHolder(lock)?.pid ?? 'unknown'}.`,
      'Stop that one with Ctrl-C, or give this one a folder and ports of its own: ARIADNE_DATA=/tmp/second PORT=4200 npm start',
    )
  }
}

async function assertPortsFree(firstPort: number) {
  const ports = Array.from({ length: howManyInstances }, (_, index) => firstPort + index)
  const taken = await findTakenPort(ports, 5_000)
  if (taken === undefined) return
  throw new PostgresProblem(
    'port_taken',
    `Another program listens on 127.0.0.1:${taken}.`,
    `End it, or move all ${howManyInstances} ports, for example: PORT=4200 npm start`,
  )
}

function describe({ instances, signIns }: DemoRegion, seconds: number): string {
  const names = new Map(instances.map(({ code, name }) => [code, name]))
  const [first, ...others] = new Set(signIns.map(({ passphrase }) => passphrase))
  const shared = others.length === 0
  return [
    '',
    `Ready in ${seconds.toFixed(1)} s. Everyone and everything in it is fictional.`,
    '',
    table(
      ['Instance', 'Address'],
      instances.map(({ name, port }) => [name, `http://127.0.0.1:${port}`]),
    ),
    '',
    table(
      ['Who', 'E-mail', ...(shared ? [] : ['Passphrase'])],
      signIns.flatMap(({ instance, work, email, passphrase }, index) => [
        ...(signIns[index - 1]?.instance === instance ? [] : [[], [names.get(instance) ?? instance]]),
        [`  ${work}`, email, ...(shared ? [] : [passphrase])],
      ]),
    ),
    '',
    ...(shared && first ? [`Everyone's passphrase: ${first}`] : []),
    'Ctrl-C stops everything.',
  ].join('\n')
}
