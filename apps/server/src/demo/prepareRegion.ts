import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startInstance, type Instance } from '../instance.ts'
import { handoverOf, handoverStage, type Post } from '../handover/index.ts'
import { Config } from '../platform/config/index.ts'
import {
  createInstanceDatabase,
  openDatabase,
  openPool,
  type CreateOptions,
  type InstanceUrls,
} from '../platform/database/index.ts'
import { projectFolder } from '../platform/postgres/index.ts'
import { stages } from '../stages.ts'
import { seedCases } from './cases.ts'
import { DEMO_COUNTRIES, DEMO_PASSPHRASE, emailOf, type DemoCountry } from './people.ts'
import type { Person } from './person.ts'
import type { DemoInstance, DemoRegion, DemoSignIn, PrepareRegion } from './region.ts'
import { countryFiles, countryKeys, regionFiles, type CountryKeys } from './regionKeys.ts'
import { writeTrust, type ListedCountry } from './regionTrust.ts'
import { seedFigures, seedReleases } from './figures.ts'
import { seedScreenings } from './screenings.ts'
import { seedOrganisations } from './seedOrganisations.ts'
import { openHttpTo, seedPeople } from './seedPeople.ts'
import { seedTraining } from './seedTraining.ts'

export type RegionPlan = {
  superuserUrl: string
  /** Where keys, configuration and trust list go. */
  folder: string
  countries: readonly DemoCountry[]
  baseUrl: (country: DemoCountry) => string
  /** Where each database is made; several regions can share a cluster. */
  database?: (country: DemoCountry) => CreateOptions & { name: string }
  /** Ready-made cases, so that no page is empty at first sight. */
  withCases: boolean
  /** Three invented years in closed records, for pages of figures. */
  withHistory?: boolean
  logLevel?: 'silent' | 'info'
}

const projectPath = (...parts: string[]): string => join(projectFolder(), ...parts)

/** The configuration of one demo instance, as it lies in its file. */
export const configFor = (input: {
  plan: RegionPlan
  country: DemoCountry
  urls: InstanceUrls
  keys: CountryKeys
}): Record<string, unknown> => {
  const { plan, country, urls, keys } = input
  const files = countryFiles(plan.folder, country.code)
  const region = regionFiles(plan.folder)
  const baseUrl = new URL(plan.baseUrl(country))
  return {
    mode: 'demo',
    instance: {
      id: country.instanceId,
      kind: country.kind,
      ...(country.country ? { country: country.country } : {}),
      name: country.name,
      languages: country.languages,
    },
    http: { baseUrl: baseUrl.origin, host: '127.0.0.1', port: Number(baseUrl.port) || 4100 },
    dataDir: files.folder,
    contentDir: projectPath('content'),
    webDir: projectPath('apps/web/dist'),
    database: { app: urls.app, auth: urls.auth, owner: urls.owner },
    session: { totpRequired: false },
    secrets: { auth: keys.cookieSecret },
    trust: {
      list: region.trustList,
      root: region.trustRoot,
      signingKey: files.signingKey,
      sealingKey: files.sealingKey,
    },
    demo: { people: files.people, clock: region.clock },
    log: { level: plan.logLevel ?? 'info' },
  }
}

/** Messages between instances of one process: the same containers, without a port in between. */
export const postBetween =
  (running: ReadonlyMap<string, Instance>): Post =>
  (url, { headers, body }) => {
    const { origin, pathname } = new URL(url)
    const instance = running.get(origin)
    if (!instance) return Promise.reject(new Error('Nobody listens there yet.'))
    return instance.request(pathname, { method: 'POST', headers, body })
  }

const peopleFile = (country: DemoCountry) => {
  const unitNames = new Map(country.organisations.flatMap(({ units }) => units.map(({ id, name }) => [id, name])))
  return country.people.map((person) => ({
    email: emailOf(country, person),
    name: person.name,
    role: person.work,
    unitName: unitNames.get(person.memberships[0]?.unit ?? '') ?? '',
    passphrase: DEMO_PASSPHRASE,
  }))
}

type Prepared = { country: DemoCountry; keys: CountryKeys; instance: Instance; people: Map<string, Person> }

const demoDatabase = (country: DemoCountry) => ({ name: `ariadne_demo_${country.code}` })

/** What an earlier seeding left unfinished would stand in the way of this one. The names belong to the demo alone. */
const dropDatabase = async (superuserUrl: string, name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
  } finally {
    await client.end()
  }
}

