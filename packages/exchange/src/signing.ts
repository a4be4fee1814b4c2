import { fromBase64Url, fromUtf8, sha256, toBase64Url, utf8 } from '@ariadne/vault/bytes'
import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose'
import { canonicalJson } from './canonicalJson.ts'

/** An Ed25519 signing key as a host keeps it (RFC 8037 section 2): all base64url, `d` secret. */
export interface SigningKeyRecord {
  readonly kid: string
  readonly x: string
  readonly d: string
}

/** A signing key ready for use; cannot be read back out. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
}

const ALGORITHM = 'Ed25519'

/** Key id of an Ed25519 public key: its JWK thumbprint (RFC 7638, RFC 8037 appendix A.3). */
export const signingKeyId = async (x: string): Promise<string> =>
  toBase64Url(await sha256(utf8(canonicalJson({ crv: ALGORITHM, kty: 'OKP', x }))))

/** A fresh signing key. */
export const makeSigningKey = async (): Promise<SigningKeyRecord> => {
  const pair = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const { x = '', d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return { kid: await signingKeyId(x), x, d }
}

/** @throws DOMException when `x` and `d` are not an Ed25519 key pair */
export const importSigningKey = async ({ kid, x, d }: SigningKeyRecord): Promise<SigningKey> => ({
  kid,
  privateKey: await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: ALGORITHM, x, d }, ALGORITHM, false, ['sign']),
})

/** @throws DOMException when `x` is not an Ed25519 public key */
export const importVerifyingKey = (x: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', { kty: 'OKP', crv: ALGORITHM, x }, ALGORITHM, true, ['verify'])

/** Compact JWS (RFC 7515 section 3.1) by EdDSA (RFC 8037) over canonical JSON. `typ` keeps one kind from passing for another. */
export const signCompact = (payload: unknown, typ: string, key: SigningKey): Promise<string> =>
  new CompactSign(utf8(canonicalJson(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ, kid: key.kid })
    .sign(key.privateKey)

/** The key id a compact JWS names, when it is of this `typ` and has no header but alg, typ and kid. Nothing is verified. */
export const findKid = (jws: string, typ: string): string | undefined => {
  try {
    for (const part of jws.split('.')) fromBase64Url(part)
    const header = decodeProtectedHeader(jws)
    const plain = Object.keys(header).sort().join() === 'alg,kid,typ'
    return plain && header.alg === 'EdDSA' && header.typ === typ ? header.kid : undefined
  } catch {
    return undefined
  }
}

/** What a verified JWS carries: the payload as it was signed, or which of the two it failed at. */
export type Verified =
  { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly at: 'signature' | 'payload' }

/** Verifies a compact JWS whose header `findKid` accepted. The payload must be canonical JSON: one spelling, one meaning. */
export const verifyCompact = async (jws: string, x: string): Promise<Verified> => {
  let text: string
  try {
    const { payload } = await compactVerify(jws, await importVerifyingKey(x), { algorithms: ['EdDSA'] })
    text = fromUtf8(payload)
  } catch {
    return { ok: false, at: 'signature' }
  }
  try {
    const payload = JSON.parse(text) as unknown
    return canonicalJson(payload) === text ? { ok: true, payload } : { ok: false, at: 'payload' }
  } catch {
    return { ok: false, at: 'payload' }
  }
}
