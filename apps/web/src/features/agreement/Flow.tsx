import { type ReactNode, useState } from 'react'
import type { FieldError } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import type { Saving } from '../../components/SaveStatus.tsx'
import { Id } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import type { Directory } from '../../lib/case/directory.ts'
import type { OpenCase, Possible } from '../../lib/case/useCase.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { type Step, type Terms, termsProblems } from './terms.ts'

/** What each page of the way to an agreement gets. */
export interface Flow {
  readonly open: OpenCase
  readonly possible: Possible
  readonly directory: Directory
  readonly terms: Terms
  readonly abroad: boolean
  readonly base: string
  readonly back: string
  readonly draftId: string
  readonly saving: Saving
  readonly change: (next: Partial<Terms>) => void
  readonly goTo: (step: Step | 'read') => Promise<void>
  readonly next: (from: Step) => Promise<void>
  readonly finished: () => Promise<void>
  /** It waits in the outbox, which lets the draft go when the server has it. */
  readonly waits: () => void
}

/** A page of the way: what is missing is said when somebody wants to go on. */
export const StepPage = ({
  flow,
  step,
  question,
  hint,
  why,
  more,
  children,
}: {
  flow: Flow
  step: Step
  question: ReactNode
  hint?: ReactNode
  why?: ReactNode
  more?: ReactNode
  children: (errors: readonly FieldError[]) => ReactNode
}) => {
  const t = useT()
  const [tried, setTried] = useState(false)
  const problems = termsProblems(flow.terms, step, { abroad: flow.abroad, now: nowIso() }).map(
    ({ field, message }) => ({ field, message: t(message) }),
  )
  const errors = tried ? problems : []
  return (
    <QuestionPage
      titleId="agreement.new"
      caption={
        <>
          <T id="agreement.new" /> · <T id="casefile.case" /> <Id>{flow.open.state.reference}</Id>
        </>
      }
      question={question}
      hint={hint}
      why={why}
      back={flow.back}
      saving={flow.saving}
      errors={errors}
      more={more}
      onContinue={() => (problems.length > 0 ? setTried(true) : void flow.next(step))}
    >
      {children(errors)}
    </QuestionPage>
  )
}
