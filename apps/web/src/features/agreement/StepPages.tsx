import type { Agreement } from '@ariadne/domain'
import { useState } from 'react'
import { ActForm } from '../../components/act/ActForm.tsx'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { Confirm } from '../../components/Choices.tsx'
import { Page } from '../../components/Page.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Id } from '../../components/When.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { submitActs } from '../../lib/case/submit.ts'
import { type OpenCase, type Possible, useCase } from '../../lib/case/useCase.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { AgreementPreview } from './Preview.tsx'
import { Shared } from './AgreementPage.tsx'

const KINDS: Readonly<Record<string, string>> = {
  authorise: 'agreement.guardian_authorised',
  assent: 'agreement.child_assented',
  withdraw: 'agreement.withdrawn',
}

/** The guardian authorises, the child assents, or the agreement is taken back: each a step of its own, by the right person. */
export const AgreementStepPage = () => {
  const { caseId, agreementId, act } = usePathParams<'caseId' | 'agreementId' | 'act'>()
  const read = useCase(caseId)
  const back = `/cases/${caseId}/agreements/${agreementId}`
  const words = useActWords()
  const go = useGo()
  const { names } = useDirectory()
  if (read.state !== 'ready') return <Reading read={read} titleId="agreement.one" back={back} />
  const open = read.data
  const kind = KINDS[act] ?? ''
  const agreement = open.state.agreements.find((one) => one.agreementId === agreementId)
  const possible = open.possible.find((one) => one.kind === kind)
  if (!agreement || !possible || possible.refusal)
    return (
      <Page titleId="agreement.one" back={back}>
        <Callout tone="warn" title={<T id="act.refused.title" />}>
          <p>{words.refusal(possible?.refusal?.code ?? 'not_your_function', ['guardian'])}</p>
        </Callout>
      </Page>
    )
  if (act === 'withdraw') return <Withdraw open={open} agreement={agreement} possible={possible} back={back} />
  return (
    <ActForm
      key={kind}
      open={open}
      kind={kind}
      by={possible.by}
      actors={possible.actors}
      fixed={{ agreementId }}
      initial={{ explainedIn: agreement.language }}
      names={names}
      back={back}
      address={`${back}/${act}`}
      titleId="agreement.one"
      caption={
        <>
          <T id="casefile.case" /> <Id>{open.state.reference}</Id>
        </>
      }
      above={
        <AgreementPreview
          classes={agreement.classes}
          unitName={names.unit(agreement.recipient.unitId)}
          country={agreement.recipient.country}
          purpose={agreement.purpose}
          until={agreement.expiresOn}
        />
      }
      onDone={() => go(back)}
    />
  )
}

/** As easy as giving: one page, one step, no reason asked of the person. */
const Withdraw = ({
  open,
  agreement,
  possible,
  back,
}: {
  open: OpenCase
  agreement: Agreement
  possible: Possible
  back: string
}) => {
  const me = useMe()
  const t = useT()
  const go = useGo()
  const { names } = useDirectory()
  const words = useActWords(names)
  const [told, setTold] = useState(false)
  const [tried, setTried] = useState(false)
  const { busy, outcome, send } = useAnswer()
  const error = tried && !told ? t('agreement.withdraw.missing') : undefined

  const withdraw = async () => {
    setTried(true)
    if (!told) return
    const body = { agreementId: agreement.agreementId, toldWhatCannotBeRecalled: true }
    const acts = [{ kind: 'agreement.withdrawn', by: possible.by, body }]
    const answer = await send(() => submitActs(open.state, acts, me, { fix: `${back}/withdraw` }))
    if (answer.status === 'accepted' || answer.status === 'queued') go(back)
  }
  return (
    <QuestionPage
      titleId="agreement.one"
      question={<T id="agreement.withdraw.title" />}
      hint={<T id="agreement.withdraw.hint" values={{ unit: <bdi>{names.unit(agreement.recipient.unitId)}</bdi> }} />}
      why={<T id="agreement.withdraw.why" />}
      back={back}
      busy={busy}
      errors={error ? [{ field: 'told', message: error }] : []}
      onContinue={() => void withdraw()}
      continueLabel={<T id="agreement.withdraw.now" />}
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      <Shared open={open} agreement={agreement} />
      <Confirm
        name="told"
        label={words.field('', 'toldWhatCannotBeRecalled')}
        hint={<T id="agreement.withdraw.told" />}
        error={error}
        value={told}
        onChange={setTold}
      />
    </QuestionPage>
  )
}
