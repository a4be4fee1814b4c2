export type BackupCode =
  | 'not_a_backup'
  | 'unsupported_version'
  | 'wrong_key'
  | 'truncated'
  | 'damaged'
  | 'database_not_empty'
  | 'unprotected_table'
  | 'schema_mismatch'

/** Why a backup cannot be made or taken back. Nothing was changed when it is thrown. */
export class BackupProblem extends Error {
  readonly code: BackupCode
  constructor(code: BackupCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BackupProblem'
    this.code = code
  }
}
