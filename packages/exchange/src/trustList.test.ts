import { beforeAll, expect, test } from 'vitest'
import { canonicalJson } from './canonicalJson.ts'
import { digestOf } from './digest.ts'
import { makeNetwork, NOW, rootOf, type Network } from './testing/network.ts'
import {
  findKemKey,
  findSigningKey,
  findUnit,
  type GeneralJws,
  type ListedMember,
  type TrustList,
  type TrustRoot,
} from './trustList.ts'
import { signTrustList, signTrustRoot, verifyRootRotation, verifyTrustList, verifyTrustRoot } from './trustVerify.ts'

let network: Network
let signed: GeneralJws
beforeAll(async () => {
  network = await makeNetwork()
  signed = await signTrustList(network.list, keys(0, 1))
})
const keys = (...at: number[]) => at.flatMap((one) => network.coordinators[one]?.key ?? [])
const codeOf = async (
  value: unknown,
  {
    root = network.root,
    now = NOW,
    known,
  }: { root?: TrustRoot; now?: string; known?: { version: number; digest: string } } = {},
) => {
  const answer = await verifyTrustList(value, root, known ? { now, known } : { now })
  return answer.ok ? 'verified' : answer.code
}
const codeOfList = async (change: Partial<TrustList>, options = {}) =>
  codeOf(await signTrustList({ ...network.list, ...change }, keys(0, 1, 2)), options)
const withMember = (id: string, change: (member: ListedMember) => ListedMember) => ({
  members: network.list.members.map((member) => (member.id === id ? change(member) : member)),
})

test('two of three coordinators make a list', async () => {
  const answer = await verifyTrustList(JSON.parse(JSON.stringify(signed)), network.root, { now: NOW })
  expect(answer).toStrictEqual({
    ok: true,
    list: network.list,
    known: { version: 7, digest: await digestOf(canonicalJson(network.list)) },
    signers: ['ins_mk', 'ins_rs'],
  })
})

test('coordinators may sign one after the other, but only the very same list', async () => {
  const first = await signTrustList(network.list, keys(0))
  expect(await codeOf(first)).toBe('below_threshold')
  expect(await codeOf(await signTrustList(network.list, keys(2), first))).toBe('verified')
  await expect(signTrustList({ ...network.list, version: 8 }, keys(2), first)).rejects.toMatchObject({
    code: 'other_statement',
  })
  await expect(signTrustList(network.list, [])).rejects.toMatchObject({ code: 'no_key' })
})

test('below_threshold: signatures that do not count', async () => {
  const { mk, net, list, coordinators } = network
  expect(await codeOf(await signTrustList(list, keys(0, 0)))).toBe('below_threshold')
  expect(await codeOf(await signTrustList(list, [...keys(0), net.signingKey, mk.signingKey]))).toBe('below_threshold')
  expect(await codeOf({ ...signed, signatures: [] })).toBe('below_threshold')
  const swapped = {
    ...signed,
    signatures: signed.signatures.map((one, at) => ({ ...one, signature: signed.signatures[1 - at]?.signature ?? '' })),
  }
  expect(await codeOf(swapped)).toBe('below_threshold')
  const asRoot = await signTrustRoot(network.root, keys(0, 1))
  expect(await codeOf({ ...signed, signatures: asRoot.signatures })).toBe('below_threshold')
  // Two keys of one coordinator are one voice.
  const twice = { ...network.root, keys: network.root.keys.map((key) => ({ ...key, holder: 'ins_mk' })) }
  expect(await codeOf(signed, { root: twice })).toBe('below_threshold')
  expect(coordinators).toHaveLength(3)
})

test('secretariat_in_root: the secretariat can never be one of the coordinators', async () => {
  const asHolder = {
    ...network.root,
    keys: network.root.keys.map((key, at) => (at === 2 ? { ...key, holder: 'ins_net' } : key)),
  }
  expect(await codeOf(signed, { root: asHolder })).toBe('secretariat_in_root')
  const { kid, x } = network.net.record
  const asKey = { ...network.root, keys: network.root.keys.map((key, at) => (at === 2 ? { ...key, kid, x } : key)) }
  expect(await codeOf(signed, { root: asKey })).toBe('secretariat_in_root')
})

