import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { DEMO_COUNTRIES, DEMO_PASSPHRASE, emailOf, type DemoCountry } from '../../apps/server/src/demo/people.ts'
import { signIn, type Person } from '../../apps/server/src/demo/person.ts'
import { configFor, makeRegion, postBetween, type RegionPlan } from '../../apps/server/src/demo/prepareRegion.ts'
import { countryFiles, countryKeys, regionFiles } from '../../apps/server/src/demo/regionKeys.ts'
import { writeTrust } from '../../apps/server/src/demo/regionTrust.ts'
import { openHttpTo } from '../../apps/server/src/demo/seedPeople.ts'
import { handoverOf, handoverStage, type Post } from '../../apps/server/src/handover/index.ts'
import { startInstance, type Instance } from '../../apps/server/src/instance.ts'
import type { Stage } from '../../apps/server/src/platform/stage.ts'
import { sharedClock } from '../../apps/server/src/platform/clock.ts'
import { Config } from '../../apps/server/src/platform/config/index.ts'
import { createInstanceDatabase, type InstanceUrls } from '../../apps/server/src/platform/database/index.ts'
import { libraryStage, type Reach } from '../../apps/server/src/library/index.ts'
import { networkOf } from '../../apps/server/src/network/index.ts'
import { claim } from '../../apps/server/src/platform/postgres/index.ts'
import { backup, restore } from '../../apps/server/src/platform/backup/index.ts'
import { migrations, stages } from '../../apps/server/src/stages.ts'
import { makeKeyPair } from '@ariadne/vault'
import { superuserUrl } from './database.ts'
import { freePort } from './ports.ts'

const passwords = { owner: 'owner-of-region', app: 'app-of-region', auth: 'auth-of-region' }
const rolesOf = (country: DemoCountry) => `region_${country.code}`

/** Addresses of the template. Nobody listens there: instances of one process reach each other directly. */
export const templateUrl = (country: DemoCountry): string =>
  `http://127.0.0.1:${5100 + DEMO_COUNTRIES.indexOf(country)}`

const templatePlan = (superuser: string, folder: string): RegionPlan => ({
  superuserUrl: superuser,
  folder,
  countries: DEMO_COUNTRIES,
  baseUrl: templateUrl,
  database: (country) => ({ name: `region_template_${country.code}`, roles: rolesOf(country), passwords }),
  withCases: false,
  logLevel: 'silent',
})

/** The demo region with its people and keys, made once in a test run on a given PostgreSQL; what tests use are copies. */
const prepareTemplate = async (superuser: string, runFolder: string): Promise<string> => {
  const folder = join(runFolder, 'region')
  const ready = join(runFolder, 'region.ready')
  if (existsSync(ready)) return folder
  const release = await claim(join(runFolder, 'region.lock'), 120_000)
  try {
    if (existsSync(ready)) return folder
    await makeRegion(templatePlan(superuser, folder))
    writeFileSync(ready, '')
    return folder
  } finally {
    release()
  }
}

const query = async <T>(url: string, text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as T[]
  } finally {
    await client.end()
  }
}

export type RegionCopy = {
  folder: string
  countries: readonly DemoCountry[]
  superuser: string
  /** An empty database in place of a country's, as after a disk has died. */
  emptyDatabase: (country: DemoCountry) => Promise<void>
  /** Writes the configuration of each country, with the given addresses, and answers with it. */
  configure: (baseUrl: (country: DemoCountry) => string) => Promise<Map<string, Record<string, unknown>>>
  drop: () => Promise<void>
}

