import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { fromBase64Url, toBase64Url } from '@ariadne/vault/bytes'
import { makeKeyPair } from '@ariadne/vault/keys'
import { DEMO_KDF, deriveFromPassphrase } from '@ariadne/vault/passphrase'
import { wrapSeed } from '@ariadne/vault/seeds'
import { createDatabase } from '../../../../tests/support/database.ts'
import type { TestDatabase } from '../../../../tests/support/database.ts'
import { startInstance } from '../instance.ts'
import type { Instance, InstanceOptions } from '../instance.ts'
import { invite } from '../platform/sign-in/accounts.ts'
import { Config } from '../platform/config/index.ts'
import { openDatabase, openPool } from '../platform/database/index.ts'
import { cookieJar } from './cookies.ts'

export type TestPerson = { memberId: string; email: string; passphrase: string; units: Record<string, string[]> }
export type Asker = (path: string, init?: RequestInit & { json?: unknown }) => Promise<Response>

export type TestInstance = Instance & {
  database: TestDatabase
  config: Config
  /** Makes a unit, in an organisation of its own. */
  unit: (id: string, kind: string) => Promise<void>
  /** Makes an invited member and returns the one-time token. */
  invited: (person: TestPerson) => Promise<string>
  /** Invites and enrols with keys made as a browser would make them. */
  enrolled: (person: TestPerson) => Promise<{ keyId: string; publicKey: string; seed: Uint8Array<ArrayBuffer> }>
  /** Signs in as a browser would; the asker then carries the cookie. */
  signIn: (person: Pick<TestPerson, 'email' | 'passphrase'>) => Promise<Asker>
  /** Asks without a cookie. */
  ask: Asker
}

const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** An instance on a database of its own, listening nowhere, with helpers that do what browsers do. */
export const startTestInstance = async (
  options: InstanceOptions & { config?: Partial<Record<keyof Config, unknown>> } = {},
): Promise<TestInstance> => {
  const database = await createDatabase()
  const config = Config.parse({
    mode: 'demo',
    instance: { id: 'ins_test', country: 'MK', name: 'Test', languages: ['en'] },
    http: { baseUrl: 'http://ariadne.example' },
    database: { app: database.urls.app, auth: database.urls.auth, owner: database.urls.owner, poolSize: 4 },
    secrets: { auth: randomBytes(32).toString('base64url') },
    session: { totpRequired: false },
    contentDir: `${root}content`,
    webDir: `${root}apps/web/dist`,
    dataDir: root,
    log: { level: 'silent' },
    ...options.config,
  })
  const instance = await startInstance(config, { listen: false, ...options })
  const owner = openDatabase(openPool(database.urls.owner, { schema: 'app', name: 'test owner', max: 1 }))
  const authPool = openPool(database.urls.auth, { schema: 'auth', name: 'test auth', max: 1, plainTypes: true })

  const asker = (): Asker => {
    const jar = cookieJar()
    return async (path, init = {}) => {
      const { json, ...rest } = init
      const headers = new Headers(init.headers)
      const cookie = jar.header()
      if (cookie !== '') headers.set('Cookie', cookie)
      if (json !== undefined) headers.set('Content-Type', 'application/json')
      if (json !== undefined && !headers.has('Origin')) headers.set('Origin', new URL(config.http.baseUrl).origin)
      const response = await instance.request(path, {
        ...rest,
        ...(json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }),
        headers,
      })
      jar.take(response.headers.getSetCookie())
      return response
    }
  }

  const invited = async (person: TestPerson): Promise<string> => {
    const now = new Date()
    const firstUnit = Object.keys(person.units)[0] ?? ''
    const unit = await owner
      .selectFrom('unit')
      .select('organisation_id')
      .where('id', '=', firstUnit)
      .executeTakeFirstOrThrow()
    await owner
      .insertInto('member')
      .values({
        id: person.memberId,
        account_id: null,
        organisation_id: unit.organisation_id,
        display_name: person.memberId,
        created_at: now,
      })
      .execute()
    for (const [unitId, functions] of Object.entries(person.units))
      await owner
        .insertInto('membership')
        .values({ member_id: person.memberId, unit_id: unitId, functions, since: now })
        .execute()
    return (await invite(authPool, { memberId: person.memberId, email: person.email, now, hours: 48 })).token
  }

  const enrolled: TestInstance['enrolled'] = async (person) => {
    const token = await invited(person)
    const salt = randomBytes(16)
    const { loginSecret, wrappingKey } = await deriveFromPassphrase(
      person.passphrase,
      new Uint8Array(salt),
      DEMO_KDF,
      'demo',
    )
    const { seed, publicKey, keyId } = await makeKeyPair()
    const wrapped = await wrapSeed(seed, wrappingKey, { purpose: 'member', memberId: person.memberId, version: 1 })
    const response = await asker()('/api/enrolment', {
      json: {
        token,
        loginSecret,
        kdf: DEMO_KDF,
        salt: toBase64Url(new Uint8Array(salt)),
        publicKey,
        wrappedSeed: JSON.stringify(wrapped),
      },
    })
    if (response.status !== 200) throw new Error(`enrolment: ${await response.text()}`)
    return { keyId, publicKey, seed }
  }

  const signIn: TestInstance['signIn'] = async ({ email, passphrase }) => {
    const ask = asker()
    const prelogin = (await (await ask('/api/auth/prelogin', { json: { email } })).json()) as {
      kdf: unknown
      salt: string
    }
    const { loginSecret } = await deriveFromPassphrase(passphrase, fromBase64Url(prelogin.salt), prelogin.kdf, 'demo')
    const response = await ask('/api/auth/sign-in/email', { json: { email, password: loginSecret } })
    if (response.status !== 200) throw new Error(`sign-in: ${response.status} ${await response.text()}`)
    return ask
  }

  return {
    ...instance,
    database,
    config,
    unit: async (id, kind) => {
      const organisation = id.replace('unt_', 'org_')
      await owner
        .insertInto('organisation')
        .values({ id: organisation, kind: 'test', name: JSON.stringify({ en: organisation }) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await owner
        .insertInto('unit')
        .values({
          id,
          organisation_id: organisation,
          kind,
          name: JSON.stringify({ en: id }),
          on_duty_contact: null,
          on_duty_confirmed_by: null,
        })
        .execute()
    },
    invited,
    enrolled,
    signIn,
    ask: asker(),
    stop: async () => {
      await instance.stop()
      await owner.destroy()
      await authPool.end()
      await database.drop()
    },
  }
}
