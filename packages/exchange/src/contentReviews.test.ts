import { beforeAll, expect, test } from 'vitest'
import { findContentReviews, signContentReviews, type ContentReviews } from './contentReviews.ts'
import { makeNetwork, NOW, type Network } from './testing/network.ts'

let network: Network
beforeAll(async () => {
  network = await makeNetwork()
})

const said = (change: Partial<ContentReviews> = {}): ContentReviews => ({
  v: 1,
  instance: 'ins_al',
  country: 'AL',
  issued: NOW,
  reviews: [
    {
      kind: 'script',
      id: 'first-talk-adult',
      version: '1.0.0',
      language: 'sq',
      digest: 'a'.repeat(64),
      function: 'mediator',
      organisation: 'Mediators (demo)',
      reviewedAt: NOW,
      words: null,
    },
  ],
  ...change,
})
const found = async (statement: ContentReviews, key = network.al.signingKey, from = 'ins_al') =>
  findContentReviews(await signContentReviews(statement, key), { list: network.list, instanceId: from, now: NOW })

test('what a country’s reviewers confirmed is believed for the signature of that country’s instance', async () => {
  expect(await found(said())).toEqual(said())
})

test('not for another signature, not for another country, not from the future, not changed on the way', async () => {
  expect(await found(said(), network.rs.signingKey)).toBeUndefined()
  expect(await found(said(), network.al.signingKey, 'ins_rs')).toBeUndefined()
  expect(await found(said({ country: 'RS' }))).toBeUndefined()
  expect(await found(said({ instance: 'ins_rs' }))).toBeUndefined()
  expect(await found(said({ issued: new Date(Date.parse(NOW) + 3_600_000).toISOString() }))).toBeUndefined()
  const [head, payload = '', signature] = (await signContentReviews(said(), network.al.signingKey)).split('.')
  const text = Buffer.from(payload, 'base64url').toString().replace('mediator', 'guardians')
  const forged = [head, Buffer.from(text).toString('base64url'), signature].join('.')
  expect(await findContentReviews(forged, { list: network.list, instanceId: 'ins_al', now: NOW })).toBeUndefined()
})

test('there is no place for a name', async () => {
  const [one] = said().reviews
  const named = { ...said(), reviews: [{ ...one, name: 'Teuta Example' }] } as unknown as ContentReviews
  await expect(signContentReviews(named, network.al.signingKey)).rejects.toThrow(/name/u)
})
