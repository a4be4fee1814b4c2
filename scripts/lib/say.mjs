// Everything said here goes to standard error: standard output belongs to the command that was asked for (`--json`).
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Thrown when nothing more can be done; the message says what happened and what would help. */
export class Stop extends Error {}

export const say = (text) => process.stderr.write(`${text}\n`)
export const problem = (text) => say(`ariadne: ${text}`)

/** Says what begins, and how long it took when it has ended. */
export async function step(what, work) {
  const from = Date.now()
  say(`${what} ...`)
  const result = await work()
  say(`${what}: done in ${((Date.now() - from) / 1000).toFixed(1)} s`)
  return result
}
