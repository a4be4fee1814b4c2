import { useState } from 'react'
import type { FieldError } from '../../../components/Field.tsx'
import type { Saving } from '../../../components/SaveStatus.tsx'
import type { ReferralView } from '../../../lib/case/referral.ts'
import { useT } from '../../../lib/i18n/text.tsx'
import { type Opening, type Step, stepProblems } from './model.ts'

/** What each page of the way gets. */
export interface Flow {
  readonly view: ReferralView | null
  readonly opening: Opening
  readonly draftId: string
  readonly saving: Saving
  readonly back: string
  readonly addressOf: (step: Step) => string
  readonly change: (next: Partial<Opening>) => void
  readonly next: () => Promise<void>
  /** Leaves; what was written stays as a draft. */
  readonly leave: () => Promise<void>
  /** The server has it. */
  readonly finished: () => Promise<void>
}

/** Continue goes on, or says what is missing; once it has, what is mended disappears from the list as it is typed. */
export const useStep = (flow: Flow, step: Step) => {
  const t = useT()
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const problems: FieldError[] = stepProblems(flow.opening, step).map(({ field, message }) => ({
    field,
    message: t(message),
  }))
  return {
    errors: tried ? problems : [],
    busy,
    onContinue: () => {
      if (problems.length > 0) return setTried(true)
      setBusy(true)
      void flow.next().finally(() => setBusy(false))
    },
  }
}
