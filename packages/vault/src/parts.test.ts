import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from './bytes.ts'
import { addReader, openPart, partDigest, readSealedPart, sealPart, type PartPlace, type SealedPart } from './parts.ts'
import { makeUnitKey, type UnitKey } from './unitKeys.ts'

const place: PartPlace = { instanceId: 'ins_mk', caseId: 'case-1', partId: 'part-1', class: 'identity', version: 1 }
const text = JSON.stringify({ givenName: 'Leotrim', familyName: 'Example' })
let skopje: UnitKey
let tetovo: UnitKey
let part: SealedPart
beforeAll(async () => {
  skopje = await makeUnitKey('unt_skopje')
  tetovo = await makeUnitKey('unt_tetovo')
  part = await sealPart(place, utf8(text), [skopje])
})

test('a reader opens it; it says nothing else', async () => {
  expect(fromUtf8(await openPart(part, place, skopje))).toBe(text)
  expect(JSON.stringify(part)).not.toContain('Leotrim')
  expect(Object.keys(part).sort()).toStrictEqual(['alg', 'ciphertext', 'class', 'iv', 'partId', 'v', 'wraps'])
})

test('who has no wrap cannot open, nor with a wrap of somebody else', async () => {
  await expect(openPart(part, place, tetovo)).rejects.toMatchObject({ code: 'not_a_reader' })
  const disguised = { ...tetovo, unitId: skopje.unitId, keyId: skopje.keyId }
  await expect(openPart(part, place, disguised)).rejects.toMatchObject({ code: 'cannot_open' })
  const relabelled = {
    ...part,
    wraps: part.wraps.map((wrap) => ({ ...wrap, reader: tetovo.unitId, keyId: tetovo.keyId })),
  }
  await expect(openPart(relabelled, place, tetovo)).rejects.toMatchObject({ code: 'cannot_open' })
})

test.each([
  [{ instanceId: 'ins_rs' }, 'cannot_open'],
  [{ caseId: 'case-2' }, 'cannot_open'],
  [{ version: 2 }, 'cannot_open'],
  [{ partId: 'part-2' }, 'wrong_subject'],
  [{ class: 'safety_plan' }, 'wrong_subject'],
])('it does not open in another place: %o', async (change, code) => {
  await expect(openPart(part, { ...place, ...change }, skopje)).rejects.toMatchObject({ code })
})

test('relabelled as another part or class it does not open there either', async () => {
  for (const change of [{ partId: 'part-2' }, { class: 'safety_plan' }])
    await expect(openPart({ ...part, ...change }, { ...place, ...change }, skopje)).rejects.toMatchObject({
      code: 'cannot_open',
    })
})

test('two parts cannot exchange ciphertexts or wraps', async () => {
  const other = await sealPart({ ...place, partId: 'part-2' }, utf8('other'), [skopje])
  await expect(openPart({ ...part, iv: other.iv, ciphertext: other.ciphertext }, place, skopje)).rejects.toMatchObject({
    code: 'cannot_open',
  })
  await expect(openPart({ ...part, wraps: other.wraps }, place, skopje)).rejects.toMatchObject({ code: 'cannot_open' })
})

test('any flipped bit of any byte field fails', { timeout: 60_000 }, async () => {
  const flip = (value: string, bit: number) => {
    const bytes = fromBase64Url(value)
    const at = bit % (bytes.length * 8)
    bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7))
    return toBase64Url(bytes)
  }
  const field = fc.constantFrom('iv', 'ciphertext', 'enc', 'ct')
  await fc.assert(
    fc.asyncProperty(field, fc.nat({ max: 1_000_000 }), async (name, bit) => {
      const changed =
        name === 'iv' || name === 'ciphertext'
          ? { ...part, [name]: flip(part[name], bit) }
          : {
              ...part,
              wraps: part.wraps.map((wrap) => ({ ...wrap, [name]: flip(name === 'enc' ? wrap.enc : wrap.ct, bit) })),
            }
      await expect(openPart(changed, place, skopje)).rejects.toMatchObject({ code: 'cannot_open' })
    }),
    { numRuns: 120 },
  )
})

test('a reader adds a reader, who reads the same; the digest stays', async () => {
  const shared = await addReader(part, place, skopje, tetovo)
  expect(fromUtf8(await openPart(shared, place, tetovo))).toBe(text)
  expect(fromUtf8(await openPart(shared, place, skopje))).toBe(text)
  expect(await partDigest(shared)).toBe(await partDigest(part))
  expect(await addReader(shared, place, skopje, tetovo)).toBe(shared)
  await expect(addReader(part, place, tetovo, tetovo)).rejects.toMatchObject({ code: 'not_a_reader' })
})

test('nobody passes on the key of a part that was tampered with', async () => {
  const bytes = fromBase64Url(part.ciphertext)
  bytes[0] = (bytes[0] ?? 0) ^ 1
  await expect(addReader({ ...part, ciphertext: toBase64Url(bytes) }, place, skopje, tetovo)).rejects.toMatchObject({
    code: 'cannot_open',
  })
})

test('texts of like length look alike', async () => {
  const length = async (name: string) => (await sealPart(place, utf8(name), [skopje])).ciphertext.length
  expect(await length('Li')).toBe(await length('Aleksandra-Magdalena Example-Longname'))
})

test('any text comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), async (bytes) => {
      const sealed = readSealedPart(
        JSON.parse(JSON.stringify(await sealPart(place, Uint8Array.from(bytes), [skopje, tetovo]))),
      )
      expect(await openPart(sealed, place, tetovo)).toStrictEqual(Uint8Array.from(bytes))
    }),
    { numRuns: 20 },
  )
})

test('a part without a reader, or for something that is no key, is not sealed', async () => {
  await expect(sealPart(place, utf8(text), [])).rejects.toMatchObject({ code: 'malformed' })
  await expect(sealPart(place, utf8(text), [{ unitId: 'unt_x', publicKey: 'xwp1.AAAA' }])).rejects.toMatchObject({
    code: 'malformed',
  })
})

test.each([
  ['v', 2, 'unsupported_version'],
  ['alg', 'A128GCM', 'unsupported_version'],
  ['iv', 'AAAA', 'malformed'],
  ['iv', undefined, 'malformed'],
  ['ciphertext', '', 'malformed'],
  ['ciphertext', 'a b', 'malformed'],
  ['partId', 7, 'malformed'],
  ['class', null, 'malformed'],
  ['wraps', [], 'malformed'],
  ['wraps', 'none', 'malformed'],
  ['wraps', [{}], 'malformed'],
  ['wraps', [null], 'malformed'],
  ['name', 'Leotrim', 'malformed'],
])('from outside, %s = %j is refused as %s', (field, value, code) => {
  expect(() => readSealedPart({ ...part, [field]: value })).toThrow(expect.objectContaining({ code }))
})

test('the same reading key twice is refused; whatever comes, only coded errors leave', () => {
  expect(() => readSealedPart({ ...part, wraps: [...part.wraps, ...part.wraps] })).toThrow(
    expect.objectContaining({ code: 'malformed' }),
  )
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => readSealedPart(value)).toThrow(expect.objectContaining({ name: 'VaultError' }))
    }),
  )
})
