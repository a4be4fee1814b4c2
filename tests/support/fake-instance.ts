import { existsSync, readFileSync } from 'node:fs'
import { type IncomingMessage, type Server, createServer } from 'node:http'
import { once } from 'node:events'
import { extname, join } from 'node:path'
import { randomBytes, toBase64Url } from '@ariadne/vault/bytes'
import { makeKeyPair } from '@ariadne/vault/keys'
import { DEMO_KDF, deriveFromPassphrase } from '@ariadne/vault/passphrase'
import { wrapSeed } from '@ariadne/vault/seeds'
import { contentSecurityPolicy, scriptPolicy } from '../../apps/server/src/platform/http/content-security.ts'

/** One fictional member of one instance, with real keys, behind the contract's addresses: for tests of the web app alone. */
export interface FakeInstance {
  readonly url: string
  readonly person: { readonly email: string; readonly passphrase: string; readonly name: string }
  /** Every command that arrived, in order. */
  readonly commands: { id: string; kind: string; body: Record<string, unknown> }[]
  /** What new members' browsers sent. */
  readonly enrolled: Record<string, unknown>[]
  /** What the next answers are: by default every command is accepted. */
  outcome: (command: { id: string; kind: string }) => Record<string, unknown>
  /** Ends every session: the next request is answered 401. */
  endSessions: () => void
  /** While true every request to the API is cut off. */
  cut: boolean
  close: () => Promise<void>
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

const readBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  const text = Buffer.concat(chunks).toString('utf8')
  return text ? (JSON.parse(text) as Record<string, unknown>) : {}
}

const hoursFromNow = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

const line = (queue: string, act: string, caseNumber: number, dueInHours: number, hints: Record<string, string>) => ({
  queue,
  unitId: 'unt_skopje_nrm',
  act,
  subject: {
    type: 'case',
    caseId: `0193572c-7b4e-7abc-8def-00000000000${caseNumber}`,
    reference: `MK-26-K7Q${caseNumber}`,
    subjectId: null,
  },
  hints,
  since: hoursFromNow(-30),
  dueAt: hoursFromNow(dueInHours),
  overdue: dueInHours < 0,
})

const home = () => ({
  now: hoursFromNow(0),
  queues: [
    {
      queue: 'guardian_needed',
      count: 2,
      overdue: 1,
      first: [
        line('guardian_needed', 'guardian.requested', 1, -3, { ageBand: '16_17', sex: 'male', language: 'sq' }),
        line('guardian_needed', 'guardian.requested', 2, 6, { ageBand: '13_15', sex: 'female', language: 'ar' }),
      ],
    },
    {
      queue: 'offer_to_answer',
      count: 1,
      overdue: 0,
      first: [line('offer_to_answer', 'handover.accepted', 3, 1.5, { urgency: 'urgent', country: 'RS' })],
    },
    {
      queue: 'feedback_due',
      count: 14,
      overdue: 0,
      first: [line('feedback_due', 'handover.feedback_given', 4, 90, { country: 'AL', language: 'sq' })],
    },
  ],
})

