import { fromBase64Url, toBase64Url, utf8 } from '@ariadne/vault/bytes'
import { hpkeSeal } from '@ariadne/vault/hpke'
import { makeKeyPair, readPublicKey } from '@ariadne/vault/keys'
import { pad } from '@ariadne/vault/padding'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { canonicalJson } from './canonicalJson.ts'
import { digestOf } from './digest.ts'
import {
  LARGEST_CONTAINER,
  MESSAGE_TYPE,
  openMessage,
  sealMessage,
  verifyMessageCopy,
  type OpeningContext,
  type SealedMessage,
} from './envelope.ts'
import { messageDigest, type Message } from './message.ts'
import { signCompact, type SigningKey } from './signing.ts'
import { NOW, makeNetwork, messageFrom, type Instance, type Network } from './testing/network.ts'

let network: Network
let context: OpeningContext
let message: Message
let sealed: SealedMessage
beforeAll(async () => {
  network = await makeNetwork()
  const { mk, al } = network
  context = { me: al.id, from: mk.id, trustList: network.list, kemKeys: [al.kem], now: NOW }
  message = messageFrom(mk.id, al.id)
  sealed = await sealMessage(message, mk.signingKey, al.kem)
})

/** Seals anything as an honest peer's software would not: for what `sealMessage` refuses to make. */
const forge = async (
  payload: unknown,
  {
    key = network.mk.signingKey,
    typ = MESSAGE_TYPE,
    to = network.al,
    iss = network.mk.id,
    header = {},
    text = '',
  }: { key?: SigningKey; typ?: string; to?: Instance; iss?: string; header?: object; text?: string } = {},
) => {
  const jws = text || (await signCompact(payload, typ, key))
  const kid = to.kem.keyId
  const aad = utf8(canonicalJson({ v: 1, kid }))
  const { enc, ct } = await hpkeSeal(
    readPublicKey(to.kem.publicKey),
    utf8(`ariadne/1\u0000${iss}\u0000${to.id}`),
    aad,
    pad(utf8(jws), 1024),
  )
  return canonicalJson({ v: 1, kid, enc: toBase64Url(enc), ct: toBase64Url(ct), ...header })
}
const codeOf = async (container: string, change: Partial<OpeningContext> = {}) => {
  const opened = await openMessage(container, { ...context, ...change })
  return opened.ok ? 'opened' : opened.code
}

test('a message arrives as it was sent, and both sides name it alike', async () => {
  const opened = await openMessage(sealed.container, context)
  expect(opened).toStrictEqual({
    ok: true,
    message,
    jws: sealed.jws,
    jwsDigest: sealed.jwsDigest,
    digest: sealed.digest,
    containerDigest: sealed.containerDigest,
  })
  expect(sealed.containerDigest).toBe(await digestOf(sealed.container))
  expect(sealed.jwsDigest).toBe(await digestOf(sealed.jws))
})

test('from outside only the version, the key and a padded length are seen', async () => {
  expect(Object.keys(JSON.parse(sealed.container) as object).sort()).toStrictEqual(['ct', 'enc', 'kid', 'v'])
  const other = await sealMessage(
    { ...message, body: { needs: ['health', 'legal_aid', 'accommodation'] } },
    network.mk.signingKey,
    network.al.kem,
  )
  expect(other.container).toHaveLength(sealed.container.length)
  for (const told of [message.iss, message.thread, 'riskFlags']) expect(sealed.container).not.toContain(told)
})

test('issued again with a new life it is the same message', async () => {
  const again = { ...message, iat: NOW, exp: '2026-12-01T00:00:00.000Z' }
  expect(await messageDigest(again)).toBe(await messageDigest(message))
  expect(await messageDigest({ ...message, purpose: 'provide_service' })).not.toBe(await messageDigest(message))
})

