import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { fromBase64Url, toBase64Url } from '@ariadne/vault/bytes'
import { hpkeOpen, hpkeSeal } from '@ariadne/vault/hpke'
import { keyIdOf, readPublicKey } from '@ariadne/vault/keys'
import { BackupProblem } from './problem.ts'

/** What stands readable at the head of a backup. It names no person and is bound to everything after it. */
export type BackupHeader = {
  format: 1
  instance: string
  createdAt: string
  migrations: { id: string; sha256: string }[]
}
type SealedHeader = BackupHeader & { recipient: string; enc: string; ct: string }

const magic = Buffer.from('ARIADNE-BACKUP\n')
const chunkBytes = 256 * 1024
const lastFlag = 0x8000_0000
const info = new Uint8Array(Buffer.from('ariadne/1 backup'))
const own = (buffer: Buffer) => new Uint8Array(buffer)

/**
 * The nonce of a chunk: its number, and whether it is the last. A chunk moved, left out, doubled or cut off behind
 * therefore fails to open (the STREAM construction: Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015).
 */
const nonceOf = (number: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

const bind = (header: Buffer): Buffer => createHash('sha256').update(header).digest()

/** Seals a stream for the holder of a backup key: magic, header, then chunks of AES-256-GCM under a fresh file key. */
export async function* sealStream(
  header: BackupHeader,
  publicKey: string,
  plaintext: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const fileKey = randomBytes(32)
  const open = Buffer.from(JSON.stringify(header))
  const { enc, ct } = await hpkeSeal(readPublicKey(publicKey), info, own(open), own(fileKey))
  const sealed: SealedHeader = {
    ...header,
    recipient: await keyIdOf(publicKey),
    enc: toBase64Url(enc),
    ct: toBase64Url(ct),
  }
  const head = Buffer.from(JSON.stringify(sealed))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  yield Buffer.concat([magic, length, head])

  const aad = bind(head)
  const chunk = (number: number, last: boolean, bytes: Buffer): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(number, last)).setAAD(aad)
    const body = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    const size = Buffer.alloc(4)
    size.writeUInt32BE((body.length | (last ? lastFlag : 0)) >>> 0)
    return Buffer.concat([size, body])
  }
  let number = 0
  let held = Buffer.alloc(0)
  for await (const piece of plaintext) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece])
    while (held.length > chunkBytes) {
      yield chunk(number, false, held.subarray(0, chunkBytes))
      held = held.subarray(chunkBytes)
      number += 1
    }
  }
  yield chunk(number, true, held)
}

/** Takes exact numbers of bytes off a stream. */
const takerOf = (source: AsyncIterable<Buffer>) => {
  const iterator = source[Symbol.asyncIterator]()
  let held = Buffer.alloc(0)
  const fill = async (count: number): Promise<boolean> => {
    while (held.length < count) {
      const next = await iterator.next()
      if (next.done === true) return false
      held = Buffer.concat([held, next.value])
    }
    return true
  }
  return {
    take: async (count: number): Promise<Buffer> => {
      if (!(await fill(count))) throw truncated()
      const bytes = held.subarray(0, count)
      held = held.subarray(count)
      return bytes
    },
    atEnd: async (): Promise<boolean> => !(await fill(1)),
  }
}

const truncated = () =>
  new BackupProblem('truncated', 'The backup ends too early: a part is missing. Take another copy of the file.')
const damaged = (cause?: unknown) =>
  new BackupProblem('damaged', 'The backup was changed or damaged. Take another copy of the file.', { cause })

/**
 * Opens what `sealStream` sealed.
 * @throws {BackupProblem} `not_a_backup`, `unsupported_version`, `wrong_key`, `truncated` or `damaged`
 */
export const openStream = async (
  source: AsyncIterable<Buffer>,
  seed: Uint8Array<ArrayBuffer>,
): Promise<{ header: BackupHeader; plaintext: AsyncGenerator<Buffer> }> => {
  const { take, atEnd } = takerOf(source)
  const start = await take(magic.length).catch(() => Buffer.alloc(0))
  if (!start.equals(magic)) throw new BackupProblem('not_a_backup', 'This file is no backup of Ariadne.')
  const size = (await take(4)).readUInt32BE()
  if (size > 1_000_000) throw damaged()
  const head = Buffer.from(await take(size))
  const { recipient, enc, ct, ...header } = parseHeader(head)
  if (header.format !== 1)
    throw new BackupProblem('unsupported_version', 'The backup has a newer format. Restore it with a newer Ariadne.')
  const fileKey = await hpkeOpen(seed, info, own(Buffer.from(JSON.stringify(header))), {
    enc: fromBase64Url(enc),
    ct: fromBase64Url(ct),
  }).catch((cause: unknown) => {
    throw new BackupProblem(
      'wrong_key',
      `This key does not open the backup, which was sealed for the key ${recipient}, or its head was changed.`,
      { cause },
    )
  })
  const aad = bind(head)
  const plaintext = async function* () {
    for (let number = 0; ; number += 1) {
      const word = (await take(4)).readUInt32BE()
      const last = (word & lastFlag) !== 0
      const length = word & ~lastFlag
      if (length < 16 || length > chunkBytes + 16) throw damaged()
      const body = await take(length)
      const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(number, last)).setAAD(aad)
      decipher.setAuthTag(body.subarray(-16))
      let bytes: Buffer
      try {
        bytes = Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()])
      } catch (error) {
        throw damaged(error)
      }
      yield bytes
      if (last) break
    }
    if (!(await atEnd())) throw damaged()
  }
  return { header, plaintext: plaintext() }
}

const parseHeader = (head: Buffer): SealedHeader => {
  try {
    const value = JSON.parse(head.toString('utf8')) as SealedHeader
    if (typeof value.enc !== 'string' || typeof value.ct !== 'string' || !Array.isArray(value.migrations))
      throw damaged()
    return value
  } catch (error) {
    throw error instanceof BackupProblem ? error : damaged(error)
  }
}
