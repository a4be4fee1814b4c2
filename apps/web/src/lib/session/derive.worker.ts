import { fromBase64Url } from '@ariadne/vault/bytes'
import { deriveDeviceWrappingKey, deriveFromPassphrase } from '@ariadne/vault/passphrase'
import { VaultError } from '@ariadne/vault/errors'
import type { DeriveAnswer, DeriveQuestion } from './derive.ts'

/** Argon2id takes half a second and more: here, so that the page stays alive and can say that it is working. */
addEventListener('message', ({ data }: MessageEvent<DeriveQuestion>) => {
  const { use, secret, salt, kdf, mode } = data
  const work =
    use === 'passphrase'
      ? deriveFromPassphrase(secret, fromBase64Url(salt), kdf, mode)
      : deriveDeviceWrappingKey(secret, fromBase64Url(salt), kdf, mode)
  work.then(
    (value) => postMessage({ value } satisfies DeriveAnswer),
    (error: unknown) =>
      postMessage({
        code: error instanceof VaultError ? error.code : 'unexpected',
        message: String(error),
      } satisfies DeriveAnswer),
  )
})