test('rollback and equivocation', async () => {
  const digest = await digestOf(canonicalJson(network.list))
  expect(await codeOf(signed, { known: { version: 7, digest } })).toBe('verified')
  expect(await codeOf(signed, { known: { version: 6, digest: '0'.repeat(64) } })).toBe('verified')
  expect(await codeOf(signed, { known: { version: 8, digest } })).toBe('rollback')
  expect(await codeOf(signed, { known: { version: 7, digest: '0'.repeat(64) } })).toBe('equivocation')
})

test('stale, from_the_future, wrong_root, root_expired', async () => {
  expect(await codeOf(signed, { now: network.list.expires })).toBe('stale')
  expect(await codeOf(signed, { now: '2026-12-03T23:59:59.999Z' })).toBe('verified')
  expect(await codeOf(signed, { now: '2026-11-19T23:54:59.999Z' })).toBe('from_the_future')
  expect(await codeOf(signed, { root: { ...network.root, version: 2 } })).toBe('wrong_root')
  expect(await codeOf(signed, { root: { ...network.root, expires: NOW } })).toBe('root_expired')
})

test('malformed and unsupported_version', async () => {
  for (const value of [
    null,
    {},
    'x',
    { payload: '', signatures: [] },
    { payload: '%%', signatures: [] },
    { payload: 'e30', signatures: [] },
    { ...signed, more: 1 },
  ])
    expect(await codeOf(value)).toBe('malformed')
  const other = await signTrustRoot(network.root, keys(0, 1))
  expect(await codeOf(other)).toBe('malformed')
  const newer = Buffer.from(canonicalJson({ ...network.list, v: 2 })).toString('base64url')
  expect(await codeOf({ ...signed, payload: newer })).toBe('unsupported_version')
})

test('inconsistent: a list that contradicts itself, whoever signed it', async () => {
  const { mk, rs, net } = network
  expect(await codeOfList({ members: [...network.list.members, mk.member] })).toBe('inconsistent')
  expect(await codeOfList(withMember(rs.id, (member) => ({ ...member, units: mk.member.units })))).toBe('inconsistent')
  expect(await codeOfList(withMember(rs.id, (member) => ({ ...member, signingKeys: mk.member.signingKeys })))).toBe(
    'inconsistent',
  )
  expect(await codeOfList(withMember(rs.id, (member) => ({ ...member, kemKeys: mk.member.kemKeys })))).toBe(
    'inconsistent',
  )
  expect(await codeOfList(withMember(rs.id, (member) => ({ ...member, country: null })))).toBe('inconsistent')
  expect(await codeOfList(withMember(rs.id, (member) => ({ ...member, baseUrl: 'http://rs.ariadne.example' })))).toBe(
    'inconsistent',
  )
  expect(await codeOfList(withMember(rs.id, (member) => ({ ...member, baseUrl: 'http://127.0.0.1:4101' })))).toBe(
    'verified',
  )
  expect(
    await codeOfList(
      withMember(rs.id, (member) => ({
        ...member,
        signingKeys: member.signingKeys.map((key) => ({ ...key, x: mk.record.x })),
      })),
    ),
  ).toBe('inconsistent')
  expect(
    await codeOfList(
      withMember(rs.id, (member) => ({
        ...member,
        kemKeys: member.kemKeys.map((key) => ({ ...key, publicKey: mk.kem.publicKey })),
      })),
    ),
  ).toBe('inconsistent')
  expect(
    await codeOfList(
      withMember(rs.id, (member) => ({
        ...member,
        kemKeys: member.kemKeys.map((key) => ({ ...key, publicKey: 'xwp1.AAAA' })),
      })),
    ),
  ).toBe('inconsistent')
  expect(
    await codeOfList(
      withMember(net.id, (member) => ({
        ...member,
        units: member.units.map((unit) => ({ ...unit, roles: ['take_lead' as const] })),
      })),
    ),
  ).toBe('inconsistent')
  const { keyId, publicKey } = net.unit
  expect(
    await codeOfList(
      withMember(net.id, (member) => ({
        ...member,
        units: member.units.map((unit) => ({ ...unit, key: { keyId, publicKey } })),
      })),
    ),
  ).toBe('inconsistent')
})

