import type { Bytes } from './bytes.ts'
import { VaultError } from './errors.ts'

const HEADER_BYTES = 4

/**
 * The padded length of `length` bytes after Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files
 * and Communication with PURBs", 2019, section 4.4): at most 12 % more, and only O(log log) bits of the length told.
 * Never less than `least`, so that short texts all look alike.
 */
export const padmeLength = (length: number, least: number): number => {
  if (length <= least) return least
  const exponent = Math.floor(Math.log2(length))
  const significant = Math.floor(Math.log2(exponent)) + 1
  const step = 2 ** (exponent - significant)
  return Math.ceil(length / step) * step
}

/** Length (32 bits, big-endian), the bytes, then zeros up to the Padmé length. `least` in bytes, 256 unless told. */
export const pad = (bytes: Uint8Array, least = 256): Bytes => {
  const padded = new Uint8Array(padmeLength(HEADER_BYTES + bytes.length, least))
  new DataView(padded.buffer).setUint32(0, bytes.length)
  padded.set(bytes, HEADER_BYTES)
  return padded
}

/**
 * The reverse of `pad`; the padding must be exactly what `pad` makes.
 * @throws VaultError `malformed`
 */
export const unpad = (padded: Bytes, least = 256): Bytes => {
  const length = padded.length < HEADER_BYTES ? -1 : new DataView(padded.buffer, padded.byteOffset).getUint32(0)
  const end = HEADER_BYTES + length
  if (length < 0 || padmeLength(end, least) !== padded.length || padded.subarray(end).some((byte) => byte !== 0))
    throw new VaultError('malformed', 'The padding of this text is not as it should be')
  return padded.slice(HEADER_BYTES, end)
}
