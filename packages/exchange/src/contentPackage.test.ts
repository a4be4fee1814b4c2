import { beforeAll, expect, test } from 'vitest'
import { findContentPackage, signContentPackage, verifyContentPackage, type ContentPackage } from './contentPackage.ts'
import { makeNetwork, NOW, rootOf, type Network } from './testing/network.ts'
import { signTrustList } from './trustVerify.ts'

let network: Network
beforeAll(async () => {
  network = await makeNetwork()
})

const packageOf = (change: Partial<ContentPackage> = {}): ContentPackage => ({
  v: 1,
  name: 'regional-signs',
  version: 3,
  issued: '2026-11-21T09:00:00.000Z',
  sets: [{ id: 'small', version: '1.0.0', digest: 'a'.repeat(64), definition: { id: 'small' }, texts: { en: {} } }],
  overlays: [],
  ...change,
})
const overlay = { country: 'RS', set: 'small', over: '1.0.0', definition: {}, texts: {} }
const keys = (...at: number[]) => at.map((one) => network.coordinators[one]?.key).filter((key) => key !== undefined)

const verified = async (
  content: ContentPackage,
  by: number[],
  more: {
    known?: { version: number; digest: string }
    list?: Network['list']
    root?: Network['root']
    now?: string
  } = {},
) => {
  const signed = await signContentPackage(content, keys(...by))
  const { known, list = network.list, root = network.root, now = NOW } = more
  return verifyContentPackage(
    JSON.parse(JSON.stringify(signed)),
    { list, root },
    { now, ...(known ? { known: (name: string) => (name === content.name ? known : undefined) } : {}) },
  )
}
const codeOf = async (...input: Parameters<typeof verified>) => {
  const answer = await verified(...input)
  return answer.ok ? 'ok' : answer.code
}

test('a package signed by as many coordinators as a trust list needs can be adopted, and says who signed', async () => {
  expect(await verified(packageOf(), [0, 2])).toMatchObject({
    ok: true,
    content: { name: 'regional-signs', version: 3 },
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    signers: [
      { holder: 'ins_mk', country: 'MK' },
      { holder: 'ins_al', country: 'AL' },
    ],
  })
})

test('one signature is not enough, nor the same one twice, nor that of a key the root does not name', async () => {
  expect(await codeOf(packageOf(), [1])).toBe('below_threshold')
  expect(await codeOf(packageOf(), [1, 1])).toBe('below_threshold')
  const signed = await signContentPackage(packageOf(), [network.mk.signingKey, network.rs.signingKey])
  expect(await verifyContentPackage(signed, network, { now: NOW })).toMatchObject({
    ok: false,
    code: 'below_threshold',
    signers: [],
  })
})

test('the word of a coordinator whose instance left the trust list does not count', async () => {
  const list = { ...network.list, members: network.list.members.filter(({ id }) => id !== 'ins_al') }
  expect(await codeOf(packageOf(), [0, 2], { list })).toBe('below_threshold')
  expect(await codeOf(packageOf(), [0, 1], { list })).toBe('ok')
})

test("a country's overlay needs that country's coordinator, and no other one will do", async () => {
  const national = packageOf({ sets: [], overlays: [overlay] })
  expect(await codeOf(national, [1])).toBe('ok')
  expect(await codeOf(national, [0, 2])).toBe('other_country')
  expect(await codeOf(packageOf({ overlays: [overlay] }), [0, 2])).toBe('other_country')
  expect(await codeOf(packageOf({ overlays: [overlay] }), [1])).toBe('below_threshold')
})

test('malformed, unsupported_version, empty, rollback, equivocation, from_the_future', async () => {
  expect(await codeOf(packageOf({ sets: [] }), [0, 1])).toBe('empty')
  expect(await codeOf(packageOf(), [0, 1], { known: { version: 4, digest: 'b'.repeat(64) } })).toBe('rollback')
  expect(await codeOf(packageOf(), [0, 1], { known: { version: 3, digest: 'b'.repeat(64) } })).toBe('equivocation')
  const first = await verified(packageOf(), [0, 1])
  const digest = first.ok ? first.digest : ''
  expect(await codeOf(packageOf(), [0, 1], { known: { version: 3, digest } })).toBe('ok')
  expect(await codeOf(packageOf({ issued: '2026-11-22T12:10:00.000Z' }), [0, 1])).toBe('from_the_future')
  expect(await verifyContentPackage({ payload: 'x' }, network, { now: NOW })).toMatchObject({ code: 'malformed' })
  const newer = await signContentPackage(packageOf(), keys(0, 1))
  const payload = Buffer.from(JSON.stringify({ v: 2 })).toString('base64url')
  expect(await verifyContentPackage({ ...newer, payload }, network, { now: NOW })).toMatchObject({
    code: 'unsupported_version',
  })
})

test('a changed word breaks every signature, and a signature under a trust list is none under a package', async () => {
  const signed = await signContentPackage(packageOf(), keys(0, 1))
  const text = Buffer.from(signed.payload, 'base64url').toString().replace('"small"', '"other"')
  const forged = { ...signed, payload: Buffer.from(text).toString('base64url') }
  expect(await verifyContentPackage(forged, network, { now: NOW })).toMatchObject({ code: 'below_threshold' })
  const list = await signTrustList(network.list, keys(0, 1))
  const moved = { payload: signed.payload, signatures: list.signatures }
  expect(await verifyContentPackage(moved, network, { now: NOW })).toMatchObject({ code: 'below_threshold' })
})

test('a colleague signs the very same package, or is told', async () => {
  const signed = await signContentPackage(packageOf(), keys(0))
  await expect(signContentPackage(packageOf({ version: 4 }), keys(1), signed)).rejects.toThrow(/another package/)
  const both = await signContentPackage(packageOf(), keys(1), signed)
  expect(findContentPackage(both)).toMatchObject({ content: packageOf(), signed: { payload: signed.payload } })
  expect(findContentPackage(packageOf())).toMatchObject({ content: packageOf(), signed: undefined })
  expect(findContentPackage({ v: 1 })).toBeUndefined()
  expect(
    await verifyContentPackage(
      both,
      { ...network, root: rootOf(network.coordinators, { threshold: 3 }) },
      { now: NOW },
    ),
  ).toMatchObject({ code: 'below_threshold', signers: [{ country: 'MK' }, { country: 'RS' }] })
})