test('malformed', async () => {
  for (const container of [
    '',
    'null',
    '[]',
    '{}',
    'not json',
    '{"v":1}',
    ` ${sealed.container}`,
    sealed.container.replace('"ct"', '"CT"'),
  ])
    expect(await codeOf(container)).toBe('malformed')
  const outer = JSON.parse(sealed.container) as Record<string, unknown>
  expect(await codeOf(canonicalJson({ ...outer, more: 1 }))).toBe('malformed')
  expect(await codeOf(canonicalJson({ ...outer, enc: 'AAAA' }))).toBe('malformed')
  expect(await codeOf(canonicalJson({ ...outer, ct: '%' }))).toBe('malformed')
  expect(await codeOf(await forge({ ...message, seq: 0 }))).toBe('malformed')
  expect(await codeOf(await forge({ ...message, extra: 1 }))).toBe('malformed')
  expect(await codeOf(await forge({ ...message, prev: '0'.repeat(64) }))).toBe('malformed')
  expect(await codeOf(await forge({ ...message, iat: '2026-11-22 11:59' }))).toBe('malformed')
  expect(await codeOf(await forge(message, { typ: 'ariadne-receipt+jws' }))).toBe('malformed')
  expect(await codeOf(await forge(null, { text: 'no signed message' }))).toBe('malformed')
})

test('oversized', async () => {
  expect(await codeOf('x'.repeat(LARGEST_CONTAINER + 1))).toBe('oversized')
  const large = { ...message, body: { needs: 'x'.repeat(LARGEST_CONTAINER) } }
  await expect(sealMessage(large, network.mk.signingKey, network.al.kem)).rejects.toMatchObject({ code: 'oversized' })
})

test('unsupported_version', async () => {
  expect(await codeOf(canonicalJson({ ...(JSON.parse(sealed.container) as object), v: 2 }))).toBe('unsupported_version')
  expect(await codeOf(await forge({ ...message, v: 2 }))).toBe('unsupported_version')
})

test('unknown_key', async () => {
  expect(await codeOf(sealed.container, { kemKeys: [await makeKeyPair()] })).toBe('unknown_key')
  expect(await codeOf(sealed.container, { kemKeys: [] })).toBe('unknown_key')
  expect(await codeOf(sealed.container, { kemKeys: [await makeKeyPair(), network.al.kem] })).toBe('opened')
})

test('unknown_sender: not in the list, or with a key that is not valid now', async () => {
  expect(await codeOf(sealed.container, { from: 'ins_xx' })).toBe('unknown_sender')
  expect(await codeOf(await forge(message, { key: network.rs.signingKey }))).toBe('unknown_sender')
  const withKey = (change: object) => ({
    ...network.list,
    members: network.list.members.map((member) =>
      member.id === network.mk.id
        ? { ...member, signingKeys: member.signingKeys.map((key) => ({ ...key, ...change })) }
        : member,
    ),
  })
  expect(await codeOf(sealed.container, { trustList: withKey({ revokedAt: NOW }) })).toBe('unknown_sender')
  expect(await codeOf(sealed.container, { trustList: withKey({ until: NOW }) })).toBe('unknown_sender')
  expect(await codeOf(sealed.container, { trustList: withKey({ from: '2026-11-22T12:00:00.001Z' }) })).toBe(
    'unknown_sender',
  )
  expect(await codeOf(sealed.container, { trustList: withKey({ revokedAt: '2026-11-22T12:00:00.001Z' }) })).toBe(
    'opened',
  )
})

test('readdressed: a message for somebody else, put in a new envelope for us', async () => {
  const { mk, rs, al } = network
  const forOther = messageFrom(mk.id, rs.id)
  expect(await codeOf(await forge(forOther))).toBe('readdressed')
  const asOther = messageFrom(rs.id, al.id)
  expect(await codeOf(await forge(asOther))).toBe('readdressed')
})

test('tampered: changed, or another sender or receiver than it was sealed for', async () => {
  const { rs, al } = network
  expect(await codeOf(sealed.container, { from: rs.id })).toBe('tampered')
  expect(await codeOf(sealed.container, { me: rs.id })).toBe('tampered')
  const [head, , signature] = sealed.jws.split('.')
  const other = (
    await signCompact({ ...message, purpose: 'provide_service' }, MESSAGE_TYPE, network.mk.signingKey)
  ).split('.')
  expect(await codeOf(await forge(null, { text: [head, other[1], signature].join('.') }))).toBe('tampered')
  expect(al.id).toBe(context.me)
})

