import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command, CommandOutcome, SealedPart } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import { makeSigningKey } from '@ariadne/exchange'
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '@ariadne/vault/bytes'
import { makeKeyPair } from '@ariadne/vault/keys'
import { holdSameKey, openPart, rewrap, sealPart } from '@ariadne/vault/parts'
import { DEMO_KDF, deriveFromPassphrase } from '@ariadne/vault/passphrase'
import { makeRecoveryKit } from '@ariadne/vault/recovery'
import { grantUnitKey, makeUnitKey, openPreviousKey, openUnitKeyGrant, rotateUnitKey } from '@ariadne/vault/unit-keys'
import type { UnitKey, UnitKeyGrant } from '@ariadne/vault/unit-keys'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '../platform/database/index.ts'
import { commandLine } from '../testing/cli.ts'
import { startTestInstance } from '../testing/instance.ts'
import type { Asker, TestInstance } from '../testing/instance.ts'
import { readParts, storeParts } from './index.ts'

let instance: TestInstance
let ana: Asker
let ben: Asker
let eva: Asker
let first: UnitKey
let second: UnitKey

const send = async (ask: Asker, kind: string, body: object): Promise<CommandOutcome | undefined> => {
  const command: Command = { id: mintId(Date.now()), kind, at: new Date().toISOString(), body: body as Command['body'] }
  const answer = (await (await ask('/api/commands', { json: { commands: [command] } })).json()) as {
    outcomes: CommandOutcome[]
  }
  return answer.outcomes[0]
}
const asSent = (grants: readonly UnitKeyGrant[]) =>
  grants.map(({ memberId, memberKeyId, ...rest }) => ({
    memberId,
    memberKeyId,
    sealedSeed: JSON.stringify({ memberId, memberKeyId, ...rest }),
  }))

beforeAll(async () => {
  instance = await startTestInstance()
  await instance.unit('unt_law', 'legal_aid')
  await instance.unit('unt_other', 'shelter')
  const person = (name: string, unit: string) => ({
    memberId: `mbr_${name}`,
    email: `${name}@mk.example`,
    passphrase: 'a calm river at night',
    units: { [unit]: ['case_worker'] },
  })
  const people = [person('ana', 'unt_law'), person('ben', 'unt_law'), person('eva', 'unt_other')] as const
  const members = []
  for (const one of people) members.push({ memberId: one.memberId, ...(await instance.enrolled(one)) })
  ;[ana, ben, eva] = (await Promise.all(people.map((one) => instance.signIn(one)))) as [Asker, Asker, Asker]

  const staying = members.slice(0, 2)
  first = await makeUnitKey('unt_law')
  const grants = await Promise.all(staying.map((one) => grantUnitKey(first, one)))
  const made = { unitId: 'unt_law', publicKey: first.publicKey, grants: asSent(grants) }
  const { kit } = await makeRecoveryKit(first)
  const created = await send(ana, 'vault.create_unit_key', { ...made, recoveryKit: JSON.stringify(kit) })
  expect(created).toMatchObject({ status: 'accepted' })
  const rotated = await rotateUnitKey(first, staying)
  second = rotated.unitKey
  const rotation = await send(ana, 'vault.rotate_unit_key', {
    unitId: 'unt_law',
    previousKeyId: first.keyId,
    previous: JSON.stringify(rotated.previous),
    publicKey: second.publicKey,
    grants: asSent(rotated.grants),
    recoveryKit: JSON.stringify((await makeRecoveryKit(second)).kit),
    because: 'member_left',
  })
  expect(rotation).toMatchObject({ status: 'accepted', result: { version: 2 } })
})
afterAll(() => instance.stop())

