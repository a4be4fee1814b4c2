import { useState } from 'react'
import { codeOf } from '../../lib/api/problem.ts'
import { RefusedError } from '../../lib/case/refused.ts'
import type { Queued } from '../../lib/case/submit.ts'
import type { Answer } from './Outcome.tsx'

/** What the work came to; `done` where it had nothing to say. */
type Sent = Answer | Queued | { readonly status: 'done' }

const answerOf = (error: unknown): Answer =>
  error instanceof RefusedError ? error.outcome : { status: 'failed', code: codeOf(error) }

/**
 * Sends something and keeps what came back, for `OutcomeCallout`, where it was refused, met a conflict or failed.
 * `send` answers in each case, also where the work threw.
 * @example if ((await send(() => sendNow('erasure.ask', body))).status === 'accepted') go('/cases')
 */
export const useAnswer = () => {
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Answer | null>(null)
  const send = async (work: () => Promise<Sent | void>): Promise<Sent> => {
    setBusy(true)
    setOutcome(null)
    const sent = (await work().catch(answerOf)) ?? { status: 'done' }
    if (sent.status === 'refused' || sent.status === 'conflict' || sent.status === 'failed') setOutcome(sent)
    setBusy(false)
    return sent
  }
  return { busy, outcome, setOutcome, send }
}
