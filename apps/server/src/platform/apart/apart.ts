import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { bundleFolder } from '../content/parsed-ahead.ts'
import { Problem } from '../problem.ts'
import type { Said, Works } from './answering.ts'

type Question<W extends Works, K extends keyof W> = Parameters<W[K]>[0]
type Answer<W extends Works, K extends keyof W> = Awaited<ReturnType<W[K]>>

export type ApartState = {
  /** How many questions wait for the one that runs. */
  waiting: number
  /** What runs: for how long, in milliseconds, and how much of it is done, from 0 to 1. */
  running: { forMs: number; share: number } | null
  limitMs: number
}

export type Apart<W extends Works> = {
  /**
   * Has one work done in the other thread. Whoever no longer wants it says so by `signal`: it then leaves the line, or is
   * broken off.
   * @throws {Problem} 503 `busy` where too many wait, `took_too_long` after the limit; and what the work throws
   */
  ask: <K extends keyof W & string>(
    work: K,
    question: Question<W, K>,
    options?: { signal?: AbortSignal | undefined },
  ) => Promise<Answer<W, K>>
  state: () => ApartState
  /** Ends the thread; what runs or waits is rejected. */
  stop: () => Promise<void>
}

export type ApartOptions = {
  /** What the thread is called in tools that list threads. */
  name: string
  /** The worker's source without its ending, as `import.meta.dirname` and a file name: `look.worker`. */
  from: { folder: string; file: string }
  /** How many may wait, the one that runs not counted. */
  most: number
  limitMs: number
  /** A thread that nobody asks for so long ends: it holds memory. */
  idleMs?: number
}

type Job = {
  work: string
  question: unknown
  settle: { resolve: (answer: never) => void; reject: (error: unknown) => void }
  began: number
  share: number
}

const busy = (): Problem =>
  new Problem({
    status: 503,
    code: 'busy',
    title: 'Too much is being worked out here at once.',
    remedy: 'Try again in a minute. Nothing was changed.',
    headers: { 'Retry-After': '60' },
  })

const tookTooLong = (limitMs: number): Problem =>
  new Problem({
    status: 503,
    code: 'took_too_long',
    title: `This was broken off: it was not worked out within ${Math.round(limitMs / 1000)} s.`,
    remedy: 'Ask for less at once, such as a report with fewer breakdowns. Nothing was changed.',
  })

/**
 * A thread of its own for what takes seconds of nothing but reckoning, so that the server answers everybody meanwhile.
 * One work at a time, the others in a line that ends somewhere. The thread starts when it is first asked.
 */
export const createApart = <W extends Works>({ name, from, most, limitMs, idleMs }: ApartOptions): Apart<W> => {
  const file = bundleFolder === undefined ? join(from.folder, `${from.file}.ts`) : join(bundleFolder, `${from.file}.js`)
  const line: Job[] = []
  let running: Job | undefined
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let limit: NodeJS.Timeout | undefined
  let stopped = false

  const leave = (): Promise<unknown> => {
    const leaving = worker
    worker = undefined
    leaving?.removeAllListeners()
    // A thread that is being ended may still fail; nobody waits for it any more.
    leaving?.on('error', () => undefined)
    return leaving?.terminate() ?? Promise.resolve()
  }

  const finish = (settle: (job: Job) => void): void => {
    const job = running
    running = undefined
    clearTimeout(limit)
    if (job !== undefined) settle(job)
    next()
  }
  const fail = (error: unknown): void => {
    void leave()
    finish(({ settle }) => settle.reject(error))
  }

  const start = (): Worker => {
    const started = new Worker(file, { name })
    started.on('message', (said: Said) => {
      if ('share' in said) {
        if (running !== undefined) running.share = said.share
      } else if ('answer' in said) finish(({ settle }) => settle.resolve(said.answer as never))
      else
        finish(({ settle }) => settle.reject(Object.assign(new Error(said.fault.message), { name: said.fault.name })))
    })
    started.on('error', fail)
    started.on('exit', (code) => fail(new Error(`The thread ${name} ended without an answer (${code}).`)))
    return started
  }

  const next = (): void => {
    clearTimeout(idle)
    const job = line.shift()
    if (job === undefined) {
      worker?.unref()
      if (idleMs !== undefined && worker !== undefined) idle = setTimeout(() => void leave(), idleMs).unref()
      return
    }
    running = job
    job.began = performance.now()
    limit = setTimeout(() => fail(tookTooLong(limitMs)), limitMs).unref()
    try {
      worker ??= start()
      worker.ref()
      worker.postMessage({ work: job.work, question: job.question })
    } catch (error) {
      fail(error)
    }
  }

  return {
    ask: (work, question, { signal } = {}) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        if (stopped) throw new Error(`The thread ${name} has stopped.`)
        if (line.length >= most) throw busy()
        const job: Job = { work, question, settle: { resolve, reject }, began: 0, share: 0 }
        const giveUp = (): void => {
          const error = signal?.reason as unknown
          if (job === running) return fail(error)
          const at = line.indexOf(job)
          if (at >= 0) line.splice(at, 1)
          reject(error)
        }
        const deaf = (): void => signal?.removeEventListener('abort', giveUp)
        job.settle = {
          resolve: (answer) => (deaf(), resolve(answer)),
          reject: (error) => (deaf(), reject(error)),
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        line.push(job)
        if (running === undefined) next()
      }),
    state: () => ({
      waiting: line.length,
      running: running === undefined ? null : { forMs: performance.now() - running.began, share: running.share },
      limitMs,
    }),
    stop: async () => {
      stopped = true
      clearTimeout(idle)
      const left = line.splice(0)
      const ended = leave()
      const error = new Error(`The thread ${name} was stopped.`)
      finish(({ settle }) => settle.reject(error))
      for (const { settle } of left) settle.reject(error)
      await ended
    },
  }
}
