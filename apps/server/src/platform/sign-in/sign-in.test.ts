import { createHmac, randomBytes } from 'node:crypto'
import { fromBase64Url } from '@ariadne/vault/bytes'
import { makeKeyPair } from '@ariadne/vault/keys'
import { DEMO_KDF, changePassphrase, crossBridges, deriveFromPassphrase } from '@ariadne/vault/passphrase'
import { unwrapSeed, wrapSeed } from '@ariadne/vault/seeds'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstance } from '../../testing/instance.ts'
import type { Asker, TestInstance, TestPerson } from '../../testing/instance.ts'

const mira = {
  memberId: 'mbr_mira',
  email: 'mira@mk.example',
  passphrase: 'a calm river at night',
  units: { unt_border: ['first_responder'] },
}
let instance: TestInstance
beforeAll(async () => {
  instance = await startTestInstance({ stages: [] })
  await instance.unit('unt_border', 'border_police')
  await instance.enrolled(mira)
})
afterAll(() => instance.stop())

type ProblemBody = { code: string; status: number; remedy: string; field?: string; requestId: string }
const problem = async (response: Response) => (await response.json()) as ProblemBody

test('who enrolled can sign in and sees who they are and their sealed keys', async () => {
  const ask = await instance.signIn(mira)
  const me = (await (await ask('/api/me')).json()) as {
    member: unknown
    keys: { wrappedSeed: string; units: unknown[] }
  }
  expect(me.member).toMatchObject({
    memberId: 'mbr_mira',
    email: 'mira@mk.example',
    memberships: [{ unitId: 'unt_border', functions: ['first_responder'], unitKind: 'border_police' }],
  })
  expect(JSON.parse(me.keys.wrappedSeed)).toMatchObject({ v: 1, alg: 'A256GCM' })
})

test('nobody signed in: everything but what must be open answers 401', async () => {
  for (const path of ['/api/me', '/api/home', '/api/directory', '/api/queues/unit_key_to_make'])
    expect(`${path} ${(await instance.ask(path)).status}`).toBe(`${path} 401`)
  const commands = await instance.ask('/api/commands', { json: { nonsense: true } })
  expect(commands.status).toBe(401)
  expect((await instance.ask('/api/instance')).status).toBe(200)
})

test('a wrong passphrase and an unknown address get the same words', async () => {
  const wrong = await instance.ask('/api/auth/sign-in/email', {
    json: { email: mira.email, password: 'x'.repeat(43) },
  })
  const unknown = await instance.ask('/api/auth/sign-in/email', {
    json: { email: 'nobody@mk.example', password: 'x'.repeat(43) },
  })
  expect(wrong.status).toBe(401)
  const strip = ({ requestId: _requestId, ...rest }: ProblemBody) => rest
  expect(strip(await problem(wrong))).toEqual(strip(await problem(unknown)))
})

test('prelogin answers alike for known and unknown addresses, and the same every time', async () => {
  const ask = async (email: string) =>
    (await (await instance.ask('/api/auth/prelogin', { json: { email } })).json()) as { kdf: unknown; salt: string }
  const known = await ask(mira.email)
  const unknown = await ask('nobody@mk.example')
  expect(Object.keys(unknown)).toEqual(Object.keys(known))
  expect(unknown.kdf).toEqual(known.kdf)
  expect(unknown.salt).toHaveLength(known.salt.length)
  expect(await ask('Nobody@MK.example')).toEqual(unknown)
  expect((await ask('somebody@mk.example')).salt).not.toBe(unknown.salt)
})

test('every path of better-auth that could lose a vault is not there', async () => {
  const ask = await instance.signIn(mira)
  const closed = [
    '/api/auth/sign-up/email',
    '/api/auth/change-password',
    '/api/auth/set-password',
    '/api/auth/change-email',
    '/api/auth/request-password-reset',
    '/api/auth/reset-password',
    '/api/auth/update-user',
    '/api/auth/delete-user',
    '/api/auth/sign-in/social',
    '/api/auth/link-social',
    '/api/auth/two-factor/disable',
    '/api/auth/two-factor/send-otp',
    '/api/auth/verify-password',
    '/api/auth/sign-in/email/',
    '/api/auth//sign-up/email',
  ]
  for (const path of closed) {
    const response = await ask(path, { json: { email: 'eve@mk.example', password: 'x'.repeat(43), name: 'Eve' } })
    expect(`${path} ${response.status}`).toBe(`${path} 404`)
  }
  expect((await ask('/api/auth/ok')).status).toBe(404)
})

