import { setTimeout as wait } from 'node:timers/promises'
import { startEmbedded } from '../platform/postgres/index.ts'

/** The region's PostgreSQL: started or adopted, and started again should it end unasked. */
export async function keepDatabase(dataDir: string, say: (line: string) => void) {
  const logger = { info: say, warn: say }
  let database = await startEmbedded({ dataDir, logger })
  const stopping = new AbortController()
  const watch = keepRunning()
  return { url: database.url('postgres'), stop }

  async function keepRunning() {
    while (await pause()) {
      if (database.isRunning()) continue
      say('The database server ended; starting it again')
      try {
        database = await startEmbedded({ dataDir, logger })
      } catch (error) {
        say(error instanceof Error ? error.message : String(error))
      }
    }
  }

  /** Waits a second; false when the stop came meanwhile. */
  async function pause() {
    await wait(1_000, undefined, { signal: stopping.signal }).catch(() => undefined)
    return !stopping.signal.aborted
  }

  async function stop() {
    stopping.abort()
    await watch
    await database.stop()
  }
}
