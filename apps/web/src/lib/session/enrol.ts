import { randomBytes, toBase64Url } from '@ariadne/vault/bytes'
import { api } from '../api/request.ts'
import { derivePassphrase } from './derive.ts'
import { findInstance } from './instance.ts'
import { makeMemberKeys } from './keyring.ts'

/** What a passphrase has to be, so that it can be said before the vault's code is loaded. */
export { PASSPHRASE_CHARACTERS, findPassphraseProblem } from '@ariadne/vault/passphrase'

/** Makes the account of a new member: keys are made here, and only what the passphrase seals is sent. */
export const enrol = async (token: string, memberId: string, passphrase: string): Promise<{ email: string }> => {
  const { mode } = await findInstance()
  const { DEFAULT_KDF } = await import('@ariadne/vault/passphrase')
  const salt = toBase64Url(randomBytes(16))
  const { loginSecret, wrappingKey } = await derivePassphrase(passphrase, salt, DEFAULT_KDF, mode)
  const { publicKey, wrappedSeed } = await makeMemberKeys(memberId, wrappingKey)
  return api('POST /api/enrolment', { body: { token, loginSecret, kdf: DEFAULT_KDF, salt, publicKey, wrappedSeed } })
}