/** Serves a built web app from `dist` and answers as an instance would. */
export const startFakeInstance = async (dist: string, port = 0): Promise<FakeInstance> => {
  const person = { email: 'vesna@skopje.example', passphrase: 'four words make sense', name: 'Vesna Dimova' }
  const salt = randomBytes(16)
  const { loginSecret, wrappingKey } = await deriveFromPassphrase(person.passphrase, salt, DEMO_KDF, 'demo')
  const pair = await makeKeyPair()
  const memberId = 'mbr_vesna'
  const wrappedSeed = JSON.stringify(
    await wrapSeed(pair.seed, wrappingKey, { purpose: 'member', memberId, version: 1 }),
  )
  const kdf = DEMO_KDF
  const instance = { instanceId: 'ins_mk', name: 'North Macedonia', country: 'MK', mode: 'demo', kind: 'country' }
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const policy = contentSecurityPolicy(page)
  let session = ''

  const me = () => ({
    member: {
      memberId,
      name: person.name,
      email: person.email,
      memberships: [
        {
          unitId: 'unt_skopje_nrm',
          functions: ['case_coordinator', 'first_responder'],
          unitName: 'Referral mechanism, Skopje',
          unitKind: 'nrm_office',
        },
      ],
    },
    instance,
    now: hoursFromNow(0),
    keys: {
      publicKey: pair.publicKey,
      keyId: pair.keyId,
      wrappedSeed,
      kdf,
      salt: toBase64Url(salt),
      units: [
        {
          unitId: 'unt_skopje_nrm',
          keyId: 'k',
          publicKey: pair.publicKey,
          sealedSeed: '{}',
          holders: 2,
          recoveryConfirmed: 2,
          ready: true,
          earlier: [],
        },
      ],
    },
    twoFactor: false,
    sessionEndsAt: hoursFromNow(8),
  })

  const fake: { -readonly [K in keyof FakeInstance]: FakeInstance[K] } = {
    url: '',
    person,
    commands: [],
    enrolled: [],
    outcome: () => ({ status: 'accepted' }),
    endSessions: () => {
      session = ''
    },
    cut: false,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  type Answer = { status?: number; body: unknown; cookie?: string }
  const open: Record<string, (body: Record<string, unknown>) => Answer> = {
    'GET /api/instance': () => ({ body: { ...instance, now: hoursFromNow(0) } }),
    'GET /api/demo/people': () => ({
      body: { people: [{ ...person, role: 'Case coordinator', unitName: 'Referral mechanism, Skopje' }] },
    }),
    'POST /api/auth/prelogin': () => ({ body: { kdf, salt: toBase64Url(salt) } }),
    'POST /api/auth/sign-in/email': (body) => {
      if (body['email'] !== person.email || body['password'] !== loginSecret)
        return { status: 401, body: { code: 'sign_in_refused', title: 'No', remedy: '' } }
      session = toBase64Url(randomBytes(12))
      return { body: { token: session }, cookie: `session=${session}; Path=/; HttpOnly; SameSite=Lax` }
    },
    'GET /api/enrolment/one-time-token-one-time-token': () => ({
      body: {
        memberId: 'mbr_new',
        email: 'new@skopje.example',
        name: 'Nova Lisova',
        expiresAt: hoursFromNow(70),
        units: ['Referral mechanism, Skopje'],
      },
    }),
    'POST /api/device/state': () => ({ body: { revoked: false } }),
    'POST /api/enrolment': (body) => {
      fake.enrolled.push(body)
      return { body: { email: 'new@skopje.example' } }
    },
    'POST /api/auth/sign-out': () => ({ body: { success: true }, cookie: 'session=; Path=/; Max-Age=0' }),
  }
  const signedIn: Record<string, (body: Record<string, unknown>) => Answer> = {
    'GET /api/me': () => ({ body: me() }),
    'GET /api/home': () => ({ body: home() }),
    'GET /api/training': () => ({ body: { completions: [] } }),
    'POST /api/device': () => ({ body: { revoked: false, taken: false } }),
    'GET /api/queues/duty_alarm': () => ({ body: { entries: [], next: null } }),
    'GET /api/queues/outside_alarm': () => ({ body: { entries: [], next: null } }),
    'GET /api/queues/guardian_needed': () => ({ body: { entries: home().queues[0]?.first, next: null } }),
    'GET /api/directory': () => ({ body: { units: [], trustList: null } }),
    'GET /api/cards/places': () => ({ body: { places: [], mayKeep: false } }),
    'GET /api/trust-list': () => ({ body: { signed: null, root: null } }),
    'GET /api/content/bundle': () => ({ body: { version: 'test', sets: [], scripts: [], countries: [] } }),
    'GET /api/auth/list-sessions': () => ({
      body: [{ token: session, createdAt: hoursFromNow(-1), expiresAt: hoursFromNow(7), userAgent: 'Chrome Linux' }],
    }),
    'GET /api/auth/get-session': () => ({ body: { session: { token: session } } }),
    'POST /api/commands': (body) => {
      const commands = body['commands'] as FakeInstance['commands']
      fake.commands.push(...commands)
      return { body: { now: hoursFromNow(0), outcomes: commands.map((one) => ({ id: one.id, ...fake.outcome(one) })) } }
    },
  }

  const answerApi = (key: string, cookie: string, body: Record<string, unknown>): Answer => {
    const here = open[key]
    if (here) return here(body)
    if (session === '' || !cookie.includes(session))
      return { status: 401, body: { code: 'signed_out', title: 'Nobody', remedy: '' } }
    return signedIn[key]?.(body) ?? { status: 404, body: { code: 'not_found', title: 'Not there', remedy: '' } }
  }

  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    const api = async () => {
      if (fake.cut) return void request.socket.destroy()
      const answer = answerApi(`${request.method} ${path}`, request.headers.cookie ?? '', await readBody(request))
      const problem = (answer.status ?? 200) >= 400
      response.writeHead(answer.status ?? 200, {
        'content-type': problem ? 'application/problem+json' : 'application/json',
        ...(answer.cookie ? { 'set-cookie': answer.cookie } : {}),
      })
      response.end(JSON.stringify(answer.body))
    }
    if (path.startsWith('/api/')) return void api()
    const asset = join(dist, path)
    const isAsset = extname(path) !== '' && existsSync(asset)
    const type = isAsset ? (TYPES[extname(path)] ?? 'application/octet-stream') : 'text/html; charset=utf-8'
    response.writeHead(200, {
      'content-type': type,
      'content-security-policy': type.startsWith('text/javascript') ? scriptPolicy : policy,
      'cache-control': 'no-cache',
    })
    response.end(isAsset ? readFileSync(asset) : page)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  fake.url = `http://127.0.0.1:${address.port}`
  return fake
}
