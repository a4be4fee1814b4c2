import { z } from 'zod'
import { CustodyOnWire } from '../wire.ts'

// Question and answer of an instance that was restored and one that was not. Both are sealed messages outside of the
// numbered line, because its numbers are among what was forgotten.

export const QUESTION = 'line.reconcile'
export const ANSWER = 'line.reconciled'

const Threads = z
  .array(
    z.strictObject({
      thread: z.string().max(64),
      last: z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
    }),
  )
  .max(40_000)

export const Question = z.discriminatedUnion('step', [
  /** Which numbers do you know, which handovers do we have, and which of these messages did you get? */
  z.strictObject({ step: z.literal('line'), epoch: z.int().min(1), unsure: z.array(z.uuidv7()).max(5000) }),
  /** What do you hold of these handovers, beyond the acts that I have? */
  z.strictObject({
    step: z.literal('threads'),
    epoch: z.int().min(1),
    threads: z
      .array(
        z.strictObject({
          handoverId: z.uuidv7(),
          messages: z.array(CustodyOnWire).max(500),
          have: z.array(z.uuidv7()).max(1000),
        }),
      )
      .min(1)
      .max(25),
  }),
])
export type Question = z.infer<typeof Question>

export const LineAnswer = z.strictObject({
  step: z.literal('line'),
  of: z.uuidv7(),
  /** Everything the answerer sent up to here was received before the restore. */
  horizon: z.int().min(0),
  /** The last message it has of the asker. */
  received: z.strictObject({ seq: z.int().min(1), digest: z.string() }).nullable(),
  /** Of the messages the asker was unsure of, those it has. */
  held: z.array(z.uuidv7()).max(5000),
  /** In each thread: the last number it has of the asker, and its own last up to the horizon. */
  fromAsker: Threads,
  fromAnswerer: Threads,
  handovers: z.array(z.uuidv7()).max(20_000),
})
export type LineAnswer = z.infer<typeof LineAnswer>

export const ThreadsAnswer = z.strictObject({
  step: z.literal('threads'),
  of: z.uuidv7(),
  threads: z.array(
    z.strictObject({
      handoverId: z.uuidv7(),
      /** The answerer's side of it. */
      side: z.enum(['sender', 'receiver']),
      view: z.strictObject({ forEpoch: z.int(), epoch: z.int(), messages: z.array(CustodyOnWire).max(500) }),
      /** Signed copies of the acts that the asker does not have, in the answerer's order. */
      copies: z.array(z.string().max(1_100_000)).max(1_000),
      /** More copies than fitted: ask again. */
      more: z.boolean(),
    }),
  ),
})
export type ThreadsAnswer = z.infer<typeof ThreadsAnswer>