/** Databases, keys, people, trust list and first cases of a region, from nothing. */
export const makeRegion = async (plan: RegionPlan): Promise<void> => {
  mkdirSync(plan.folder, { recursive: true, mode: 0o700 })
  const running = new Map<string, Instance>()
  const own = stages.map((stage) => (stage.name === 'handover' ? handoverStage({ post: postBetween(running) }) : stage))
  const now = new Date()

  const prepareCountry = async (country: DemoCountry): Promise<Prepared> => {
    const keys = await countryKeys(plan.folder, country)
    const database = (plan.database ?? demoDatabase)(country)
    await dropDatabase(plan.superuserUrl, database.name)
    const urls = await createInstanceDatabase(plan.superuserUrl, country.instanceId, database)
    const files = countryFiles(plan.folder, country.code)
    const config = configFor({ plan, country, urls, keys })
    writeFileSync(files.people, JSON.stringify(peopleFile(country)))
    const instance = await startInstance(
      { ...Config.parse(config), log: { level: 'silent' } },
      { listen: false, stages: own },
    )
    const owner = openDatabase(openPool(urls.owner, { schema: 'app', name: 'seed', max: 1 }))
    const authPool = openPool(urls.auth, { schema: 'auth', name: 'seed', max: 2, plainTypes: true })
    try {
      await seedOrganisations(owner, country, now)
      const courses = instance.platform.content.courses.map(({ course }) => course)
      await seedTraining(owner, country, courses, now)
      const open = () => openHttpTo(plan.baseUrl(country), instance.request)
      const people = await seedPeople(country, authPool, open, now)
      writeFileSync(files.config, JSON.stringify(config, null, 2), { mode: 0o600 })
      running.set(new URL(plan.baseUrl(country)).origin, instance)
      return { country, keys, instance, people }
    } finally {
      await owner.destroy()
      await authPool.end()
    }
  }
  const prepared = await Promise.all(plan.countries.map(prepareCountry))
  try {
    const listed = await Promise.all(
      prepared.map(async ({ country, keys, people }): Promise<ListedCountry> => {
        const [somebody] = people.values()
        const units = somebody
          ? (await somebody.findUnits()).filter((unit) => unit.instanceId === country.instanceId)
          : []
        return { country, keys, baseUrl: plan.baseUrl(country), units }
      }),
    )
    await writeTrust(plan.folder, listed, now, 1)
    for (const { instance, people } of prepared) {
      await handoverOf(instance.platform)?.worker.sweep()
      for (const person of people.values()) await person.refresh()
    }
    if (plan.withHistory === true) {
      await Promise.all(prepared.map(({ country, instance }) => seedFigures(country, instance, now)))
      await Promise.all(prepared.map(({ country, instance }) => seedScreenings(country, instance, now)))
      await seedReleases(prepared, plan.baseUrl, now)
    }
    if (plan.withCases)
      await seedCases(new Map(prepared.map(({ country, people, instance }) => [country.code, { people, instance }])))
  } finally {
    await Promise.all(prepared.map(({ instance }) => instance.stop()))
  }
}

const fingerprint = (plan: RegionPlan): string =>
  createHash('sha256')
    .update(JSON.stringify([7, plan.countries, plan.superuserUrl, plan.countries.map(plan.baseUrl)]))
    .digest('hex')

const isSeeded = (plan: RegionPlan): boolean => {
  const { seeded } = regionFiles(plan.folder)
  return existsSync(seeded) && (JSON.parse(readFileSync(seeded, 'utf8')) as { of?: string }).of === fingerprint(plan)
}

const describeRegion = (plan: RegionPlan): DemoRegion => ({
  instances: plan.countries.map((country): DemoInstance => ({
    code: country.code,
    name: country.name,
    port: Number(new URL(plan.baseUrl(country)).port),
    args: ['--config', countryFiles(plan.folder, country.code).config],
    // DATABASE_URL names the server that this region's databases were made on, not an instance's own: emptied, it is unset.
    env: { PORT: new URL(plan.baseUrl(country)).port, DATABASE_URL: '' },
  })),
  signIns: plan.countries.flatMap((country) =>
    country.people.map((person): DemoSignIn => ({
      instance: country.code,
      work: person.work,
      email: emailOf(country, person),
      passphrase: DEMO_PASSPHRASE,
    })),
  ),
})

/** The demo region for the supervisor. The second time it only reads a few files. */
export const prepareRegion: PrepareRegion = async ({ superuserUrl, dataDir, firstPort, say }) => {
  const plan: RegionPlan = {
    superuserUrl,
    folder: join(dataDir, 'region'),
    countries: DEMO_COUNTRIES,
    baseUrl: (country) => `http://127.0.0.1:${firstPort + DEMO_COUNTRIES.indexOf(country)}`,
    withCases: true,
    withHistory: true,
  }
  if (!isSeeded(plan)) {
    say('Making the demo region: databases, fictional people, their keys and first cases ...')
    await makeRegion(plan)
    writeFileSync(
      regionFiles(plan.folder).seeded,
      JSON.stringify({ of: fingerprint(plan), at: new Date().toISOString() }),
    )
  }
  return describeRegion(plan)
}
