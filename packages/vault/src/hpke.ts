import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core'
import { XWing } from '@hpke/hybridkem-x-wing'
import type { Bytes } from './bytes.ts'
import { VaultError } from './errors.ts'

/** HPKE output: the encapsulated key (1,120 bytes) and the ciphertext with its tag. */
export interface HpkeSealed {
  readonly enc: Bytes
  readonly ct: Bytes
}

const kem = new XWing()
/** RFC 9180 base mode with KEM X-Wing (0x647a), KDF HKDF-SHA256 (0x0001), AEAD AES-256-GCM (0x0002). */
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() })

export const PUBLIC_KEY_BYTES = 1216
export const SEED_BYTES = 32
export const ENCAPSULATED_BYTES = 1120

/** The public key of a 32-byte seed (draft-connolly-cfrg-xwing-kem, GenerateKeyPairDerand). */
export const xwingPublicKey = async (seed: Bytes): Promise<Bytes> => {
  if (seed.length !== SEED_BYTES)
    throw new VaultError('malformed', `A seed has ${SEED_BYTES} bytes, this one ${seed.length}`)
  const pair = await kem.generateKeyPairDerand(seed.slice())
  return new Uint8Array(await kem.serializePublicKey(pair.publicKey))
}

/**
 * Seals to an X-Wing public key. Anybody can: base mode says nothing about who sealed, so the text itself or a
 * signature around it must.
 * @throws VaultError `malformed` for something that is not an X-Wing public key
 */
export const hpkeSeal = async (publicKey: Bytes, info: Bytes, aad: Bytes, plaintext: Bytes): Promise<HpkeSealed> => {
  if (publicKey.length !== PUBLIC_KEY_BYTES)
    throw new VaultError(
      'malformed',
      `An X-Wing public key has ${PUBLIC_KEY_BYTES} bytes, this one ${publicKey.length}`,
    )
  try {
    const context = await suite.createSenderContext({
      recipientPublicKey: await kem.deserializePublicKey(publicKey),
      info,
    })
    return { enc: new Uint8Array(context.enc), ct: new Uint8Array(await context.seal(plaintext, aad)) }
  } catch {
    throw new VaultError('malformed', 'This is not a valid X-Wing public key')
  }
}

/**
 * Opens what was sealed to the public key of `seed`.
 * @throws VaultError `cannot_open` for another key, a changed text, another `info` or `aad`
 */
export const hpkeOpen = async (seed: Bytes, info: Bytes, aad: Bytes, sealed: HpkeSealed): Promise<Bytes> => {
  try {
    const recipientKey = await kem.deserializePrivateKey(seed)
    const context = await suite.createRecipientContext({ recipientKey, enc: sealed.enc, info })
    return new Uint8Array(await context.open(sealed.ct, aad))
  } catch {
    throw new VaultError(
      'cannot_open',
      'This cannot be opened: it was sealed for another key or another place, or was changed',
    )
  }
}
