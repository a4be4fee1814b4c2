import { toBase64Url, utf8 } from '@ariadne/vault/bytes'
import { addReader, openPart, sealPart, type PartPlace, type SealedPart } from '@ariadne/vault/parts'
import { beforeAll, expect, test } from 'vitest'
import { makeManifest, signManifest, verifyDossier, type DossierExpectation, type DossierManifest } from './dossier.ts'
import { signCompact } from './signing.ts'
import { NOW, makeNetwork, type Network } from './testing/network.ts'

const handoverId = '0199f0a0-7c00-7000-8000-000000000001'
const partIds = {
  identity: '0199f0a0-7c00-7000-8000-0000000000a1',
  safety_plan: '0199f0a0-7c00-7000-8000-0000000000a2',
}
let network: Network
let parts: SealedPart[]
let manifest: DossierManifest
let jws: string
let expected: DossierExpectation
const placeOf = (dataClass: keyof typeof partIds): PartPlace => ({
  instanceId: network.mk.id,
  caseId: handoverId,
  partId: partIds[dataClass],
  class: dataClass,
  version: 1,
})
beforeAll(async () => {
  network = await makeNetwork()
  const { mk, al, list } = network
  parts = [
    await sealPart(placeOf('identity'), utf8('{"givenName":"Leotrim"}'), [al.unit]),
    await sealPart(placeOf('safety_plan'), utf8('{}'), [al.unit]),
  ]
  manifest = await makeManifest(
    {
      handoverId,
      iss: mk.id,
      aud: al.id,
      agreementHash: 'a'.repeat(64),
      recipientUnit: al.unit.unitId,
      purpose: 'take_over_lead',
      issued: NOW,
      expires: '2027-01-01T00:00:00.000Z',
    },
    parts,
  )
  jws = await signManifest(manifest, mk.signingKey)
  expected = {
    from: mk.id,
    me: al.id,
    trustList: list,
    now: NOW,
    handoverId,
    agreementHash: 'a'.repeat(64),
    recipientUnit: al.unit.unitId,
    recipientKeyId: al.unit.keyId,
    agreedClasses: ['identity', 'safety_plan', 'contact'],
  }
})
const codeOf = async ({
  signed = jws,
  values = parts,
  ...change
}: { signed?: string; values?: readonly unknown[] } & Partial<DossierExpectation> = {}) => {
  const answer = await verifyDossier(signed, values, { ...expected, ...change })
  return answer.ok ? 'verified' : answer.code
}
const resigned = async (change: Partial<DossierManifest>) =>
  signCompact({ ...manifest, ...change }, 'ariadne-dossier+jws', network.mk.signingKey)
const [none] = [[] as const]

test('a dossier as agreed verifies, in any order, and its unit opens it', async () => {
  const answer = await verifyDossier(jws, JSON.parse(JSON.stringify([...parts].reverse())) as unknown[], expected)
  expect(answer).toMatchObject({ ok: true, manifest })
  const [identity] = parts
  if (!identity) throw new Error('sealed above')
  expect(new TextDecoder().decode(await openPart(identity, placeOf('identity'), network.al.unit))).toBe(
    '{"givenName":"Leotrim"}',
  )
})

test('who signed, for whom, which handover and agreement, until when', async () => {
  const { mk, rs, al } = network
  expect(await codeOf({ signed: 'nothing' })).toBe('malformed')
  expect(await codeOf({ signed: await signManifest(manifest, rs.signingKey) })).toBe('unknown_sender')
  const [head, , signature] = jws.split('.')
  const payload = (await resigned({ purpose: 'provide_service' })).split('.')[1]
  expect(await codeOf({ signed: [head, payload, signature].join('.') })).toBe('tampered')
  expect(await codeOf({ signed: await resigned({ aud: rs.id }) })).toBe('readdressed')
  expect(await codeOf({ signed: await resigned({ iss: rs.id }) })).toBe('readdressed')
  expect(await codeOf({ recipientUnit: 'unt_al_police' })).toBe('readdressed')
  expect(await codeOf({ handoverId: '0199f0a0-7c00-7000-8000-000000000002' })).toBe('other_handover')
  expect(await codeOf({ agreementHash: null })).toBe('other_agreement')
  expect(await codeOf({ now: manifest.expires })).toBe('expired')
  expect(
    await codeOf({
      signed: await signCompact({ ...manifest, onwardSharing: true }, 'ariadne-dossier+jws', mk.signingKey),
    }),
  ).toBe('malformed')
  expect(al.id).toBe(manifest.aud)
})

test('classes and parts match one to one, and are agreed', async () => {
  const [identity, safety] = parts
  expect(await codeOf({ agreedClasses: ['identity'] })).toBe('class_not_agreed')
  expect(await codeOf({ values: [identity] })).toBe('part_missing')
  expect(await codeOf({ values: none })).toBe('part_missing')
  expect(await codeOf({ values: [identity, safety, identity] })).toBe('part_unlisted')
  const stranger = await sealPart(
    { ...placeOf('identity'), partId: '0199f0a0-7c00-7000-8000-0000000000a9' },
    utf8('x'),
    [network.al.unit],
  )
  expect(await codeOf({ values: [identity, safety, stranger] })).toBe('part_unlisted')
  expect(await codeOf({ signed: await resigned({ classes: [...manifest.classes, ...manifest.classes] }) })).toBe(
    'class_twice',
  )
})

test('a part is the one signed for, and for the receiving unit alone', async () => {
  const { rs, al } = network
  const [identity, safety] = parts
  if (!identity || !safety) throw new Error('sealed above')
  const other = await sealPart(placeOf('identity'), utf8('{"givenName":"Other"}'), [al.unit])
  expect(await codeOf({ values: [other, safety] })).toBe('part_changed')
  expect(await codeOf({ values: [{ ...identity, class: 'contact' }, safety] })).toBe('part_changed')
  expect(await codeOf({ values: [{ ...identity, ciphertext: toBase64Url(new Uint8Array(300)) }, safety] })).toBe(
    'part_changed',
  )
  const shared = await addReader(identity, placeOf('identity'), al.unit, rs.unit)
  expect(await codeOf({ values: [shared, safety] })).toBe('other_reader')
  expect(await codeOf({ recipientKeyId: rs.unit.keyId })).toBe('other_reader')
  expect(await codeOf({ values: [{ ...identity, iv: 'AAAA' }, safety] })).toBe('malformed')
  expect(await codeOf({ values: [null] })).toBe('malformed')
})
