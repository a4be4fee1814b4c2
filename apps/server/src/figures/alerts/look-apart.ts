import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { bundleFolder } from '../../platform/content/parsed-ahead.ts'
import type { Answer, Question } from './look.ts'

const file =
  bundleFolder === undefined ? join(import.meta.dirname, 'look.worker.ts') : join(bundleFolder, 'look.worker.js')

/** Looks in a thread of its own: it takes seconds of nothing but reckoning, and the server answers meanwhile. */
export const lookApart = (question: Question, signal: AbortSignal): Promise<Answer> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const worker = new Worker(file, { workerData: question, name: 'early-warning' })
    const stop = (): void => void worker.terminate()
    signal.addEventListener('abort', stop, { once: true })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', stop)
      // After an answer this is no news: the first settles.
      reject(
        new Error(`The watch ended without an answer (${code}). It is tried again when alerts are next looked at.`),
      )
    })
  })
