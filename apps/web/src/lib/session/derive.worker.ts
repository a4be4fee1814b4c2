import { fromBase64Url } from '@ariadne/vault/bytes'
import { changePassphrase, deriveDeviceWrappingKey, deriveFromPassphrase } from '@ariadne/vault/passphrase'
import { VaultError } from '@ariadne/vault/errors'
import type { DeriveAnswer, DeriveQuestion } from './derive.ts'

/** Argon2id takes half a second and more: here, so that the page stays alive and can say that it is working. */
addEventListener('message', ({ data }: MessageEvent<DeriveQuestion>) => {
  const work =
    data.use === 'change'
      ? changePassphrase(data.old, data.next, data.mode)
      : data.use === 'passphrase'
        ? deriveFromPassphrase(data.secret, fromBase64Url(data.salt), data.kdf, data.mode)
        : deriveDeviceWrappingKey(data.secret, fromBase64Url(data.salt), data.kdf, data.mode)
  work.then(
    (value) => postMessage({ value } satisfies DeriveAnswer),
    (error: unknown) =>
      postMessage({
        code: error instanceof VaultError ? error.code : 'unexpected',
        message: String(error),
      } satisfies DeriveAnswer),
  )
})