/** A region of one's own: copies of the template's databases and keys. */
export const copyRegion = async (
  codes: readonly string[],
  ground?: { superuser: string; runFolder: string },
): Promise<RegionCopy> => {
  const superuser = ground?.superuser ?? (await superuserUrl())
  const runFolder = ground?.runFolder ?? process.env['ARIADNE_TEST_RUN'] ?? ''
  const template = await prepareTemplate(superuser, runFolder)
  const folder = mkdtempSync(join(tmpdir(), 'ariadne-region-'))
  cpSync(template, folder, { recursive: true })
  const countries = DEMO_COUNTRIES.filter((country) => codes.includes(country.code))
  const suffix = randomUUID().slice(0, 8)
  const nameOf = (country: DemoCountry) => `region_${suffix}_${country.code}`
  const plan: RegionPlan = { ...templatePlan(superuser, folder), countries }
  const urls = new Map<string, InstanceUrls>()
  for (const country of countries)
    urls.set(
      country.code,
      await createInstanceDatabase(superuser, country.instanceId, {
        name: nameOf(country),
        roles: rolesOf(country),
        passwords,
        template: `region_template_${country.code}`,
      }),
    )
  return {
    folder,
    countries,
    superuser,
    emptyDatabase: async (country) => {
      await query(superuser, `drop database if exists ${nameOf(country)} with (force)`)
      const place = { name: nameOf(country), roles: rolesOf(country), passwords }
      await createInstanceDatabase(superuser, country.instanceId, place)
    },
    configure: async (baseUrl) => {
      const configs = new Map<string, Record<string, unknown>>()
      for (const country of countries) {
        const keys = await countryKeys(folder, country)
        const config = configFor({ plan: { ...plan, baseUrl }, country, urls: urls.get(country.code)!, keys })
        writeFileSync(countryFiles(folder, country.code).config, JSON.stringify(config), { mode: 0o600 })
        configs.set(country.code, config)
      }
      return configs
    },
    drop: async () => {
      for (const country of countries) await query(superuser, `drop database if exists ${nameOf(country)} with (force)`)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Region = {
  folder: string
  /** Where a country's instance listens; without `listen` nobody answers there. */
  url: (code: string) => string
  /** Somebody of the demo, signed in: `region.person('mk/mira')`. */
  person: (name: string) => Promise<Person>
  instance: (code: string) => Instance
  /** Carries messages until none is on its way. */
  settle: () => Promise<void>
  /** Looks at everything once, at every instance or at one. */
  sweep: (code?: string) => Promise<void>
  /** Messages that an instance has sealed and cannot deliver, in their order. */
  sealed: (code: string) => Promise<string[]>
  /** Looks behind the scenes, as the owner of one instance's database. */
  sql: <T>(code: string, text: string) => Promise<T[]>
  /** The local case of a handover. */
  caseOf: (code: string, handoverId: string) => Promise<string>
  /** Writes a backup of one instance, as it is now. */
  backup: (code: string) => Promise<void>
  /** The instance's database is lost; the last backup is put in its place, and everybody signs in again. */
  restore: (code: string) => Promise<void>
  /** Replaces the trust list by one that has expired, or by a fresh one. */
  signTrust: (state: 'fresh' | 'expired') => Promise<void>
  /** Moves the clock of all instances ahead. */
  days: (count: number) => Promise<void>
  hours: (count: number) => Promise<void>
  /** A calendar day so many days from now, by the region's clock. */
  day: (ahead: number) => string
  at: (aheadDays: number) => string
  /** Cuts or restores the network between instances. */
  cut: (isCut: boolean) => void
  stop: () => Promise<void>
}

/**
 * Starts a region in this process: real instances, databases and messages; only the ports between them are left out.
 * With `listen` each instance also listens, on a port that was free, so that browsers can come.
 */
export const startRegion = async (
  codes: readonly string[],
  options: {
    post?: (next: Post) => Post
    listen?: boolean
    /** Settings beside those of the demo, for every instance. */
    settings?: Record<string, unknown>
  } = {},
): Promise<Region> => {
  const copy = await copyRegion(codes)
  const addresses = new Map<DemoCountry, string>()
  if (options.listen)
    for (const country of copy.countries) addresses.set(country, `http://127.0.0.1:${await freePort()}`)
  const addressOf = (country: DemoCountry): string => addresses.get(country) ?? templateUrl(country)
  const configs = await copy.configure(addressOf)
  const running = new Map<string, Instance>()
  let cut = false
  let version = 1
  const between = postBetween(running)
  const wire: Post = (url, init) => (cut ? Promise.reject(new Error('The network is cut.')) : between(url, init))
  const reach: Reach = (url, init) => {
    const found = cut ? undefined : running.get(new URL(url).origin)
    return found
      ? found.request(new URL(url).pathname, init)
      : Promise.reject(new Error('Nobody can be reached there.'))
  }
  const ownOf: Partial<Record<string, Stage>> = {
    handover: handoverStage({ post: options.post?.(wire) ?? wire }),
    library: libraryStage({ reach }),
  }
  const own = stages.map((stage) => ownOf[stage.name] ?? stage)
  const byCode = new Map<string, Instance>()
  const start = async (country: DemoCountry): Promise<void> => {
    const config = Config.parse({ ...configs.get(country.code), ...options.settings })
    const started = await startInstance(config, { listen: options.listen === true, stages: own })
    byCode.set(country.code, started)
    running.set(new URL(templateUrl(country)).origin, started)
  }
  for (const country of copy.countries) await start(country)
  const backupKey = await makeKeyPair()
  const backupFile = (code: string) => join(copy.folder, `${code}.backup`)
  const clock = sharedClock(regionFiles(copy.folder).clock)
  const people = new Map<string, Promise<Person>>()
  const instance = (code: string): Instance => {
    const found = byCode.get(code)
    if (!found) throw new Error(`There is no instance ${code} in this region.`)
    return found
  }
  const enter = (name: string): Promise<Person> => {
    const [code = '', login = ''] = name.split('/')
    const country = copy.countries.find((one) => one.code === code)
    const who = country?.people.find((one) => one.login === login)
    if (!country || !who) throw new Error(`Nobody in the demo region is called ${name}.`)
    return signIn(openHttpTo(addressOf(country), instance(code).request), emailOf(country, who), DEMO_PASSPHRASE)
  }
  const sweep = async (code?: string): Promise<void> => {
    for (const [name, one] of byCode)
      if (code === undefined || code === name) await handoverOf(one.platform)?.worker.sweep()
  }
  const sql = async <T>(code: string, text: string): Promise<T[]> =>
    query<T>(instance(code).platform.config.database.owner ?? '', text)
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 40; round += 1) {
      const before = await inFlight(byCode)
      await sweep()
      if (before === 0 && (await inFlight(byCode)) === 0) return
    }
    throw new Error('Messages go on and on.')
  }
  const hours = async (count: number): Promise<void> => {
    clock.advance(count * 3_600_000)
    for (const one of byCode.values()) await one.platform.due.sweep()
    for (const person of people.values()) await (await person).syncClock()
  }
  const at = (aheadDays: number): string => new Date(clock.now().getTime() + aheadDays * 86_400_000).toISOString()
  return {
    folder: copy.folder,
    url: (code) => instance(code).url,
    instance,
    person: (name) => {
      const known = people.get(name) ?? enter(name)
      people.set(name, known)
      return known
    },
    settle,
    sweep,
    sql,
    sealed: async (code) =>
      (
        await sql<{ container: string }>(
          code,
          `select container from app.outbox where state in ('waiting', 'sent') and container is not null order by seq`,
        )
      ).map((row) => row.container),
    caseOf: async (code, handoverId) => {
      const [row] = await sql<{ case_id: string }>(
        code,
        `select case_id from app.handover_thread where handover_id = '${handoverId}'`,
      )
      return row?.case_id ?? ''
    },
    backup: async (code) => {
      const ownerUrl = instance(code).platform.config.database.owner ?? ''
      await backup({ ownerUrl, publicKey: backupKey.publicKey, file: backupFile(code), now: clock.now() })
    },
    restore: async (code) => {
      const country = copy.countries.find((one) => one.code === code)
      if (!country) throw new Error(`There is no instance ${code} in this region.`)
      const ownerUrl = instance(code).platform.config.database.owner ?? ''
      await instance(code).stop()
      await copy.emptyDatabase(country)
      const { seed } = backupKey
      await restore({ ownerUrl, file: backupFile(code), seed, migrations, now: () => clock.now() })
      for (const name of people.keys()) if (name.startsWith(`${code}/`)) people.delete(name)
      await start(country)
    },
    signTrust: async (state) => {
      version += 1
      const [somebody] = await Promise.all(people.values())
      const units = (await somebody?.findUnits()) ?? []
      const listed = await Promise.all(
        DEMO_COUNTRIES.map(async (country) => ({
          country,
          keys: await countryKeys(copy.folder, country),
          baseUrl: templateUrl(country),
          units: units.filter((unit) => unit.instanceId === country.instanceId),
        })),
      )
      await writeTrust(copy.folder, listed, clock.now(), version, state === 'expired' ? 1 / 86_400 : 730)
      for (const one of byCode.values()) await networkOf(one.platform).trust.refresh()
      if (state === 'expired') await hours(1)
    },
    hours,
    days: (count) => hours(count * 24),
    day: (ahead) => at(ahead).slice(0, 10),
    at,
    cut: (isCut) => {
      cut = isCut
    },
    stop: async () => {
      await Promise.all([...byCode.values()].map((one) => one.stop()))
      await copy.drop()
    },
  }
}

/** Messages queued or stored and not yet dealt with, over all instances. */
const inFlight = async (instances: ReadonlyMap<string, Instance>): Promise<number> => {
  let count = 0
  for (const { platform } of instances.values()) {
    const [found] = await query<{ count: number }>(
      platform.config.database.owner ?? '',
      `select (select count(*)::integer from app.outbox where state in ('waiting', 'sent'))
        + (select count(*)::integer from app.inbox where state = 'stored') as count`,
    )
    count += found?.count ?? 0
  }
  return count
}

export const readConfig = (folder: string, code: string): unknown =>
  JSON.parse(readFileSync(countryFiles(folder, code).config, 'utf8'))
