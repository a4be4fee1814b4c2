// Node has these as values in its global scope and as types in node:crypto only; the packages, which run in browsers too,
// name them as browsers do.
import type { webcrypto } from 'node:crypto'

declare global {
  interface CryptoKey extends webcrypto.CryptoKey {}
  interface CryptoKeyPair extends webcrypto.CryptoKeyPair {}
}
