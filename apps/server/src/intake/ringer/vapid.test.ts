import { compactVerify, decodeJwt, importJWK } from 'jose'
import { expect, test } from 'vitest'
import { newVapidKey, vapidOf } from './vapid.ts'

const jwkOf = (publicKey: string) => {
  const point = Buffer.from(publicKey, 'base64url')
  return importJWK(
    {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
    'ES256',
  )
}
const partsOf = (header: string) => /^vapid t=(?<t>[^,]+), k=(?<k>[\w-]+)$/u.exec(header)?.groups ?? {}

test('the example of RFC 8292 (2.4) is read as our own headers are', async () => {
  const { t, k } = partsOf(
    'vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs',
  )
  await expect(compactVerify(t ?? '', await jwkOf(k ?? ''))).resolves.toBeDefined()
  expect(decodeJwt(t ?? '')).toEqual({
    aud: 'https://push.example.net',
    exp: 1453523768,
    sub: 'mailto:push@example.com',
  })
})

test('a header says whose it is, for which service and for how long, and nothing else', async () => {
  const { privateKey, publicKey } = newVapidKey()
  const vapid = await vapidOf(privateKey, 'mailto:operator@mk.example')
  expect(vapid.publicKey).toBe(publicKey)
  const now = new Date('2026-11-23T03:00:00Z')
  const { t, k } = partsOf(await vapid.authorization(new URL('https://push.example/wpush/v2/secret'), now))
  expect(k).toBe(publicKey)
  await expect(compactVerify(t ?? '', await jwkOf(k ?? ''))).resolves.toBeDefined()
  expect(decodeJwt(t ?? '')).toEqual({
    aud: 'https://push.example',
    exp: now.getTime() / 1000 + 12 * 3600,
    sub: 'mailto:operator@mk.example',
  })
})

test('no key of the curve is refused', async () => {
  await expect(vapidOf(Buffer.alloc(32).toString('base64url'), 'mailto:a@b.example')).rejects.toThrow(/private key/iu)
})
