import type { ReactNode } from 'react'
import { T, useT } from '../lib/i18n/text.tsx'
import { Button } from './Button.tsx'
import { Details } from './Details.tsx'
import { ErrorSummary, type FieldError } from './Field.tsx'
import { Form } from './Form.tsx'
import { BackLink, PageHeading, usePageTitle } from './Page.tsx'
import { SaveStatus, type Saving } from './SaveStatus.tsx'

interface QuestionPageProps {
  /** Message id of the tab's title: says which kind of work this is, never what is asked of whom. */
  titleId: string
  /** The question as the page's heading. Leave it out when the only field's label is the heading (labelSize="page"). */
  question?: ReactNode
  caption?: ReactNode
  hint?: ReactNode
  /** Why we ask: what the answer is used for and who sees it. */
  why?: ReactNode
  back?: string
  errors?: readonly FieldError[]
  saving?: Saving
  onContinue: () => void
  continueLabel?: ReactNode
  busy?: boolean
  /** Beside "Continue": "I do not know", "Skip". */
  more?: ReactNode
  children: ReactNode
}

/** One question, or one tight group, on one page. Continue always works: it goes on, or it says what is missing. */
export const QuestionPage = (props: QuestionPageProps) => {
  const {
    titleId,
    question,
    caption,
    hint,
    why,
    back,
    errors = [],
    saving,
    onContinue,
    continueLabel,
    busy,
    more,
    children,
  } = props
  const t = useT()
  usePageTitle(t(titleId), errors.length > 0)
  return (
    <div className="page" data-width="text">
      {back !== undefined && <BackLink to={back} />}
      <ErrorSummary errors={errors} />
      <Form busy={busy ?? false} onSubmit={onContinue}>
        <header className="page-head">
          {caption && <p className="page-caption">{caption}</p>}
          {question && <PageHeading>{question}</PageHeading>}
          {hint && <p className="page-lead">{hint}</p>}
        </header>
        {children}
        {why && <Details summary={<T id="shell.whyWeAsk" />}>{why}</Details>}
        <div className="row question-end">
          <Button type="submit" busy={busy ?? false}>
            {continueLabel ?? <T id="shell.continue" />}
          </Button>
          {more}
        </div>
        {saving && <SaveStatus saving={saving} />}
      </Form>
    </div>
  )
}
