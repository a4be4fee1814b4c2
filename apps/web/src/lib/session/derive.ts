import type { DerivedSecrets, KdfParams, PassphraseChange, PassphraseInput } from '@ariadne/vault/passphrase'
import type { Mode } from '../device/profile.ts'

export type DeriveQuestion =
  | {
      readonly use: 'passphrase' | 'pin'
      readonly secret: string
      readonly salt: string
      readonly kdf: KdfParams
      readonly mode: Mode
    }
  | { readonly use: 'change'; readonly old: PassphraseInput; readonly next: PassphraseInput; readonly mode: Mode }
type Derived = DerivedSecrets | CryptoKey | PassphraseChange
export type DeriveAnswer = { readonly value: Derived } | { readonly code: string; readonly message: string }

/** The browser could not derive a key: `code` as `VaultError`, or `unexpected` when the worker itself failed. */
export class DeriveError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'DeriveError'
    this.code = code
  }
}

const inWorker = (question: DeriveQuestion): Promise<Derived> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./derive.worker.ts', import.meta.url), { type: 'module' })
    const end = () => worker.terminate()
    worker.addEventListener('message', ({ data }: MessageEvent<DeriveAnswer>) => {
      end()
      if ('value' in data) resolve(data.value)
      else reject(new DeriveError(data.code, data.message))
    })
    worker.addEventListener('error', (event) => {
      end()
      reject(new DeriveError('unexpected', event.message))
    })
    worker.postMessage(question)
  })

/** The login secret and the wrapping key of a passphrase. @throws DeriveError */
export const derivePassphrase = async (
  secret: string,
  salt: string,
  kdf: KdfParams,
  mode: Mode,
): Promise<DerivedSecrets> => (await inWorker({ use: 'passphrase', secret, salt, kdf, mode })) as DerivedSecrets

/** The key that a PIN becomes on this device. @throws DeriveError */
export const derivePin = async (secret: string, salt: string, kdf: KdfParams, mode: Mode): Promise<CryptoKey> =>
  (await inWorker({ use: 'pin', secret, salt, kdf, mode })) as CryptoKey

/** Everything a change of passphrase needs of both. @throws DeriveError */
export const derivePassphraseChange = async (
  old: PassphraseInput,
  next: PassphraseInput,
  mode: Mode,
): Promise<PassphraseChange> => (await inWorker({ use: 'change', old, next, mode })) as PassphraseChange
