import type { SealedPart } from '@ariadne/contract'
import { checkSymbol, symbolsOf } from '@ariadne/domain'

/** Letters of a block: a QR code of this many is still read from a worn page. */
const BLOCK_LETTERS = 900

/** A short code of a handover, for both sides to write down: the last 50 random bits of its id and a check symbol. */
export const packetCode = (handoverId: string): string => {
  const bits = BigInt(`0x${handoverId.replaceAll('-', '').slice(-13)}`)
  const symbols = symbolsOf(Array.from({ length: 10 }, (_, at) => Number((bits >> BigInt(5 * (9 - at))) & 31n)))
  return `${symbols.slice(0, 5)}-${symbols.slice(5)}-${checkSymbol(symbols)}`
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
  const pieces = new Map<number, string>()
  let count = 0
  for (const [at, block] of blocks.entries()) {
    const [, number, of, check, letters = ''] = /^A1\/(\d+)\/(\d+)\/([0-9a-f]+)\/([\w-]+)$/.exec(block.trim()) ?? []
    if (!number || checkOf(letters) !== check)
      throw new Error(`Block ${at + 1} was not read right; scan or type it again`)
    pieces.set(Number(number), letters)
    count = Number(of)
  }
  const inOrder = Array.from({ length: count }, (_, at) => {
    const piece = pieces.get(at + 1)
    if (piece === undefined) throw new Error(`Block ${at + 1} of ${count} is missing`)
    return piece
  })
  const binary = atob(inOrder.join('').replaceAll('-', '+').replaceAll('_', '/'))
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)))) as SealedPart[]
}
