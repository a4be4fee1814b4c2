import { expect, test } from 'vitest'
import { decrypt, encrypt } from './cipher.ts'
import { utf8 } from './bytes.ts'
import {
  DEFAULT_KDF,
  DEMO_KDF,
  checkKdfParams,
  deriveDeviceWrappingKey,
  deriveFromPassphrase,
  findPassphraseProblem,
} from './passphrase.ts'

const salt = new Uint8Array(16).fill(1)
const passphrase = 'seven grey geese over Prespa'
const opens = async (one: CryptoKey, other: CryptoKey) => {
  const sealed = await encrypt(one, utf8('x'), utf8('place'))
  return decrypt(other, sealed, utf8('place')).then(
    () => true,
    () => false,
  )
}

test('the default parameters work, and give the same secrets twice', { timeout: 60_000 }, async () => {
  const one = await deriveFromPassphrase(passphrase, salt, DEFAULT_KDF, 'live')
  const other = await deriveFromPassphrase(passphrase, salt, DEFAULT_KDF, 'live')
  expect(one.loginSecret).toBe(other.loginSecret)
  expect(one.loginSecret).toMatch(/^[\w-]{43}$/)
  expect(await opens(one.wrappingKey, other.wrappingKey)).toBe(true)
  expect(one.wrappingKey.extractable).toBe(false)
})

test('another passphrase, salt or use gives other secrets', async () => {
  const base = await deriveFromPassphrase(passphrase, salt, DEMO_KDF, 'demo')
  for (const other of [
    await deriveFromPassphrase(`${passphrase} `, salt, DEMO_KDF, 'demo'),
    await deriveFromPassphrase(passphrase, new Uint8Array(16).fill(2), DEMO_KDF, 'demo'),
    await deriveFromPassphrase(passphrase, salt, { ...DEMO_KDF, iterations: 2 }, 'demo'),
  ]) {
    expect(other.loginSecret).not.toBe(base.loginSecret)
    expect(await opens(base.wrappingKey, other.wrappingKey)).toBe(false)
  }
  const device = await deriveDeviceWrappingKey(passphrase, salt, DEMO_KDF, 'demo')
  expect(await opens(base.wrappingKey, device)).toBe(false)
})

test('a passphrase typed with composed or decomposed letters is the same passphrase', async () => {
  const composed = await deriveFromPassphrase('Ѓорѓи оди накај дома', salt, DEMO_KDF, 'demo')
  const decomposed = await deriveFromPassphrase('Ѓорѓи оди накај дома'.normalize('NFD'), salt, DEMO_KDF, 'demo')
  expect(decomposed.loginSecret).toBe(composed.loginSecret)
})

test.each([
  [{ ...DEFAULT_KDF, memoryKiB: 65_535 }, 'live', 'weak_parameters'],
  [{ ...DEFAULT_KDF, iterations: 2 }, 'training', 'weak_parameters'],
  [{ ...DEFAULT_KDF, memoryKiB: 2_000_000 }, 'live', 'excessive_parameters'],
  [{ ...DEFAULT_KDF, iterations: 1000 }, 'live', 'excessive_parameters'],
  [{ ...DEFAULT_KDF, parallelism: 5 }, 'live', 'excessive_parameters'],
  [{ ...DEFAULT_KDF, parallelism: 0 }, 'live', 'malformed'],
  [{ ...DEFAULT_KDF, iterations: 3.5 }, 'live', 'malformed'],
  [{ ...DEFAULT_KDF, iterations: '3' }, 'live', 'malformed'],
  [{ ...DEFAULT_KDF, v: 2 }, 'live', 'unsupported_version'],
  [{ ...DEFAULT_KDF, alg: 'pbkdf2' }, 'live', 'unsupported_version'],
  [DEMO_KDF, 'live', 'weak_parameters'],
  [DEMO_KDF, 'training', 'weak_parameters'],
  [{ ...DEMO_KDF, memoryKiB: 1024 }, 'demo', 'weak_parameters'],
  [null, 'live', 'malformed'],
  ['argon2id', 'live', 'malformed'],
] as const)('parameters %o in %s mode: %s', (params, mode, code) => {
  expect(() => checkKdfParams(params, mode)).toThrow(expect.objectContaining({ code }))
})

test('a short salt and an empty passphrase are refused', async () => {
  await expect(deriveFromPassphrase(passphrase, new Uint8Array(8), DEMO_KDF, 'demo')).rejects.toMatchObject({
    code: 'weak_parameters',
  })
  await expect(deriveFromPassphrase('', salt, DEMO_KDF, 'demo')).rejects.toMatchObject({ code: 'passphrase_too_short' })
})

test('only the length of a new passphrase is judged', () => {
  expect(findPassphraseProblem('fourteen chars')).toBe('passphrase_too_short')
  expect(findPassphraseProblem('fifteen letters')).toBeNull()
  expect(findPassphraseProblem('سبع إوزات رمادية')).toBeNull()
  expect(findPassphraseProblem('x'.repeat(257))).toBe('passphrase_too_long')
})
