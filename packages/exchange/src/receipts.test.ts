import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import {
  signReceipt,
  verifyReceipt,
  type DeliveryReceipt,
  type ProcessingReceipt,
  type ReceiptExpectation,
} from './receipts.ts'
import { signCompact } from './signing.ts'
import { NOW, makeNetwork, type Network } from './testing/network.ts'

const id = '0199f0a0-7c00-7000-8000-00000000000a'
const digest = 'ab'.repeat(32)
const other = 'cd'.repeat(32)
let network: Network
let delivery: DeliveryReceipt
let processing: ProcessingReceipt
let expected: ReceiptExpectation
beforeAll(async () => {
  network = await makeNetwork()
  const { al, mk, list } = network
  delivery = { v: 1, type: 'delivery', iss: al.id, aud: mk.id, of: digest, id, at: NOW, outcome: 'stored' }
  processing = {
    v: 1,
    type: 'processing',
    iss: al.id,
    aud: mk.id,
    of: other,
    message: digest,
    id,
    at: NOW,
    by: 'focal_point',
    outcome: 'accepted',
  }
  expected = { from: al.id, me: mk.id, trustList: list, now: NOW, sent: { containerDigest: digest } }
})
const codeOf = async (jws: string, change: Partial<ReceiptExpectation> = {}) => {
  const answer = await verifyReceipt(jws, { ...expected, ...change })
  return answer.ok ? 'verified' : answer.code
}

test('both kinds verify for what was sent', async () => {
  const { al } = network
  for (const outcome of ['stored', { refused: 'tampered' }] as const)
    expect(await verifyReceipt(await signReceipt({ ...delivery, outcome }, al.signingKey), expected)).toStrictEqual({
      ok: true,
      receipt: { ...delivery, outcome },
    })
  for (const outcome of ['accepted', 'unreadable', { rejected: 'no_place' }] as const)
    expect(await codeOf(await signReceipt({ ...processing, outcome }, al.signingKey), { sent: { digest } })).toBe(
      'verified',
    )
})

test('the same receipt signed twice is the same bytes', async () => {
  expect(await signReceipt(delivery, network.al.signingKey)).toBe(await signReceipt(delivery, network.al.signingKey))
})

test('every refusal', async () => {
  const { al, rs } = network
  const signed = await signReceipt(delivery, al.signingKey)
  expect(await codeOf('nothing')).toBe('malformed')
  expect(await codeOf(await signCompact({ v: 1 }, 'ariadne-receipt+jws', al.signingKey))).toBe('malformed')
  expect(await codeOf(await signCompact(delivery, 'ariadne-message+jws', al.signingKey))).toBe('malformed')
  expect(await codeOf(await signReceipt(delivery, rs.signingKey))).toBe('unknown_sender')
  expect(await codeOf(signed, { from: rs.id })).toBe('unknown_sender')
  expect(await codeOf(signed, { me: rs.id })).toBe('readdressed')
  expect(await codeOf(await signReceipt({ ...delivery, iss: rs.id }, al.signingKey))).toBe('readdressed')
  expect(await codeOf(signed, { sent: { containerDigest: other } })).toBe('other_message')
  expect(await codeOf(signed, { sent: { digest } })).toBe('other_message')
  expect(await codeOf(await signReceipt(processing, al.signingKey))).toBe('other_message')
  expect(await codeOf(await signReceipt({ ...delivery, at: '2026-11-22T12:05:00.001Z' }, al.signingKey))).toBe(
    'from_the_future',
  )
  await expect(signReceipt({ ...delivery, of: 'short' }, al.signingKey)).rejects.toThrow('64')
})

test('any flipped bit is refused', { timeout: 60_000 }, async () => {
  const bytes = new TextEncoder().encode(await signReceipt(delivery, network.al.signingKey))
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async (bit) => {
      const changed = bytes.slice()
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await codeOf(new TextDecoder().decode(changed))).not.toBe('verified')
    }),
    { numRuns: 300 },
  )
})
