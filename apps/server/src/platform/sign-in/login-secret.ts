import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * What is stored for a login secret. The secret is already 256 bits out of Argon2id in the browser; scrypt on top
 * (N 2^14, r 8, p 1: 16 MiB) means that a stolen row still costs both for every guess.
 */
const derive = (secret: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, { N: 16_384, r: 8, p: 1 }, (error, key) => (error === null ? resolve(key) : reject(error)))
  })

export const hashLoginSecret = async (secret: string): Promise<string> => {
  const salt = randomBytes(16)
  return `s1$${salt.toString('base64url')}$${(await derive(secret, salt)).toString('base64url')}`
}

export const verifyLoginSecret = async (secret: string, stored: string): Promise<boolean> => {
  const [version, salt, key] = stored.split('$')
  if (version !== 's1' || salt === undefined || key === undefined) return false
  const expected = Buffer.from(key, 'base64url')
  const derived = await derive(secret, Buffer.from(salt, 'base64url'))
  return expected.length === derived.length && timingSafeEqual(expected, derived)
}
