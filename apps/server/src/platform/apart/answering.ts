import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'

/** Tells how much is done, from 0 to 1. */
export type Tell = (share: number) => void

/** What a thread can be asked for, by name. Questions and answers are plain data: they are copied from thread to thread. */
export type Works = Record<string, (question: never, tell: Tell) => unknown>

/** What a thread says while it works and in the end. */
export type Said = { share: number } | { answer: unknown } | { fault: { name: string; message: string } }

const TELL_EVERY_MS = 200
/** Of a nice value: 0 is usual, 19 the most patient. */
const PATIENT = 10

/** The other thread's side: answers one question after the other. */
export const answering = (works: Works): void => {
  const port = parentPort
  if (port === null) throw new Error('This runs in a thread of its own only.')
  // On Linux each thread has a priority of its own: whoever reckons gives way to whoever answers. Elsewhere it would be the
  // whole server's.
  if (process.platform === 'linux') setPriority(0, PATIENT)
  const say = (said: Said): void => port.postMessage(said)
  const answer = async ({ work, question }: { work: string; question: unknown }): Promise<void> => {
    let told = 0
    const tell: Tell = (share) => {
      const now = performance.now()
      if (now - told < TELL_EVERY_MS) return
      told = now
      say({ share })
    }
    try {
      say({ answer: await works[work]?.(question as never, tell) })
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      say({ fault: { name, message } })
    }
  }
  port.on('message', (asked: { work: string; question: unknown }) => void answer(asked))
}