test('an enrolment link works once', async () => {
  const person = { ...mira, memberId: 'mbr_once', email: 'once@mk.example' }
  const token = await instance.invited(person)
  const look = await instance.ask(`/api/enrolment/${token}`)
  expect(await look.json()).toMatchObject({ memberId: 'mbr_once', email: 'once@mk.example', units: ['unt_border'] })
  const bad = await instance.ask('/api/enrolment', {
    json: {
      token,
      loginSecret: 'x'.repeat(43),
      kdf: { v: 'demo', alg: 'argon2id', memoryKiB: 8, iterations: 1, parallelism: 1 },
      salt: 'A'.repeat(22),
      publicKey: 'xwp1.AAAA',
      wrappedSeed: '{}',
    },
  })
  expect(await problem(bad)).toMatchObject({ status: 400, field: 'kdf' })
  const invented = await instance.ask(`/api/enrolment/${'x'.repeat(32)}`)
  expect(await problem(invented)).toMatchObject({ status: 404, code: 'invitation_over' })
  const good = {
    token,
    loginSecret: 'x'.repeat(43),
    kdf: DEMO_KDF,
    salt: 'A'.repeat(22),
    publicKey: (await makeKeyPair()).publicKey,
    wrappedSeed: '{}',
  }
  // A link of before somebody was suspended lets nobody in, and changes nothing.
  await instance.platform.pool.query(`update member set state = 'suspended' where id = 'mbr_once'`)
  const closed = { status: 404, code: 'invitation_over' }
  expect(await problem(await instance.ask(`/api/enrolment/${token}`))).toMatchObject(closed)
  expect(await problem(await instance.ask('/api/enrolment', { json: good }))).toMatchObject(closed)
  await instance.platform.pool.query(`update member set state = 'invited' where id = 'mbr_once'`)
  expect((await instance.ask('/api/enrolment', { json: good })).status).toBe(200)
  const again = await instance.ask('/api/enrolment', { json: { ...good, publicKey: (await makeKeyPair()).publicKey } })
  expect(await problem(again)).toMatchObject({ status: 404, code: 'invitation_over' })
})

test('the cookie is for this instance, unreadable for scripts, and never sent from other sites', async () => {
  const prelogin = (await (await instance.ask('/api/auth/prelogin', { json: { email: mira.email } })).json()) as {
    kdf: unknown
    salt: string
  }
  const { loginSecret } = await deriveFromPassphrase(
    mira.passphrase,
    fromBase64Url(prelogin.salt),
    prelogin.kdf,
    'demo',
  )
  const response = await instance.ask('/api/auth/sign-in/email', { json: { email: mira.email, password: loginSecret } })
  const cookie = response.headers.getSetCookie().join('\n')
  expect(cookie).toMatch(/^ariadne-test\.session_token=/mu)
  expect(cookie).toMatch(/HttpOnly/iu)
  expect(cookie).toMatch(/SameSite=Strict/iu)
})

test('a write from another site is refused', async () => {
  const ask = await instance.signIn(mira)
  const response = await ask('/api/commands', { json: { commands: [] }, headers: { Origin: 'https://evil.example' } })
  expect(await problem(response)).toMatchObject({ status: 403, code: 'foreign_origin' })
})

test('signing out ends the session here, "everywhere" ends the others too', async () => {
  const one = await instance.signIn(mira)
  const other = await instance.signIn(mira)
  const out = await one('/api/auth/sign-out', { json: {} })
  expect(out.status).toBe(200)
  expect(out.headers.get('Clear-Site-Data')).toBe('"cache"')
  expect((await one('/api/me')).status).toBe(401)
  expect((await other('/api/me')).status).toBe(200)
  const third = await instance.signIn(mira)
  expect((await third('/api/auth/revoke-sessions', { json: {} })).status).toBe(200)
  expect((await other('/api/me')).status).toBe(401)
})

