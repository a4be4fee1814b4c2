import { createHash } from 'node:crypto'

/**
 * An id that follows from what it names, in the layout of a UUIDv7 (RFC 9562 section 5.7): 48 bits of time, then 74 bits
 * of SHA-256 over namespace and name, as section 5.5 makes one for a UUIDv5. The same record gets the same id on any day.
 */
export const deterministicId = (milliseconds: number, namespace: string, name: string): string => {
  const bytes = createHash('sha256').update(`${namespace}\n${name}`).digest().subarray(0, 16)
  bytes.writeUIntBE(milliseconds, 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
