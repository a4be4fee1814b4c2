import { fork, type ChildProcess } from 'node:child_process'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { openHttp } from '../../apps/server/src/demo/browser.ts'
import { DEMO_COUNTRIES, DEMO_PASSPHRASE, emailOf, type DemoCountry } from '../../apps/server/src/demo/people.ts'
import { signIn, type Person } from '../../apps/server/src/demo/person.ts'
import { countryFiles, countryKeys, regionFiles } from '../../apps/server/src/demo/regionKeys.ts'
import { writeTrust } from '../../apps/server/src/demo/regionTrust.ts'
import { sharedClock } from '../../apps/server/src/platform/clock.ts'
import { freePort } from './ports.ts'
import { copyRegion } from './region.ts'

/** What happens to a message on the wire: it may be held up before it arrives, or its answer after. */
export type Wire = {
  /** Called with every message; `drop` breaks the connection before it arrives. */
  onMessage: () => 'pass' | 'drop'
  /** Called when the instance has answered; `drop` breaks the connection before the answer gets back. */
  onAnswer: () => 'pass' | 'drop'
}

export type ProcessRegion = {
  person: (name: string) => Promise<Person>
  /** The wire into one instance. */
  wire: (code: string) => Wire
  /** SIGKILL: nothing is finished, nothing is said. */
  kill: (code: string) => Promise<void>
  start: (code: string) => Promise<void>
  sql: <T>(code: string, text: string) => Promise<T[]>
  /** Waits until no message is on its way any more. */
  settle: () => Promise<void>
  days: (count: number) => Promise<void>
  day: (ahead: number) => string
  at: (ahead: number) => string
  stop: () => Promise<void>
}

const program = join(import.meta.dirname, '../../apps/server/src/cli/main.ts')

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

/** A wire with a hand on it: what comes in for an instance goes through here. */
const startWire = async (target: () => number): Promise<{ port: number; wire: Wire; server: Server }> => {
  const wire: Wire = { onMessage: () => 'pass', onAnswer: () => 'pass' }
  const server = createServer((incoming, outgoing) => {
    const cut = () => void incoming.socket.destroy()
    if (wire.onMessage() === 'drop') return cut()
    const passed = httpRequest(
      { host: '127.0.0.1', port: target(), path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', cut)
        answer.on('end', () => {
          if (wire.onAnswer() === 'drop') return cut()
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
          outgoing.end(Buffer.concat(chunks))
        })
      },
    )
    passed.on('error', cut)
    incoming.pipe(passed)
  })
  return { port: await listen(server), wire, server }
}

/** A region whose instances are processes of their own, reached over HTTP, with a hand on every wire between them. */
export const startProcesses = async (
  codes: readonly string[],
  /** A PostgreSQL of one's own, outside of a test run; instances that reach each other with nobody's hand between. */
  options: { ground?: { superuser: string; runFolder: string }; direct?: boolean } = {},
): Promise<ProcessRegion> => {
  const copy = await copyRegion(codes, options.ground)
  const ports = new Map<string, number>()
  for (const country of copy.countries) ports.set(country.code, await freePort())
  const urlOf = (country: DemoCountry): string => `http://127.0.0.1:${ports.get(country.code) ?? 1}`
  const configs = await copy.configure(urlOf)
  const wires = new Map<string, Awaited<ReturnType<typeof startWire>>>()
  for (const country of copy.countries) wires.set(country.code, await startWire(() => ports.get(country.code) ?? 0))
  const clock = sharedClock(regionFiles(copy.folder).clock)
  const people = new Map<string, Promise<Person>>()
  const running = new Map<string, ChildProcess>()

  const sql = async <T>(code: string, text: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: (configs.get(code)?.['database'] as { owner: string }).owner })
    await client.connect()
    try {
      return (await client.query(text)).rows as T[]
    } finally {
      await client.end()
    }
  }
  const kill = async (code: string): Promise<void> => {
    const child = running.get(code)
    if (!child) return
    running.delete(code)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }
  const start = async (code: string): Promise<void> => {
    const child = fork(program, ['serve', '--config', countryFiles(copy.folder, code).config], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, PORT: String(ports.get(code)), NODE_OPTIONS: '' },
    })
    running.set(code, child)
    for (let tries = 0; tries < 1200; tries += 1) {
      const answer = await fetch(`http://127.0.0.1:${ports.get(code)}/readyz`).catch(() => undefined)
      if (answer?.ok) return
      if (child.exitCode !== null) throw new Error(`The instance ${code} ended with ${child.exitCode}.`)
      await wait(50)
    }
    throw new Error(`The instance ${code} does not become ready.`)
  }

  // The list names the wires, so that every message goes through a hand. Units and keys are those of the template.
  const listed = new Map((await unitsOf(sql, codes)).map((one) => [one.code, one.units]))
  await writeTrust(
    copy.folder,
    await Promise.all(
      DEMO_COUNTRIES.map(async (country) => ({
        country,
        keys: await countryKeys(copy.folder, country),
        baseUrl: options.direct ? urlOf(country) : `http://127.0.0.1:${wires.get(country.code)?.port ?? 1}`,
        units: listed.get(country.code) ?? [],
      })),
    ),
    clock.now(),
    2,
  )
  await Promise.all(codes.map(start))

  const inFlight = async (): Promise<number> => {
    let count = 0
    for (const code of codes) {
      const [found] = await sql<{ count: number }>(
        code,
        `select (select count(*)::integer from app.outbox where state in ('waiting', 'sent')
            or state = 'delivered' and kind not like 'line.%')
          + (select count(*)::integer from app.inbox where state = 'stored') as count`,
      )
      count += found?.count ?? 0
    }
    return count
  }
  const at = (ahead: number): string => new Date(clock.now().getTime() + ahead * 86_400_000).toISOString()
  return {
    person: (name) => {
      const [code = '', login = ''] = name.split('/')
      const country = copy.countries.find((one) => one.code === code)
      const who = country?.people.find((one) => one.login === login)
      if (!country || !who) throw new Error(`Nobody in the demo region is called ${name}.`)
      const known = people.get(name) ?? signIn(openHttp(urlOf(country)), emailOf(country, who), DEMO_PASSPHRASE)
      people.set(name, known)
      return known
    },
    wire: (code) => {
      const found = wires.get(code)
      if (!found) throw new Error(`There is no instance ${code} in this region.`)
      return found.wire
    },
    kill,
    start,
    sql,
    settle: async () => {
      for (let tries = 0; tries < 6000; tries += 1) {
        if ((await inFlight()) === 0) return
        await wait(50)
      }
      throw new Error('Messages go on and on.')
    },
    days: async (count) => {
      clock.advance(count * 86_400_000)
      for (const person of people.values()) await (await person).syncClock()
    },
    at,
    day: (ahead) => at(ahead).slice(0, 10),
    stop: async () => {
      for (const code of running.keys()) await kill(code)
      for (const { server } of wires.values()) {
        server.closeAllConnections()
        server.close()
      }
      await copy.drop()
    },
  }
}

type Units = Parameters<typeof writeTrust>[1][number]['units']

const unitsOf = (sql: ProcessRegion['sql'], codes: readonly string[]): Promise<{ code: string; units: Units }[]> =>
  Promise.all(
    codes.map(async (code) => ({
      code,
      units: (await sql(
        code,
        `select u.id as "unitId", u.name ->> 'en' as name, u.kind, u.languages, k.public_key as "publicKey", k.key_id as "keyId"
          from app.unit u left join app.unit_key k on k.unit_id = u.id and k.state = 'current' order by u.id`,
      )) as unknown as Units,
    })),
  )