test('a suspended member is out at once and cannot come back', async () => {
  const person = { ...mira, memberId: 'mbr_gone', email: 'gone@mk.example' }
  await instance.enrolled(person)
  const ask = await instance.signIn(person)
  await instance.platform.pool.query(`update member set state = 'suspended' where id = 'mbr_gone'`)
  expect((await ask('/api/me')).status).toBe(401)
  await expect(instance.signIn(person)).rejects.toThrow(/401.*sign_in_refused/u)
})

test('trying too often is slowed', async () => {
  const person = { ...mira, memberId: 'mbr_slow', email: 'slow@mk.example' }
  const strict = await startTestInstance({ stages: [], config: { mode: 'training' } })
  const statuses: number[] = []
  for (let count = 0; count < 12; count += 1) {
    const response = await strict.ask('/api/auth/sign-in/email', {
      json: { email: person.email, password: 'x'.repeat(43) },
    })
    statuses.push(response.status)
  }
  await strict.stop()
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
  expect(statuses.slice(10)).toEqual([429, 429])
})

test('the second factor: set up with the passphrase, asked for at the next sign-in', async () => {
  const person = { ...mira, memberId: 'mbr_totp', email: 'totp@mk.example' }
  await instance.enrolled(person)
  const ask = await instance.signIn(person)
  const prelogin = (await (await ask('/api/auth/prelogin', { json: { email: person.email } })).json()) as {
    kdf: unknown
    salt: string
  }
  const { loginSecret } = await deriveFromPassphrase(
    person.passphrase,
    fromBase64Url(prelogin.salt),
    prelogin.kdf,
    'demo',
  )
  const enabled = (await (await ask('/api/auth/two-factor/enable', { json: { password: loginSecret } })).json()) as {
    totpURI: string
    backupCodes: string[]
  }
  const secret = new URL(enabled.totpURI).searchParams.get('secret') ?? ''
  const code = () => totp(base32(secret))
  expect((await ask('/api/auth/two-factor/verify-totp', { json: { code: code() } })).status).toBe(200)
  expect(((await (await ask('/api/me')).json()) as { twoFactor: boolean }).twoFactor).toBe(true)

  const again = await instance.signIn(person)
  expect((await again('/api/me')).status).toBe(401)
  const wrong = await again('/api/auth/two-factor/verify-totp', { json: { code: '000000' } })
  expect(await problem(wrong)).toMatchObject({ status: 401, code: 'second_factor_refused' })
  expect((await again('/api/auth/two-factor/verify-totp', { json: { code: code() } })).status).toBe(200)
  expect((await again('/api/me')).status).toBe(200)

  const change = await passphraseChange(again, person, person.passphrase, 'a lantern above the lake')
  for (const wrongCode of [undefined, '000000'])
    expect(
      await problem(await again('/api/account/passphrase', { json: { ...change, code: wrongCode } })),
    ).toMatchObject({
      status: 403,
      code: 'second_factor_refused',
    })
  expect((await again('/api/account/passphrase', { json: { ...change, code: code() } })).status).toBe(200)
})

/** What a browser sends to change a passphrase: the seed opened with the old one and sealed under the new. */
const passphraseChange = async (ask: Asker, person: TestPerson, from: string, to: string) => {
  const me = (await (await ask('/api/me')).json()) as OwnKeys
  const subject = { purpose: 'member', memberId: person.memberId, version: 1 } as const
  const salt = randomBytes(16).toString('base64url')
  const { old, next, bridge } = await changePassphrase(
    { passphrase: from, salt: me.keys.salt, params: me.keys.kdf },
    { passphrase: to, salt, params: DEMO_KDF },
    'demo',
  )
  const sealed = await unwrapSeed(JSON.parse(me.keys.wrappedSeed), old.wrappingKey, subject)
    .then((seed) => wrapSeed(seed, next.wrappingKey, subject))
    .catch(() => ({ v: 1 }))
  return {
    proof: old.loginSecret,
    loginSecret: next.loginSecret,
    kdf: DEMO_KDF,
    salt,
    keyId: me.keys.keyId,
    wrappedSeed: JSON.stringify(sealed),
    bridge: JSON.stringify(bridge),
    eraseOtherDevices: false,
  }
}
type OwnKeys = {
  keys: { salt: string; kdf: unknown; keyId: string; wrappedSeed: string; bridges: unknown[] }
}

