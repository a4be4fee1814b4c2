import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** The first of `ports` on 127.0.0.1 that stays taken for `patience` milliseconds: what is ending now is waited for. */
export async function findTakenPort(ports: readonly number[], patience: number): Promise<number | undefined> {
  const until = performance.now() + patience
  for (const port of ports) {
    while (!(await isFree(port))) {
      if (performance.now() > until) return port
      await wait(100)
    }
  }
  return undefined
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
