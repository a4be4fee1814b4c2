import { expect, test } from 'vitest'
import { fromBase64Url, toBase64Url, toHex } from './bytes.ts'
import { importAesKey } from './cipher.ts'
import { unwrapSeed, wrapSeed } from './seeds.ts'

const seed = new Uint8Array(32).map((_, at) => at)
const subject = { purpose: 'member', memberId: 'mbr_ana', version: 1 } as const
const key = () => importAesKey(new Uint8Array(32).fill(3))

test('a seed comes back for its own subject only', async () => {
  const wrapped = await wrapSeed(seed, await key(), subject)
  expect(toHex(await unwrapSeed(wrapped, await key(), subject))).toBe(toHex(seed))
  for (const other of [{ purpose: 'unit' }, { memberId: 'mbr_bojan' }, { version: 2 }] as const)
    await expect(unwrapSeed(wrapped, await key(), { ...subject, ...other })).rejects.toMatchObject({
      code: 'cannot_open',
    })
  const otherKey = await importAesKey(new Uint8Array(32).fill(4))
  await expect(unwrapSeed(wrapped, otherKey, subject)).rejects.toMatchObject({ code: 'cannot_open' })
})

test('no changed bit opens', async () => {
  const wrapped = await wrapSeed(seed, await key(), subject)
  const bytes = fromBase64Url(wrapped.ciphertext)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = bytes.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    await expect(
      unwrapSeed({ ...wrapped, ciphertext: toBase64Url(changed) }, await key(), subject),
    ).rejects.toMatchObject({ code: 'cannot_open' })
  }
})

test.each([
  [{ v: 2 }, 'unsupported_version'],
  [{ iv: '' }, 'malformed'],
  [{ iv: 'AAAA' }, 'cannot_open'],
  [{ ciphertext: 'not base64url!' }, 'malformed'],
  [{ ciphertext: 'AAAA' }, 'cannot_open'],
])('refuses %o: %s', async (change, code) => {
  const wrapped = await wrapSeed(seed, await key(), subject)
  await expect(unwrapSeed({ ...wrapped, ...change }, await key(), subject)).rejects.toMatchObject({ code })
})