test('any changed byte of the payload takes the signatures away', async () => {
  for (let at = 0; at < signed.payload.length; at += 97) {
    const letter = signed.payload[at] === 'A' ? 'B' : 'A'
    expect(
      await codeOf({ ...signed, payload: signed.payload.slice(0, at) + letter + signed.payload.slice(at + 1) }),
    ).not.toBe('verified')
  }
})

test('the first root is signed by its own threshold', async () => {
  const { root } = network
  expect(await verifyTrustRoot(await signTrustRoot(root, keys(0, 2)), { now: NOW })).toStrictEqual({ ok: true, root })
  expect(await verifyTrustRoot(await signTrustRoot(root, keys(0)), { now: NOW })).toMatchObject({
    code: 'below_threshold',
  })
  expect(await verifyTrustRoot(await signTrustRoot(root, keys(0, 1)), { now: root.expires })).toMatchObject({
    code: 'root_expired',
  })
  expect(
    await verifyTrustRoot(await signTrustRoot({ ...root, threshold: 4 }, keys(0, 1, 2)), { now: NOW }),
  ).toMatchObject({ code: 'inconsistent' })
  expect(await verifyTrustRoot(signed, { now: NOW })).toMatchObject({ code: 'malformed' })
  await expect(signTrustRoot({ ...root, threshold: 1 }, keys(0))).rejects.toThrow('threshold')
})

test('a rotation needs the threshold of the old root and of the new, and the very next version', async () => {
  const { root, coordinators } = network
  const fresh = (await makeNetwork()).coordinators
  const [mk, rs] = coordinators
  const next = rootOf([mk, ...fresh.slice(1)], { version: 2 })
  const newKeys = fresh.slice(1).map((one) => one.key)
  const both = await signTrustRoot(next, [mk.key, rs.key, ...newKeys])
  expect(await verifyRootRotation(both, root, { now: NOW })).toStrictEqual({ ok: true, root: next })
  expect(await verifyRootRotation(await signTrustRoot(next, newKeys), root, { now: NOW })).toMatchObject({
    code: 'below_threshold',
  })
  expect(await verifyRootRotation(await signTrustRoot(next, [mk.key, rs.key]), root, { now: NOW })).toMatchObject({
    code: 'below_threshold',
  })
  const skipped = await signTrustRoot({ ...next, version: 3 }, [mk.key, rs.key, ...newKeys])
  expect(await verifyRootRotation(skipped, root, { now: NOW })).toMatchObject({ code: 'wrong_root' })
  const same = await signTrustRoot({ ...next, version: 1 }, [mk.key, rs.key, ...newKeys])
  expect(await verifyRootRotation(same, root, { now: NOW })).toMatchObject({ code: 'rollback' })
  expect(await verifyRootRotation(null, root, { now: NOW })).toMatchObject({ code: 'malformed' })
})

test('looking up keys and units', () => {
  const { list, mk, al } = network
  const [kem] = al.member.kemKeys
  const [signing] = mk.member.signingKeys
  if (!kem || !signing) throw new Error('the network has keys')
  const newer = { ...kem, keyId: 'newer', from: '2026-11-01T00:00:00.000Z' }
  const later = { ...kem, keyId: 'later', from: '2027-01-01T00:00:00.000Z' }
  const rotated = { ...list, members: [{ ...al.member, kemKeys: [kem, newer, later] }] }
  expect(findKemKey(rotated, al.id, NOW)?.keyId).toBe('newer')
  expect(findKemKey(rotated, al.id, '2026-10-01T00:00:00.000Z')?.keyId).toBe(kem.keyId)
  expect(findKemKey(rotated, mk.id, NOW)).toBeUndefined()
  expect(findSigningKey(list, mk.id, signing.kid, NOW)).toStrictEqual(signing)
  expect(findSigningKey(list, al.id, signing.kid, NOW)).toBeUndefined()
  expect(findUnit(list, 'unt_al_services')?.member.id).toBe(al.id)
  expect(findUnit(list, 'unt_nowhere')).toBeUndefined()
})
