import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex } from './bytes.ts'
import { decryptRow, encryptRow, importDeviceKey, makeDeviceKey, unwrapDeviceKey, wrapDeviceKey } from './device.ts'
import { DEMO_KDF, deriveDeviceWrappingKey } from './passphrase.ts'

const place = { store: 'drafts', id: 'd1' }
const salt = new Uint8Array(16).fill(9)

test('the device key is wrapped by a PIN, and by another PIN after a change', async () => {
  const raw = makeDeviceKey()
  const pin = await deriveDeviceWrappingKey('482915', salt, DEMO_KDF, 'demo')
  const wrapped = await wrapDeviceKey(raw, pin, 'device-1')
  expect(toHex(await unwrapDeviceKey(wrapped, pin, 'device-1'))).toBe(toHex(raw))
  const wrong = await deriveDeviceWrappingKey('482916', salt, DEMO_KDF, 'demo')
  await expect(unwrapDeviceKey(wrapped, wrong, 'device-1')).rejects.toMatchObject({ code: 'cannot_open' })
  await expect(unwrapDeviceKey(wrapped, pin, 'device-2')).rejects.toMatchObject({ code: 'cannot_open' })
  const again = await wrapDeviceKey(raw, wrong, 'device-1')
  expect(toHex(await unwrapDeviceKey(again, wrong, 'device-1'))).toBe(toHex(raw))
})

test('whatever JSON carries comes back from its own row', async () => {
  const key = await importDeviceKey(makeDeviceKey())
  expect(key.extractable).toBe(false)
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const row = await encryptRow(key, place, value)
      expect(JSON.stringify(await decryptRow(key, place, row))).toBe(JSON.stringify(value))
    }),
    { numRuns: 50 },
  )
})

test('a row does not open elsewhere, with another key, or changed by a bit', async () => {
  const key = await importDeviceKey(makeDeviceKey())
  const row = await encryptRow(key, place, { name: 'Leotrim' })
  const refused = { code: 'cannot_open' }
  await expect(decryptRow(key, { ...place, id: 'd2' }, row)).rejects.toMatchObject(refused)
  await expect(decryptRow(key, { ...place, store: 'outbox' }, row)).rejects.toMatchObject(refused)
  await expect(decryptRow(await importDeviceKey(makeDeviceKey()), place, row)).rejects.toMatchObject(refused)
  for (let at = 0; at < row.ciphertext.length; at++) {
    const ciphertext = row.ciphertext.slice()
    ciphertext[at] = (ciphertext[at] ?? 0) ^ 0x10
    await expect(decryptRow(key, place, { ...row, ciphertext })).rejects.toMatchObject(refused)
  }
})

test('nothing that is no row or no JSON slips through', async () => {
  const key = await importDeviceKey(makeDeviceKey())
  await expect(encryptRow(key, place, undefined)).rejects.toMatchObject({ code: 'malformed' })
  await expect(decryptRow(key, place, { v: 2 } as never)).rejects.toMatchObject({ code: 'unsupported_version' })
  await expect(decryptRow(key, place, { v: 1 } as never)).rejects.toMatchObject({ code: 'cannot_open' })
  await expect(importDeviceKey(new Uint8Array(16))).rejects.toMatchObject({ code: 'malformed' })
})
