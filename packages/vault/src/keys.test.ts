import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { toBase64Url, toHex } from './bytes.ts'
import { keyId, keyIdOf, makeKeyPair, readPublicKey, readSeed, writePublicKey, writeSeed } from './keys.ts'

test('a seed gives the same key pair every time', async () => {
  const seed = new Uint8Array(32).fill(5)
  const [one, other] = [await makeKeyPair(seed), await makeKeyPair(seed)]
  expect(one).toStrictEqual(other)
  expect((await makeKeyPair()).keyId).not.toBe((await makeKeyPair()).keyId)
})

test('the key id is SHA-256 over the canonical JSON of alg, kty and pub', async () => {
  const publicKey = readPublicKey((await makeKeyPair()).publicKey)
  const canonical = JSON.stringify({ alg: 'X-Wing', kty: 'AKP', pub: toBase64Url(publicKey) })
  expect(await keyId(publicKey)).toBe(createHash('sha256').update(canonical).digest('base64url'))
  expect(await keyIdOf(writePublicKey(publicKey))).toBe(await keyId(publicKey))
})

test('text forms come back', async () => {
  const { seed, publicKey } = await makeKeyPair()
  expect(toHex(readSeed(writeSeed(seed)))).toBe(toHex(seed))
  expect(writePublicKey(readPublicKey(publicKey))).toBe(publicKey)
})

test.each([
  ['xwp2.AAAA', 'unsupported_version'],
  ['xwp1.AAAA', 'malformed'],
  ['hello', 'malformed'],
  ['', 'malformed'],
  [writeSeed(new Uint8Array(32)), 'unsupported_version'],
])('refuses %s as a public key: %s', (text, code) => {
  expect(() => readPublicKey(text)).toThrow(expect.objectContaining({ code }))
})

test('refuses a seed of another length', async () => {
  await expect(makeKeyPair(new Uint8Array(31))).rejects.toMatchObject({ code: 'malformed' })
})
