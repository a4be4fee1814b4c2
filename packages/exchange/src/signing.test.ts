import { CompactSign, compactVerify } from 'jose'
import { expect, test } from 'vitest'
import {
  findKid,
  importSigningKey,
  importVerifyingKey,
  makeSigningKey,
  signCompact,
  signingKeyId,
  verifyCompact,
} from './signing.ts'

// RFC 8037 appendix A.
const d = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A'
const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'

test('RFC 8037 appendix A.3: thumbprint', async () => {
  expect(await signingKeyId(x)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
})

test('RFC 8037 appendix A.4 and A.5: signing and verifying', async () => {
  const { privateKey } = await importSigningKey({ kid: 'any', x, d })
  const jws = await new CompactSign(new TextEncoder().encode('Example of Ed25519 signing'))
    .setProtectedHeader({ alg: 'EdDSA' })
    .sign(privateKey)
  expect(jws).toBe(
    'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  )
  const { payload } = await compactVerify(jws, await importVerifyingKey(x))
  expect(new TextDecoder().decode(payload)).toBe('Example of Ed25519 signing')
})

test('a signed value comes back, by its kind and key only', async () => {
  const record = await makeSigningKey()
  expect(record.kid).toBe(await signingKeyId(record.x))
  const jws = await signCompact({ b: 1, a: 'ё' }, 'one+jws', await importSigningKey(record))
  expect(findKid(jws, 'one+jws')).toBe(record.kid)
  expect(findKid(jws, 'other+jws')).toBeUndefined()
  expect(await verifyCompact(jws, record.x)).toStrictEqual({ ok: true, payload: { a: 'ё', b: 1 } })
  expect(await verifyCompact(jws, x)).toStrictEqual({ ok: false, at: 'signature' })
  expect(await verifyCompact(jws, 'nonsense')).toStrictEqual({ ok: false, at: 'signature' })
})

test('other headers, other algorithms and other spellings are not accepted', async () => {
  const record = await makeSigningKey()
  const { privateKey } = await importSigningKey(record)
  const sign = (text: string, header: Record<string, unknown>) =>
    new CompactSign(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'one+jws', kid: record.kid, ...header })
      .sign(privateKey)
  expect(findKid(await sign('{}', { jwk: {} }), 'one+jws')).toBeUndefined()
  expect(findKid(await sign('{}', { alg: 'Ed25519' }), 'one+jws')).toBeUndefined()
  expect(findKid(`${await sign('{}', {})}=`, 'one+jws')).toBeUndefined()
  expect(findKid('no jws at all', 'one+jws')).toBeUndefined()
  expect(await verifyCompact(await sign('{"b":1,"a":2}', {}), record.x)).toStrictEqual({ ok: false, at: 'payload' })
  expect(await verifyCompact(await sign('{"a":1,"a":2}', {}), record.x)).toStrictEqual({ ok: false, at: 'payload' })
  expect(await verifyCompact(await sign('not json', {}), record.x)).toStrictEqual({ ok: false, at: 'payload' })
})
