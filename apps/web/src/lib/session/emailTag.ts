import { sha256, toBase64Url, utf8 } from '@ariadne/vault/bytes'

/** An address as a salted digest, by which a device recognises who signs in without naming anybody on its disk. */
export const emailTag = async (email: string, salt: string): Promise<string> =>
  toBase64Url(await sha256(utf8(JSON.stringify(['ariadne/email-tag/1', salt, email.trim().toLowerCase()]))))
