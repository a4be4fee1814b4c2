import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'

/** WOFF2 section 5.2: tables that have a number instead of a name, as far as `cmap` must be told from them. */
const CMAP = 0
const GLYF = 10
const LOCA = 11
const OWN_NAME = 63

/**
 * The letters a WOFF2 font has, as code points: its `cmap`, formats 4 and 12 (https://www.w3.org/TR/WOFF2/, OpenType `cmap`).
 * @throws Error for a font without a Unicode `cmap` in one of these formats
 */
export const lettersOf = (path: string): Set<number> => {
  const file = readFileSync(path)
  const tables = file.readUInt16BE(12)
  const compressed = file.readUInt32BE(20)
  let at = 48
  const base128 = () => {
    let value = 0
    for (;;) {
      const byte = file.readUInt8(at++)
      value = value * 128 + (byte & 0x7f)
      if ((byte & 0x80) === 0) return value
    }
  }
  let offset = 0
  let cmap: { offset: number; length: number } | undefined
  for (let table = 0; table < tables; table += 1) {
    const flags = file.readUInt8(at++)
    const kind = flags & 0x3f
    const transform = flags >> 6
    if (kind === OWN_NAME) at += 4
    const original = base128()
    const isTransformed = kind === GLYF || kind === LOCA ? transform === 0 : transform !== 0
    const length = isTransformed ? base128() : original
    if (kind === CMAP) cmap = { offset, length }
    offset += length
  }
  if (!cmap) throw new Error(`${path} has no cmap.`)
  const data = brotliDecompressSync(file.subarray(at, at + compressed)).subarray(cmap.offset, cmap.offset + cmap.length)
  const letters = new Set<number>()
  let understood = false
  for (let record = 0; record < data.readUInt16BE(2); record += 1) {
    const start = data.readUInt32BE(4 + record * 8 + 4)
    const format = data.readUInt16BE(start)
    if (format === 4) {
      understood = true
      const segments = data.readUInt16BE(start + 6) / 2
      for (let segment = 0; segment < segments; segment += 1) {
        const end = data.readUInt16BE(start + 14 + segment * 2)
        const first = data.readUInt16BE(start + 16 + segments * 2 + segment * 2)
        for (let code = first; code <= end && code !== 0xffff; code += 1) letters.add(code)
      }
    } else if (format === 12) {
      understood = true
      for (let group = 0; group < data.readUInt32BE(start + 12); group += 1)
        for (
          let code = data.readUInt32BE(start + 16 + group * 12);
          code <= data.readUInt32BE(start + 20 + group * 12);
          code += 1
        )
          letters.add(code)
    }
  }
  if (!understood) throw new Error(`${path} has no cmap of format 4 or 12.`)
  return letters
}

/** The code points of a CSS `unicode-range`. */
export const inRange =
  (range: string) =>
  (code: number): boolean =>
    range.split(',').some((part) => {
      const [from = '', to = from] = part.trim().replace(/^U\+/iu, '').split('-')
      return code >= Number.parseInt(from, 16) && code <= Number.parseInt(to, 16)
    })