const place = {
  instanceId: 'ins_test',
  caseId: mintId<string>(Date.now()),
  partId: mintId<string>(Date.now()),
  class: 'identity',
  version: 1,
}
const system = <T>(work: Parameters<typeof withSystem<T>>[2]) => withSystem(instance.platform.db, 'test', work)
type Old = {
  keyId: string
  left: number
  all: number
  parts: { partId: string; old: SealedPart['wraps'][number]; next: SealedPart['wraps'][number] | null }[]
}
const old = async (ask: Asker) => (await (await ask('/api/units/unt_law/old-wraps')).json()) as Old

test('what was sealed before is wrapped for the new key by one person and checked by another', async () => {
  const part = await sealPart(place, utf8('Mirela Kola, a fictional name'), [first])
  await system((tx) =>
    storeParts(
      tx,
      { kind: 'case', id: place.caseId },
      place.instanceId,
      [{ ...part, subject: place.caseId } as unknown as SealedPart],
      new Date().toISOString(),
    ),
  )
  expect((await eva('/api/units/unt_law/old-wraps')).status).toBe(403)
  const found = await old(ana)
  expect(found).toMatchObject({ keyId: second.keyId, left: 1, all: 1, parts: [{ partId: place.partId, next: null }] })
  expect(JSON.stringify(found)).not.toContain(part.ciphertext.slice(0, 20))

  const wrap = await rewrap(part.wraps[0] as never, place, first, second)
  const wraps = [{ partId: place.partId, wrap }]
  const strange = [{ partId: mintId<string>(Date.now()), wrap }]
  const body = { unitId: 'unt_law', wraps: [], alike: [] }
  expect(await send(eva, 'vault.rewrap', { ...body, wraps })).toMatchObject({ code: 'not_a_holder' })
  expect(await send(ana, 'vault.rewrap', { ...body, wraps: strange })).toMatchObject({ code: 'sealed_part_elsewhere' })
  expect(await send(ana, 'vault.rewrap', { ...body, wraps: [{ ...wraps[0], wrap: part.wraps[0] }] })).toMatchObject({
    code: 'unit_key_changed',
  })
  expect(await send(ana, 'vault.rewrap', { ...body, wraps })).toMatchObject({ result: { left: 1 } })
  // Nothing more for Ana: she must not be the one who lets the older wrap go.
  expect(await old(ana)).toMatchObject({ left: 1, parts: [] })
  expect(await send(ana, 'vault.rewrap', { ...body, alike: [place.partId] })).toMatchObject({ result: { left: 1 } })

  const [waiting] = (await old(ben)).parts
  const same = await holdSameKey(
    place,
    { wrap: waiting?.old as never, key: first },
    { wrap: waiting?.next as never, key: second },
  )
  expect(same).toBe(true)
  expect(await send(ben, 'vault.rewrap', { ...body, alike: [place.partId] })).toMatchObject({ result: { left: 0 } })
  const [kept] = await system((tx) => readParts(tx, { ids: [place.partId] }))
  expect(kept?.wraps).toHaveLength(1)
  expect(fromUtf8(await openPart({ ...part, wraps: kept?.wraps ?? [] }, place, second))).toContain('Mirela Kola')
})

