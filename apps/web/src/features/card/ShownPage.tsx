import { useState } from 'react'
import { Button, LinkButton } from '../../components/Button.tsx'
import { Radios } from '../../components/Choices.tsx'
import { Page } from '../../components/Page.tsx'
import { Reading } from '../../components/Reading.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import { codeOf } from '../../lib/api/problem.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'

const DECISIONS = ['may_speak', 'please_contact', 'no', 'silence'] as const

/** A card of ours was shown in another country: who asks, why, and what this unit decides. */
export const ShownPage = () => {
  const { requestId } = usePathParams<'requestId'>()
  const t = useT()
  const has = useHasText()
  const { refusal } = useActWords()
  const format = useFormat()
  const directory = useDirectory()
  const read = useRead('GET /api/cards/shown/{requestId}', { params: { requestId } }, { keep: false })
  const [answer, setAnswer] = useState<(typeof DECISIONS)[number]>()
  const [failed, setFailed] = useState<string>()
  const [busy, setBusy] = useState(false)
  if (read.state !== 'ready') return <Reading read={read} titleId="card.request.title" back="/" />
  const request = read.data
  const { unitId, caseId } = request
  const asker = directory.find(request.fromUnit)
  const decide = async () => {
    if (!answer) return setFailed('missing')
    setBusy(true)
    setFailed(undefined)
    try {
      const outcome = await sendNow('card.decide', { requestId, unitId, answer })
      if (outcome.status !== 'accepted') setFailed(outcome.code ?? 'unexpected')
      read.retry()
    } catch (error) {
      setFailed(codeOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page titleId="card.request.title" lead={<T id="card.request.lead" />} back="/" width="text">
      <div className="stack">
        {failed && failed !== 'missing' && (
          <Callout tone="danger" title={t('card.request.failed')}>
            <p>{has(`refusal.${failed}`) ? refusal(failed) : t('card.shown.failed.body')}</p>
          </Callout>
        )}
        <SummaryList
          rows={[
            { key: 'unit', label: t('card.request.unit'), value: <bdi>{directory.names.unit(request.fromUnit)}</bdi> },
            { key: 'country', label: t('card.shown.country'), value: asker && format.country(asker.country) },
            { key: 'reason', label: t('card.shown.reason'), value: t(`card.reason.${request.reason}`) },
            { key: 'language', label: t('card.shown.language'), value: format.language(request.language) },
            { key: 'at', label: t('card.shown.at'), value: <When at={request.shownAt} /> },
          ]}
        />
        {(caseId ?? request.referralId) && (
          <p className="row">
            <LinkButton to={caseId ? `/cases/${caseId}` : `/referrals/${request.referralId ?? ''}`} kind="secondary">
              <T id={caseId ? 'card.request.case' : 'card.request.referral'} />
            </LinkButton>
            {caseId && request.answer === 'may_speak' && (
              <LinkButton to={`/cases/${caseId}/handover/new?to=${request.fromUnit}`}>
                <T id="card.request.handover" />
              </LinkButton>
            )}
          </p>
        )}
        {request.state === 'waiting' ? (
          <>
            <Radios
              name="answer"
              label={t('card.request.decide')}
              error={failed === 'missing' ? t('card.request.decide.missing') : undefined}
              choices={DECISIONS.map((value) => ({
                value,
                label: t(value === 'silence' ? 'card.answer.silence' : `card.answer.${value}`),
                hint: t(`card.answer.${value}.hint`),
              }))}
              value={answer}
              onChange={setAnswer}
            />
            <p>
              <Button busy={busy} onClick={() => void decide()}>
                <T id="card.request.send" />
              </Button>
            </p>
          </>
        ) : (
          <Callout title={t(`card.request.state.${request.state}`)}>
            {request.answer && <p>{t(`card.answer.${request.answer}`)}</p>}
          </Callout>
        )}
      </div>
    </Page>
  )
}
