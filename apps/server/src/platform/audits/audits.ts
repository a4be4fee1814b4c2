import { createHash } from 'node:crypto'
import { DisclosureError } from '@ariadne/disclosure'
import { createApart, NotYet } from '../apart/index.ts'
import type { Works as AllWorks } from '../apart/answering.ts'
import type { Apart, ApartState } from '../apart/index.ts'
import { Problem } from '../problem.ts'
import type { works } from './works.ts'

type Works = typeof works
type AnyWork = AllWorks[string]
export type AuditKind = keyof Works
type Question<K extends AuditKind> = Parameters<Works[K]>[0]
type Answer<K extends AuditKind> = Awaited<ReturnType<Works[K]>>
/** What is kept is never a refusal: that is thrown. */
type Made<K extends AuditKind> =
  Answer<K> extends infer A ? (A extends { made: infer M } ? M : A extends { refused: unknown } ? never : A) : never

export type Audits = {
  /**
   * The answer to a question, worked out once for the same question: a safe table, or what of a page is not told.
   * @param of what the answer follows from, complete: the exact cells, the rule, and the names of all that was published
   * @param load the question itself, asked for only when it has to be worked out
   * @throws {NotYet} where it is not there yet: see `untilThere`
   * @throws {DisclosureError} where the table cannot be protected so, each time it is asked
   */
  answer: <K extends AuditKind>(
    kind: K,
    of: unknown,
    load: () => Promise<Question<K>> | Question<K>,
  ) => Promise<Made<K>>
  state: () => ApartState
  stop: () => Promise<void>
}

/** Kept answers together may hold so many cells; some 30 MB. */
const MOST_CELLS = 150_000
const MOST_WAITING = 8
/** Somebody waits on a page. Beyond this it is a table to be thought about. */
const LIMIT_MS = 45_000
const IDLE_MS = 60_000

const digestOf = (kind: AuditKind, of: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, of]))
    .digest('base64url')

/** How much an answer holds. */
const cellsIn = (answer: unknown): number => {
  if (answer instanceof Set) return answer.size
  if (Array.isArray(answer)) return answer.reduce((sum: number, one) => sum + cellsIn(one), 1)
  if (typeof answer !== 'object' || answer === null) return 1
  if ('made' in answer) return cellsIn(answer.made)
  if ('table' in answer) return cellsIn(answer.table)
  return 'cells' in answer && Array.isArray(answer.cells) ? answer.cells.length : 1
}

/** Nobody hears it; it ends the request that waited. */
const nobodyThere = (): Problem =>
  new Problem({ status: 499, code: 'gone', title: 'Whoever asked has gone.', remedy: 'Ask again.' })

type Flight = { digest: string; asking: number; over: Promise<unknown>; stop: AbortController }

/** Where audits are worked out: `apart` in a server, `here` where nobody else waits, as in a command. */
export const createAudits = (where: 'apart' | 'here', limitMs = LIMIT_MS): Audits => {
  const apart: Apart<Works> = where === 'apart' ? thread(limitMs) : here()
  const kept = new Map<string, unknown>()
  let cells = 0
  const flights = new Map<string, Flight>()

  const forget = (digest: string): void => {
    if (kept.has(digest)) cells -= cellsIn(kept.get(digest))
    kept.delete(digest)
  }
  const keep = (digest: string, answer: unknown): void => {
    forget(digest)
    kept.set(digest, answer)
    cells += cellsIn(answer)
    // The oldest go, this one never: whoever waits for it asks for it next.
    for (const oldest of kept.keys()) {
      if (cells <= MOST_CELLS || oldest === digest) break
      forget(oldest)
    }
  }

  const fly = <K extends AuditKind>(kind: K, digest: string, question: Question<K>): Flight => {
    const stop = new AbortController()
    const over = apart
      .ask(kind, question, { signal: stop.signal })
      .then((answer) => keep(digest, answer))
      .finally(() => flights.get(digest) === flight && flights.delete(digest))
    // Those who wait are told; where nobody does any more there is nobody to tell.
    over.catch(() => undefined)
    const flight: Flight = { digest, asking: 0, over, stop }
    flights.set(digest, flight)
    return flight
  }

  /** Waits with others for the same answer; when the last of them goes, the work is broken off. */
  const join = async (flight: Flight, signal: AbortSignal | undefined): Promise<void> => {
    flight.asking += 1
    const gone = Promise.withResolvers<never>()
    const leave = (): void => gone.reject(nobodyThere())
    signal?.addEventListener('abort', leave, { once: true })
    if (signal?.aborted === true) leave()
    try {
      await Promise.race([flight.over, gone.promise])
    } finally {
      signal?.removeEventListener('abort', leave)
      flight.asking -= 1
      if (flight.asking === 0) {
        // Whoever asks from now on begins anew.
        if (flights.get(flight.digest) === flight) flights.delete(flight.digest)
        flight.stop.abort(new Error('Nobody waits for this audit any more.'))
      }
    }
  }

  return {
    answer: async <K extends AuditKind>(kind: K, of: unknown, load: () => Promise<Question<K>> | Question<K>) => {
      const digest = digestOf(kind, of)
      if (!kept.has(digest)) {
        const question = flights.has(digest) ? undefined : await load()
        throw new NotYet(async (signal) => {
          const flight = flights.get(digest) ?? (question === undefined ? undefined : fly(kind, digest, question))
          // Over in the meantime: it is there, or the question is asked again.
          if (flight !== undefined) await join(flight, signal)
        })
      }
      const answer = kept.get(digest)
      kept.delete(digest)
      kept.set(digest, answer)
      if (typeof answer === 'object' && answer !== null && 'refused' in answer) {
        const { fault, message, release } = (answer as { refused: DisclosureError }).refused
        throw new DisclosureError(fault, message, { release })
      }
      return (typeof answer === 'object' && answer !== null && 'made' in answer ? answer.made : answer) as Made<K>
    },
    state: apart.state,
    stop: apart.stop,
  }
}

const thread = (limitMs: number): Apart<Works> =>
  createApart<Works>({
    name: 'audits',
    from: { folder: import.meta.dirname, file: 'audits.worker' },
    most: MOST_WAITING,
    limitMs,
    idleMs: IDLE_MS,
  })

/** In this thread, as long as it takes. */
const here = (): Apart<Works> => ({
  ask: async (kind, question) => {
    const { works } = await import('./works.ts')
    const work: AnyWork = works[kind]
    return work(question as never, () => undefined) as never
  },
  state: () => ({ waiting: 0, running: null, limitMs: Infinity }),
  stop: () => Promise.resolve(),
})
