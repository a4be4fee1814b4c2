import type { Api, CommandBody, CommandKind } from '@ariadne/contract'
import { useState } from 'react'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { Button } from '../../components/Button.tsx'
import { Confirm, Radios } from '../../components/Choices.tsx'
import { ErrorSummary, type FieldError, errorOf } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Callout } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'

type Erasure = Api['GET /api/cases/{caseId}/erasure']['response']
type Do = <K extends CommandKind>(kind: K, body: CommandBody<K>) => Promise<boolean>

/** The end of a case: who wants it erased, who agrees, and what another country asks. */
export const ErasePage = () => {
  const { caseId } = usePathParams<'caseId'>()
  const read = useRead('GET /api/cases/{caseId}/erasure', { params: { caseId } }, { keep: false })
  const words = useActWords()
  const [done, setDone] = useState(false)
  const { busy, outcome, send: sendAndKeep } = useAnswer()
  const send: Do = async (kind, body) => (await sendAndKeep(() => sendNow(kind, body))).status === 'accepted'
  if (done)
    return (
      <Page titleId="casefile.erase.done" back="/cases" width="text">
        <Callout tone="good">
          <p>
            <T id="casefile.erase.done.body" />
          </p>
        </Callout>
      </Page>
    )
  if (read.state !== 'ready') return <Reading read={read} titleId="casefile.erase.title" back={`/cases/${caseId}`} />
  const erasure = read.data
  return (
    <Page titleId="casefile.erase.title" back={`/cases/${caseId}`} width="text" lead={<T id="casefile.erase.lead" />}>
      <div className="stack-large">
        {outcome && <OutcomeCallout outcome={outcome} words={words} />}
        {erasure.heard.map((one) => (
          <Heard key={one.handoverId} heard={one} busy={busy} send={send} />
        ))}
        <div className="stack">
          {erasure.obstacle && (
            <Callout>
              <p>
                <T id={`casefile.erase.obstacle.${erasure.obstacle}`} />
              </p>
            </Callout>
          )}
          {erasure.obstacle !== 'open' && (
            <p>
              {erasure.dueOn ? (
                <T
                  id="casefile.erase.due"
                  values={{ day: <When key="day" at={`${erasure.dueOn}T00:00:00.000Z`} show="date" /> }}
                />
              ) : (
                <T id="casefile.erase.due.none" />
              )}
            </p>
          )}
          <p className="quiet small">
            <T id="casefile.erase.backups" />
          </p>
        </div>
        {erasure.mayAsk && <Ask caseId={caseId} busy={busy} send={send} />}
        {erasure.asked && (
          <Asked caseId={caseId} asked={erasure.asked} busy={busy} send={send} onErased={() => setDone(true)} />
        )}
      </div>
    </Page>
  )
}

const REASONS = ['retention_ended', 'person_asked', 'court_ordered'] as const

const Ask = ({ caseId, busy, send }: { caseId: string; busy: boolean; send: Do }) => {
  const t = useT()
  const [reason, setReason] = useState<(typeof REASONS)[number]>()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const go = () => {
    if (!reason) return setErrors([{ field: 'reason', message: t('casefile.erase.reason.missing') }])
    setErrors([])
    void send('erasure.ask', { caseId: caseId as never, reason })
  }
  return (
    <div>
      <ErrorSummary errors={errors} />
      <Radios
        name="reason"
        label={t('casefile.erase.reason')}
        error={errorOf(errors, 'reason')}
        choices={REASONS.map((value) => ({ value, label: <T id={`casefile.erase.reason.${value}`} /> }))}
        value={reason}
        onChange={setReason}
      />
      <Button busy={busy} onClick={go}>
        <T id="casefile.erase.ask" />
      </Button>
    </div>
  )
}

const Asked = ({
  caseId,
  asked,
  busy,
  send,
  onErased,
}: {
  caseId: string
  asked: NonNullable<Erasure['asked']>
  busy: boolean
  send: Do
  onErased: () => void
}) => {
  const t = useT()
  const [understood, setUnderstood] = useState(false)
  const [tried, setTried] = useState(false)
  const error = tried && !understood ? t('casefile.erase.understood.missing') : undefined
  const subject = { caseId: caseId as never }
  const erase = async () => {
    setTried(true)
    if (understood && (await send('erasure.confirm', { ...subject, understood }))) onErased()
  }
  return (
    <section className="stack">
      <p>
        <T
          id="casefile.erase.asked"
          values={{ name: <bdi key="name">{asked.byName}</bdi>, when: <When key="when" at={asked.at} /> }}
        />{' '}
        <T id={`casefile.erase.reason.${asked.reason}`} />.
      </p>
      {!asked.mayConfirm && (
        <p>
          <T id="casefile.erase.waits" />
        </p>
      )}
      {asked.mayConfirm && (
        <Confirm
          name="understood"
          label={t('casefile.erase.understood')}
          error={error}
          value={understood}
          onChange={setUnderstood}
        />
      )}
      <div className="row">
        {asked.mayConfirm && (
          <Button kind="danger" busy={busy} onClick={() => void erase()}>
            <T id="casefile.erase.now" />
          </Button>
        )}
        {(asked.mayConfirm || asked.byMe) && (
          <Button kind="secondary" onClick={() => void send('erasure.withdraw', subject)}>
            <T id="casefile.erase.withdraw" />
          </Button>
        )}
      </div>
    </section>
  )
}

const ANSWERS = ['will_erase', 'kept_by_own_law'] as const

const Heard = ({ heard, busy, send }: { heard: Erasure['heard'][number]; busy: boolean; send: Do }) => {
  const t = useT()
  const [answer, setAnswer] = useState<(typeof ANSWERS)[number]>()
  const asks = <T id="casefile.erase.heard" values={{ country: <bdi key="country">{heard.fromName}</bdi> }} />
  return (
    <Callout tone="warn">
      <p>{asks}</p>
      {heard.answer && (
        <p>
          <T id={`casefile.erase.answer.${heard.answer}`} />
        </p>
      )}
      {heard.mayAnswer && (
        <>
          <Radios
            name={`answer-${heard.handoverId}`}
            label={t('casefile.erase.answer')}
            choices={ANSWERS.map((value) => ({ value, label: <T id={`casefile.erase.answer.${value}`} /> }))}
            value={answer}
            onChange={setAnswer}
          />
          {answer && (
            <Button busy={busy} onClick={() => void send('erasure.answer', { handoverId: heard.handoverId, answer })}>
              <T id="casefile.erase.answer.send" />
            </Button>
          )}
        </>
      )}
    </Callout>
  )
}
