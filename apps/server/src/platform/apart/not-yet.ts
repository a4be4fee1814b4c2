import { Problem } from '../problem.ts'

/**
 * Thrown within a transaction by what needs an answer that is not there yet and takes long. No transaction waits for it:
 * the database breaks off one that does nothing for a minute, and its connection would be missing to others. Whoever
 * began the transaction ends it, waits, and begins anew; then the answer is there.
 */
export class NotYet extends Error {
  readonly wait: (signal: AbortSignal | undefined) => Promise<void>
  constructor(wait: (signal: AbortSignal | undefined) => Promise<void>) {
    super('This is not worked out yet. What began the transaction should wait for it.')
    this.name = 'NotYet'
    this.wait = wait
  }
}

/** More often than this the ground has moved under whoever waits. */
const MOST_ROUNDS = 5

const keepsMoving = (): Problem =>
  new Problem({
    status: 503,
    code: 'figures_moving',
    title: 'The figures changed each time they had been worked out.',
    remedy: 'Try again in a minute, when what is being written now has been counted. Nothing was changed.',
    headers: { 'Retry-After': '60' },
  })

/**
 * Runs `work`, which begins and ends its own transaction, again each time that it had to wait for something.
 * @throws {Problem} 503 `figures_moving`, and what the waiting throws
 */
export const untilThere = async <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof NotYet)) throw error
      await error.wait(signal)
    }
  }
  throw keepsMoving()
}
