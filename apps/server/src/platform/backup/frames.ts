import { BackupProblem } from './problem.ts'

/** What a backup is made of once it is opened and unpacked. */
export type Frame =
  | { type: 'table'; table: string; columns: string[] }
  | { type: 'data'; bytes: Buffer }
  | { type: 'tableEnd'; rows: number }
  | { type: 'sequence'; sequence: string; value: number | null }
  | { type: 'end'; tables: number; rows: number }

const dataMark = 1
const noteMark = 2

const frame = (mark: number, bytes: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head[0] = mark
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

export const writeFrame = (value: Frame): Buffer =>
  value.type === 'data' ? frame(dataMark, value.bytes) : frame(noteMark, Buffer.from(JSON.stringify(value)))

/** @throws {BackupProblem} `damaged` or `truncated` */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let held = Buffer.alloc(0)
  for await (const piece of source) {
    held = Buffer.concat([held, piece])
    let at = 0
    while (held.length - at >= 5) {
      const mark = held[at]
      const length = held.readUInt32BE(at + 1)
      if ((mark !== dataMark && mark !== noteMark) || length > 64_000_000)
        throw new BackupProblem('damaged', 'The backup has something in it that does not belong there.')
      if (held.length - at - 5 < length) break
      const bytes = held.subarray(at + 5, at + 5 + length)
      yield mark === dataMark
        ? { type: 'data', bytes: Buffer.from(bytes) }
        : (JSON.parse(bytes.toString('utf8')) as Frame)
      at += 5 + length
    }
    held = held.subarray(at)
  }
  if (held.length > 0) throw new BackupProblem('truncated', 'The backup ends in the middle of a table.')
}
