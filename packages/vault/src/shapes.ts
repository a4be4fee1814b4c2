import { fromBase64Url } from './bytes.ts'
import { VaultError } from './errors.ts'

// Structural checks by hand, because the page loads the vault and should not load a schema library for it.

/** @throws VaultError `malformed` unless it is a plain object */
export const readRecord = (value: unknown, what: string): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new VaultError('malformed', `This ${what} is not an object`)
  return value as Record<string, unknown>
}

/** @throws VaultError `unsupported_version` unless `v` is 1 */
export const readVersion = (record: Record<string, unknown>, what: string): void => {
  if (record['v'] !== 1)
    throw new VaultError('unsupported_version', `This ${what} is of a version this software does not know; update it`)
}

/** @throws VaultError `malformed`, naming the field */
export const readText = (record: Record<string, unknown>, field: string, most = 2 ** 24): string => {
  const value = record[field]
  if (typeof value !== 'string' || value === '' || value.length > most)
    throw new VaultError('malformed', `Field ${field} should be a text of 1 to ${most} characters`)
  return value
}

/** A base64url text; `length` in bytes where it is fixed. */
export const readBase64Url = (record: Record<string, unknown>, field: string, length?: number): string => {
  const text = readText(record, field)
  const bytes = fromBase64Url(text)
  if (length !== undefined && bytes.length !== length)
    throw new VaultError('malformed', `Field ${field} should hold ${length} bytes, it holds ${bytes.length}`)
  return text
}

/** A whole number from 1. */
export const readCount = (record: Record<string, unknown>, field: string): number => {
  const value = record[field]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw new VaultError('malformed', `Field ${field} should be a whole number from 1`)
  return value
}

/** Refuses members nobody asked for, so that what is stored is only what is checked. */
export const refuseOthers = (record: Record<string, unknown>, known: readonly string[], what: string): void => {
  const other = Object.keys(record).find((key) => !known.includes(key))
  if (other !== undefined)
    throw new VaultError('malformed', `This ${what} has a field that does not belong: ${other.slice(0, 40)}`)
}
