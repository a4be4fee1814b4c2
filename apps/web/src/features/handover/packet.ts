import type { SealedPart } from '@ariadne/contract'

/** Crockford's alphabet, read aloud without mistakes. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Letters of a block: a QR code of this many is still read from a worn page. */
export const BLOCK_LETTERS = 900

/** A short code of a handover, for both sides to write down: the last 50 random bits of its id and a check letter. */
export const packetCode = (handoverId: string): string => {
  let rest = BigInt(`0x${handoverId.replaceAll('-', '').slice(-13)}`) & ((1n << 50n) - 1n)
  let letters = ''
  for (let at = 0; at < 10; at++) {
    letters = ALPHABET[Number(rest & 31n)]! + letters
    rest >>= 5n
  }
  const check = [...letters].reduce((sum, letter) => (sum * 33 + ALPHABET.indexOf(letter) + 1) % 32, 0)
  return `${letters.slice(0, 5)}-${letters.slice(5)}-${ALPHABET[check]!}`
}

/**
 * Sealed parts as blocks of text for paper: `A1/<number>/<count>/<check>/<letters>`. The parts stay sealed; the letters are the
 * base64url text of their JSON. `check` is the sum of the letters' codes, in hex, so that a mistyped block is found before any
 * attempt to open it.
 */
export const blocksOf = (parts: readonly SealedPart[]): string[] => {
  if (parts.length === 0) return []
  const bytes = new TextEncoder().encode(JSON.stringify(parts))
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  const letters = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  const count = Math.ceil(letters.length / BLOCK_LETTERS)
  return Array.from({ length: count }, (_, at) => {
    const piece = letters.slice(at * BLOCK_LETTERS, (at + 1) * BLOCK_LETTERS)
    return `A1/${at + 1}/${count}/${checkOf(piece)}/${piece}`
  })
}

const checkOf = (text: string): string =>
  [...text].reduce((sum, letter, at) => (sum + (at + 1) * letter.charCodeAt(0)) % 65_521, 0).toString(16)

/** What blocks say, in any order. @throws Error naming the block that is missing or was mistyped */
export const partsOf = (blocks: readonly string[]): SealedPart[] => {
  const read = blocks.map((block) => /^A1\/(\d+)\/(\d+)\/([0-9a-f]+)\/([\w-]+)$/.exec(block.trim()))
  const bad = read.findIndex((match) => !match || checkOf(match[4]!) !== match[3])
  if (bad >= 0) throw new Error(`Block ${bad + 1} was not read right; scan or type it again`)
  const count = Number(read[0]?.[2] ?? 0)
  const pieces = new Map(read.map((match) => [Number(match![1]), match![4]!]))
  for (let number = 1; number <= count; number++)
    if (!pieces.has(number)) throw new Error(`Block ${number} of ${count} is missing`)
  const letters = Array.from({ length: count }, (_, at) => pieces.get(at + 1)!).join('')
  const binary = atob(letters.replaceAll('-', '+').replaceAll('_', '/'))
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)))) as SealedPart[]
}
