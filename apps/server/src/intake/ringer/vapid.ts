import { createECDH } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'

const TWELVE_HOURS = 12 * 3600

/** How this instance shows a push service who it is: RFC 8292, "Voluntary Application Server Identification". */
export type Vapid = {
  /** The key that browsers tie a subscription to: an uncompressed point of P-256, base64url. */
  publicKey: string
  /** The `Authorization` header of a request to this endpoint. */
  authorization: (endpoint: URL, now: Date) => Promise<string>
}

/** A private key of P-256, 32 bytes as base64url, as `push.privateKey` of the configuration takes it. */
export const newVapidKey = (): { privateKey: string; publicKey: string } => {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  return { privateKey: pair.getPrivateKey('base64url').padStart(43, 'A'), publicKey: pair.getPublicKey('base64url') }
}

/**
 * @param subject `mailto:` or `https:` address by which the push service reaches whoever runs this instance (RFC 8292, 2.1)
 * @throws {Error} for a number that is no private key of P-256
 */
export const vapidOf = async (privateKey: string, subject: string): Promise<Vapid> => {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(privateKey, 'base64url')
  const point = pair.getPublicKey()
  const key = await importJWK(
    {
      kty: 'EC',
      crv: 'P-256',
      d: privateKey,
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
    'ES256',
  )
  const publicKey = point.toString('base64url')
  return {
    publicKey,
    authorization: async (endpoint, now) => {
      const token = await new SignJWT()
        .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
        .setAudience(endpoint.origin)
        .setExpirationTime(Math.floor(now.getTime() / 1000) + TWELVE_HOURS)
        .setSubject(subject)
        .sign(key)
      return `vapid t=${token}, k=${publicKey}`
    },
  }
}
