/** What can go wrong in the vault. Stable: screens choose their words by it. */
export type VaultErrorCode =
  | 'malformed'
  | 'unsupported_version'
  | 'weak_parameters'
  | 'excessive_parameters'
  | 'passphrase_too_short'
  | 'passphrase_too_long'
  | 'cannot_open'
  | 'not_a_reader'
  | 'wrong_key'
  | 'wrong_subject'
  | 'code_mistyped'

/** A refusal of the vault. The message says what was found and what to do; it never carries secret or personal data. */
export class VaultError extends Error {
  readonly code: VaultErrorCode
  constructor(code: VaultErrorCode, message: string) {
    super(message)
    this.name = 'VaultError'
    this.code = code
  }
}
