import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { XWing } from '@hpke/hybridkem-x-wing'
import { argon2id as nobleArgon2id } from '@noble/hashes/argon2.js'
import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js'
import { argon2id } from 'hash-wasm'
import { expect, test } from 'vitest'
import xwing from '../vectors/xwing.json' with { type: 'json' }
import { toHex, utf8, type Bytes } from './bytes.ts'
import { hkdf } from './cipher.ts'
import { xwingPublicKey } from './hpke.ts'

const hex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

test.each(xwing.vectors)('X-Wing, draft-connolly-cfrg-xwing-kem-08 appendix C: $seed', async (vector) => {
  const kem = new XWing()
  const publicKey = await xwingPublicKey(hex(vector.seed))
  const sealed = await kem.encap({
    recipientPublicKey: await kem.deserializePublicKey(publicKey),
    ekm: hex(vector.eseed),
  })
  expect(toHex(new Uint8Array(sealed.sharedSecret))).toBe(vector.ss)
  if (vector.pk) expect(toHex(publicKey)).toBe(vector.pk)
  if (vector.ct) expect(toHex(new Uint8Array(sealed.enc))).toBe(vector.ct)
  const recipientKey = await kem.deserializePrivateKey(hex(vector.seed))
  const enc = vector.ct ? hex(vector.ct) : sealed.enc
  expect(toHex(new Uint8Array(await kem.decap({ recipientKey, enc })))).toBe(vector.ss)
})

test('X-Wing agrees with a second implementation, both ways', async () => {
  const kem = new XWing()
  const seed = crypto.getRandomValues(new Uint8Array(32))
  const publicKey = await xwingPublicKey(seed)
  const other = ml_kem768_x25519.keygen(seed)
  expect(toHex(other.publicKey)).toBe(toHex(publicKey))
  const theirs = ml_kem768_x25519.encapsulate(publicKey)
  const recipientKey = await kem.deserializePrivateKey(seed)
  const opened = await kem.decap({ recipientKey, enc: Uint8Array.from(theirs.cipherText) })
  expect(toHex(new Uint8Array(opened))).toBe(toHex(theirs.sharedSecret))
  const ours = await kem.encap({ recipientPublicKey: await kem.deserializePublicKey(publicKey) })
  expect(toHex(ml_kem768_x25519.decapsulate(new Uint8Array(ours.enc), other.secretKey))).toBe(
    toHex(new Uint8Array(ours.sharedSecret)),
  )
})

test('HPKE key schedule and sealing, RFC 9180 appendix A.1.1', async () => {
  const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() })
  const privateKey = '4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'
  const context = await suite.createRecipientContext({
    recipientKey: await suite.kem.importKey('raw', hex(privateKey).buffer, false),
    enc: hex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
    info: hex('4f6465206f6e2061204772656369616e2055726e'),
  })
  const ciphertext = hex('f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a')
  const plaintext = await context.open(ciphertext, utf8('Count-0'))
  expect(new TextDecoder().decode(plaintext)).toBe('Beauty is truth, truth beauty')
})

test('HKDF-SHA-256, RFC 5869 appendix A.1 to A.3', async () => {
  const counting = (from: number, to: number) => Uint8Array.from({ length: to - from + 1 }, (_, at) => from + at)
  expect(toHex(await hkdf(new Uint8Array(22).fill(0x0b), counting(0, 12), counting(0xf0, 0xf9), 42))).toBe(
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  )
  expect(toHex(await hkdf(counting(0, 0x4f), counting(0x60, 0xaf), counting(0xb0, 0xff), 82))).toBe(
    'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  )
  expect(toHex(await hkdf(new Uint8Array(22).fill(0x0b), new Uint8Array(0), new Uint8Array(0), 42))).toBe(
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  )
})

test('Argon2id, RFC 9106 section 5.3', () => {
  // The vector has associated data, which hash-wasm cannot take: the second implementation is held to the RFC, and
  // the one in use to the second.
  const tag = nobleArgon2id(new Uint8Array(32).fill(1), new Uint8Array(16).fill(2), {
    t: 3,
    m: 32,
    p: 4,
    dkLen: 32,
    key: new Uint8Array(8).fill(3),
    personalization: new Uint8Array(12).fill(4),
  })
  expect(toHex(tag)).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659')
})

test.each([
  { memorySize: 1024, iterations: 3, parallelism: 1 },
  { memorySize: 256, iterations: 1, parallelism: 1 },
  { memorySize: 512, iterations: 4, parallelism: 2 },
])('Argon2id in use agrees with the implementation held to the RFC: %o', async (params) => {
  const password = utf8('three blind mice, see how they run')
  const salt = new Uint8Array(16).fill(7)
  const ours = await argon2id({ password, salt, ...params, hashLength: 32, outputType: 'hex' })
  const reference = nobleArgon2id(password, salt, {
    t: params.iterations,
    m: params.memorySize,
    p: params.parallelism,
    dkLen: 32,
  })
  expect(ours).toBe(toHex(reference))
})
