import { randomBytes } from 'node:crypto'

export type IdPrefix = 'ins' | 'org' | 'unt' | 'mbr'

const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new opaque permanent id, such as `unt_7hk2m9q0xw4c`: 60 random bits that say nothing about what they name. */
export const opaqueId = (prefix: IdPrefix): string =>
  `${prefix}_${Array.from(randomBytes(12), (byte) => letters[byte & 31] ?? '0').join('')}`