test('expired, from_the_future, expiry_too_far', async () => {
  expect(await codeOf(sealed.container, { now: '2026-11-29T11:58:59.999Z' })).toBe('opened')
  const longer = { trustList: { ...network.list, expires: '2027-01-01T00:00:00.000Z' } }
  expect(await codeOf(sealed.container, { ...longer, now: message.exp })).toBe('expired')
  expect(await codeOf(sealed.container, { now: '2026-11-22T11:54:00.000Z' })).toBe('opened')
  expect(await codeOf(sealed.container, { now: '2026-11-22T11:53:59.999Z' })).toBe('from_the_future')
  expect(await codeOf(await forge({ ...message, exp: '2026-12-06T11:59:00.001Z' }))).toBe('expiry_too_far')
  expect(await codeOf(await forge({ ...message, exp: message.iat }))).toBe('expiry_too_far')
  await expect(
    sealMessage({ ...message, exp: '2026-12-06T11:59:00.001Z' }, network.mk.signingKey, network.al.kem),
  ).rejects.toMatchObject({ code: 'expiry_too_far' })
})

test('with an expired trust list nothing opens', async () => {
  expect(await codeOf(sealed.container, { trustList: { ...network.list, expires: NOW } })).toBe('trust_list_stale')
})

test('any single bit flipped anywhere is refused', { timeout: 60_000 }, async () => {
  const bytes = new TextEncoder().encode(sealed.container)
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async (bit) => {
      const changed = bytes.slice()
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const opened = await openMessage(new TextDecoder().decode(changed), context)
      expect(opened.ok).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test(
  'any single bit of the sealed bytes flipped, spelt correctly, is refused as tampered',
  { timeout: 60_000 },
  async () => {
    const outer = JSON.parse(sealed.container) as { enc: string; ct: string }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('enc' as const, 'ct' as const), fc.nat(), async (field, at) => {
        const bytes = fromBase64Url(outer[field])
        const bit = at % (bytes.length * 8)
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(await codeOf(canonicalJson({ ...outer, [field]: toBase64Url(bytes) }))).toBe('tampered')
      }),
      { numRuns: 150 },
    )
  },
)

test('whatever text or value arrives, the answer is a code', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (text) => {
      expect(await codeOf(text)).toMatch(/^(malformed|unsupported_version)$/)
    }),
  )
  expect(await codeOf('['.repeat(500_000))).toBe('malformed')
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(await codeOf(await forge(value))).toMatch(/^(malformed|unsupported_version)$/)
    }),
    { numRuns: 40 },
  )
})

test('a kept copy is verified without its life, by a key that was good when it was issued', async () => {
  const { list, mk } = network
  expect(await verifyMessageCopy(sealed.jws, list)).toStrictEqual({ ok: true, message, digest: sealed.digest })
  const revoked = (revokedAt: string) => ({
    ...list,
    members: list.members.map((member) =>
      member.id === mk.id
        ? { ...member, signingKeys: member.signingKeys.map((key) => ({ ...key, revokedAt })) }
        : member,
    ),
  })
  expect(await verifyMessageCopy(sealed.jws, revoked('2026-11-22T11:59:01.000Z'))).toMatchObject({ ok: true })
  expect(await verifyMessageCopy(sealed.jws, revoked(message.iat))).toMatchObject({ code: 'unknown_sender' })
  expect(await verifyMessageCopy('no', list)).toMatchObject({ code: 'malformed' })
  const [head, body] = sealed.jws.split('.')
  expect(await verifyMessageCopy(`${head}.${body}.${toBase64Url(new Uint8Array(64))}`, list)).toMatchObject({
    code: 'tampered',
  })
  const asOther = await signCompact(messageFrom(network.rs.id, network.al.id), MESSAGE_TYPE, mk.signingKey)
  expect(await verifyMessageCopy(asOther, list)).toMatchObject({ code: 'unknown_sender' })
})
