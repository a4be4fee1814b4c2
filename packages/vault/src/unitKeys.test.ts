import { expect, test } from 'vitest'
import { toBase64Url, toHex } from './bytes.ts'
import { makeKeyPair } from './keys.ts'
import { grantUnitKey, makeUnitKey, openPreviousKey, openUnitKeyGrant, rotateUnitKey } from './unitKeys.ts'

const member = async (memberId: string) => ({ ...(await makeKeyPair()), memberId })

test('a member opens a grant and holds the unit key', async () => {
  const unitKey = await makeUnitKey('unt_skopje')
  const ana = await member('mbr_ana')
  expect(await openUnitKeyGrant(await grantUnitKey(unitKey, ana), ana, unitKey)).toStrictEqual(unitKey)
})

test('a grant opens for nobody else, and not as another one', async () => {
  const unitKey = await makeUnitKey('unt_skopje')
  const [ana, bojan] = [await member('mbr_ana'), await member('mbr_bojan')]
  const grant = await grantUnitKey(unitKey, ana)
  await expect(openUnitKeyGrant(grant, bojan, unitKey)).rejects.toMatchObject({ code: 'wrong_subject' })
  const thief = { ...bojan, memberId: ana.memberId, keyId: ana.keyId }
  await expect(openUnitKeyGrant(grant, thief, unitKey)).rejects.toMatchObject({ code: 'cannot_open' })
  await expect(
    openUnitKeyGrant({ ...grant, unitId: 'unt_tetovo' }, ana, { ...unitKey, unitId: 'unt_tetovo' }),
  ).rejects.toMatchObject({ code: 'cannot_open' })
  await expect(openUnitKeyGrant({ ...grant, version: 2 }, ana, unitKey)).rejects.toMatchObject({ code: 'cannot_open' })
})

test('a grant with a key the trust list does not name is refused, whoever sealed it', async () => {
  const unitKey = await makeUnitKey('unt_skopje')
  const ana = await member('mbr_ana')
  const forged = await grantUnitKey(await makeUnitKey('unt_skopje'), ana)
  await expect(openUnitKeyGrant(forged, ana, unitKey)).rejects.toMatchObject({ code: 'wrong_subject' })
  const disguised = await grantUnitKey({ ...(await makeUnitKey('unt_skopje')), keyId: unitKey.keyId }, ana)
  await expect(openUnitKeyGrant(disguised, ana, unitKey)).rejects.toMatchObject({ code: 'wrong_key' })
})

test.each([
  [{ v: 3 }, 'unsupported_version'],
  [{ version: 0 }, 'malformed'],
  [{ version: '1' }, 'malformed'],
  [{ enc: '***' }, 'malformed'],
  [{ note: 'more' }, 'malformed'],
  [{ ct: toBase64Url(new Uint8Array(10)) }, 'cannot_open'],
])('refuses a grant with %o: %s', async (change, code) => {
  const unitKey = await makeUnitKey('unt_skopje')
  const ana = await member('mbr_ana')
  const grant = { ...(await grantUnitKey(unitKey, ana)), ...change }
  await expect(openUnitKeyGrant(grant, ana, unitKey)).rejects.toMatchObject({ code })
})

test('rotation makes another key, for those who stay', async () => {
  const old = await makeUnitKey('unt_skopje')
  const ana = await member('mbr_ana')
  const { unitKey, grants } = await rotateUnitKey(old, [ana])
  expect(unitKey).toMatchObject({ unitId: 'unt_skopje', version: 2 })
  expect(toHex(unitKey.seed)).not.toBe(toHex(old.seed))
  expect(grants.map((grant) => grant.memberId)).toStrictEqual(['mbr_ana'])
  expect((await openUnitKeyGrant(grants[0], ana, unitKey)).keyId).toBe(unitKey.keyId)
})

test('whoever holds a key reaches the keys before it, and nobody the keys after it', async () => {
  const first = await makeUnitKey('unt_skopje')
  const second = await rotateUnitKey(first, [])
  const third = await rotateUnitKey(second.unitKey, [])
  const back = await openPreviousKey(third.previous, third.unitKey, second.unitKey.keyId)
  expect(await openPreviousKey(second.previous, back, first.keyId)).toStrictEqual(first)
  await expect(openPreviousKey(third.previous, first, second.unitKey.keyId)).rejects.toMatchObject({
    code: 'wrong_subject',
  })
  await expect(openPreviousKey(third.previous, third.unitKey, first.keyId)).rejects.toMatchObject({
    code: 'wrong_subject',
  })
})
