import { connect } from 'node:net'

// PostgreSQL's message formats, SSLRequest: its length, then the number that stands for the question.
const mayWeEncrypt = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/**
 * Whether a server behind this socket takes sessions: it has to start a process to say no to our question. A process that
 * was killed a moment ago can still be in the list of processes, and its socket still take connections.
 */
export function answers(socket: string, patience = 5_000): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(socket)
    const settle = (live: boolean) => {
      line.destroy()
      resolve(live)
    }
    line.setTimeout(patience, () => settle(false))
    line.once('error', () => settle(false))
    line.once('close', () => settle(false))
    line.once('data', () => settle(true))
    line.write(mayWeEncrypt)
  })
}