test('a passphrase is changed: the key stays, other sessions end, the old one opens nothing any more', async () => {
  const person = { ...mira, memberId: 'mbr_change', email: 'change@mk.example' }
  const { seed, keyId } = await instance.enrolled(person)
  const ask = await instance.signIn(person)
  const elsewhere = await instance.signIn(person)
  const { keys: before } = (await (await ask('/api/me')).json()) as OwnKeys
  const words = ['a lantern above the lake', 'nine white storks in May']
  for (const [index, to] of words.entries()) {
    const from = words[index - 1] ?? person.passphrase
    const change = await passphraseChange(ask, person, from, to)
    expect((await ask('/api/account/passphrase', { json: change })).status).toBe(200)
    await expect(instance.signIn({ ...person, passphrase: from })).rejects.toThrow(/401.*sign_in_refused/u)
  }
  expect((await ask('/api/me')).status).toBe(200)
  expect((await elsewhere('/api/me')).status).toBe(401)

  const again = await instance.signIn({ ...person, passphrase: words[1] ?? '' })
  const { keys } = (await (await again('/api/me')).json()) as OwnKeys
  const { wrappingKey } = await deriveFromPassphrase(words[1] ?? '', fromBase64Url(keys.salt), keys.kdf, 'demo')
  const subject = { purpose: 'member', memberId: person.memberId, version: 1 } as const
  expect(keys.keyId).toBe(keyId)
  expect(await unwrapSeed(JSON.parse(keys.wrappedSeed), wrappingKey, subject)).toEqual(seed)
  // A device that was locked under the first passphrase opens with the third.
  const first = await crossBridges(keys.bridges, { salt: keys.salt, wrappingKey }, before.salt)
  expect(await unwrapSeed(JSON.parse(before.wrappedSeed), first as CryptoKey, subject)).toEqual(seed)
})

test('a change of passphrase that is not proven, or cannot be done whole, changes nothing', async () => {
  const person = { ...mira, memberId: 'mbr_whole', email: 'whole@mk.example' }
  await instance.enrolled(person)
  const ask = await instance.signIn(person)
  const post = (json: unknown) => ask('/api/account/passphrase', { json })
  const right = await passphraseChange(ask, person, person.passphrase, 'a lantern above the lake')
  const unproven = await passphraseChange(ask, person, 'not what it was before', 'a lantern above the lake')
  expect(await problem(await post(unproven))).toMatchObject({ status: 403, code: 'passphrase_refused' })
  expect(await problem(await post({ ...right, bridge: '{}' }))).toMatchObject({ status: 400, field: 'bridge' })
  // The account's half comes first and would go through; the member's half cannot.
  expect(await problem(await post({ ...right, keyId: 'x'.repeat(43) }))).toMatchObject({
    status: 409,
    code: 'passphrase_changed_meanwhile',
  })
  const fresh = await instance.signIn(person)
  expect((await fresh('/api/me')).status).toBe(200)
  expect((await fresh('/api/account/passphrase', { json: right })).status).toBe(200)
  expect((await instance.ask('/api/account/passphrase', { json: right })).status).toBe(401)
})

test('where the second factor is required, an account without one sees itself and nothing else', async () => {
  const strict = await startTestInstance({ stages: [], config: { session: { totpRequired: true } } })
  await strict.unit('unt_border', 'border_police')
  await strict.enrolled(mira)
  const ask = await strict.signIn(mira)
  expect((await ask('/api/me')).status).toBe(200)
  expect(await problem(await ask('/api/home'))).toMatchObject({ status: 403, code: 'second_factor_needed' })
  await strict.stop()
})

test('a session ends when its absolute time is over, however often it was used', async () => {
  const ask = await instance.signIn(mira)
  expect((await ask('/api/me')).status).toBe(200)
  const client = new pg.Client({ connectionString: instance.database.urls.superuser })
  await client.connect()
  await client.query(`update auth.session set "createdAt" = "createdAt" - interval '13 hours'`)
  await client.end()
  expect((await ask('/api/me')).status).toBe(401)
})

/** RFC 4648 base32, as authenticator apps get the secret. */
const base32 = (text: string): Buffer => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let bits = ''
  for (const letter of text.replaceAll('=', '')) bits += letters.indexOf(letter).toString(2).padStart(5, '0')
  return Buffer.from(bits.match(/.{8}/gu)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
}

/** RFC 6238 with SHA-1, 30 seconds and six digits, as authenticator apps do it. */
const totp = (secret: Buffer): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