test('the next trust list names the key that the unit has now, and nothing else changes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ariadne-renew-'))
  const file = (name: string) => join(folder, name)
  const unit = (id: string, key: object | null) => ({
    id,
    name: id,
    kinds: ['legal_aid'],
    languages: [],
    roles: [],
    key,
  })
  const signing = await makeSigningKey()
  const valid = { from: '2026-01-01T00:00:00.000Z', until: '2028-01-01T00:00:00.000Z' }
  const member = {
    id: 'ins_test',
    kind: 'country',
    country: 'MK',
    name: 'Test',
    baseUrl: 'http://ariadne.example',
    signingKeys: [{ kid: signing.kid, x: signing.x, revokedAt: null, ...valid }],
    kemKeys: [{ keyId: first.keyId, publicKey: first.publicKey, ...valid }],
    units: [unit('unt_law', { keyId: first.keyId, publicKey: first.publicKey }), unit('unt_other', null)],
  }
  const times = { issued: '2026-01-01T00:00:00.000Z', expires: '2026-02-01T00:00:00.000Z' }
  const list = {
    v: 1,
    version: 4,
    rootVersion: 1,
    ...times,
    members: [member, { ...member, id: 'ins_peer', units: [] }],
  }
  writeFileSync(file('list.json'), JSON.stringify(list))
  writeFileSync(file('ariadne.json'), JSON.stringify(instance.config))
  const ariadne = commandLine(() => ({ ARIADNE_CONFIG: file('ariadne.json') }))
  expect(await ariadne('trust', 'renew', file('list.json'), '--out', file('next.json'))).toMatchObject({
    code: 0,
    err: '',
  })
  const next = JSON.parse(readFileSync(file('next.json'), 'utf8')) as typeof list
  expect(next.version).toBe(5)
  expect(next.members[0]?.units[0]?.key).toEqual({ keyId: second.keyId, publicKey: second.publicKey })
  expect(next.members[0]?.units[1]).toEqual(list.members[0]?.units[1])
  expect(next.members[1]).toEqual(list.members[1])
  const again = await ariadne('trust', 'renew', file('next.json'), '--out', file('more.json'))
  expect(again).toMatchObject({ code: 1 })
  expect(again.err).toContain('names the keys of all units already')
  rmSync(folder, { recursive: true })
})

test('who lost the passphrase begins again with new keys, and a colleague lets them in to everything the unit can open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ariadne-again-'))
  writeFileSync(join(folder, 'ariadne.json'), JSON.stringify(instance.config))
  const ariadne = commandLine(() => ({ ARIADNE_CONFIG: join(folder, 'ariadne.json') }))
  const made = await ariadne('user', 'invite', '--email', 'ben@mk.example', '--member', 'mbr_ben', '--json')
  rmSync(folder, { recursive: true })
  const token =
    /[\w-]{32}/u.exec((JSON.parse(made.out) as { link: string }).link.split('/enrol').at(-1) ?? '')?.[0] ?? ''
  const pair = await makeKeyPair()
  const salt = toBase64Url(new Uint8Array(16).fill(7))
  const next = await deriveFromPassphrase('nine white storks in May', fromBase64Url(salt), DEMO_KDF, 'demo')
  const keys = { publicKey: pair.publicKey, wrappedSeed: '{}', kdf: DEMO_KDF, salt, loginSecret: next.loginSecret }
  expect((await instance.ask('/api/enrolment', { json: { token, ...keys } })).status).toBe(200)
  expect((await ben('/api/me')).status).toBe(401)
  const again = await instance.signIn({ email: 'ben@mk.example', passphrase: 'nine white storks in May' })
  type Units = { keys: { units: { sealedSeed: string | null; earlier: { keyId: string; sealedSeed: string }[] }[] } }
  const unit = async () => ((await (await again('/api/me')).json()) as Units).keys.units[0]
  expect(await unit()).toMatchObject({ sealedSeed: null, earlier: [] })
  const grant = await grantUnitKey(second, { memberId: 'mbr_ben', publicKey: pair.publicKey })
  expect(await send(ana, 'vault.grant_unit_key', { unitId: 'unt_law', ...asSent([grant])[0] })).toMatchObject({
    status: 'accepted',
  })
  const letIn = await unit()
  const own = { ...pair, memberId: 'mbr_ben' }
  const held = await openUnitKeyGrant(JSON.parse(letIn?.sealedSeed ?? ''), own, second)
  const before = await openPreviousKey(JSON.parse(letIn?.earlier[0]?.sealedSeed ?? ''), held, first.keyId)
  expect(before.seed).toEqual(first.seed)
  const { rows } = await instance.platform.pool.query<{ n: number }>(
    `select count(*)::int as n from member_public_key where member_id = 'mbr_ben'`,
  )
  expect(rows[0]?.n).toBe(1)
})
