import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

// Below the ports that a system gives to whoever only calls out, so that nobody takes one between looking and listening;
// begun at another place by every process, because tests run side by side.
const first = 10_000
const count = 20_000
let last = (process.pid * 211) % count

/** A port that nobody has. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < count; tries += 1) {
    last = (last + 1) % count
    const server = createServer()
    if (!(await listens(server, first + last))) continue
    server.close()
    await once(server, 'close')
    return first + last
  }
  throw new Error('Every port is taken.')
}

const listens = (server: Server, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
