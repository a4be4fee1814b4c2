import type { SealedPart } from '@ariadne/contract'
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
import { sendNow } from '../../lib/case/sendNow.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { type SealedText, openSealed } from '../../lib/vault/parts.ts'

const ENDS = ['helped', 'passed_on', 'cannot_be_reached', 'not_meant_for_us'] as const

/** A word from outside: what was ticked, what was sealed for this unit, and what to do with it. */
export const ContactPage = () => {
  const { contactId } = usePathParams<'contactId'>()
  const me = useMe()
  const t = useT()
  const has = useHasText()
  const { refusal } = useActWords()
  const format = useFormat()
  const read = useRead('GET /api/contacts/{contactId}', { params: { contactId } }, { keep: false })
  const [text, setText] = useState<SealedText>()
  const [because, setBecause] = useState<(typeof ENDS)[number]>()
  const [failed, setFailed] = useState<string>()
  const [busy, setBusy] = useState(false)
  if (read.state !== 'ready') return <Reading read={read} titleId="reach.contact.title" back="/" />
  const { contact, state, receivedAt, isSealed } = read.data
  const unitId = contact.toUnitId
  const doing = async (work: () => Promise<{ status: string; code?: string | undefined }>) => {
    setBusy(true)
    setFailed(undefined)
    try {
      const outcome = await work()
      if (outcome.status !== 'accepted') setFailed(outcome.code ?? 'unexpected')
      read.retry()
    } catch (error) {
      setFailed(codeOf(error))
    } finally {
      setBusy(false)
    }
  }
  const open = () =>
    doing(async () => {
      const outcome = await sendNow('contact.open_part', { contactId, unitId, reason: 'answer_contact' })
      const part = outcome.result?.['part'] as SealedPart | null | undefined
      if (part) setText(await openSealed(part, me.instance.instanceId, unitId, me))
      return outcome
    })
  return (
    <Page
      titleId="reach.contact.title"
      lead={<T id={contact.dangerNow ? 'reach.contact.lead.danger' : 'reach.contact.lead'} />}
      back="/"
      width="text"
    >
      <div className="stack">
        {failed && (
          <Callout tone="danger" title={t('reach.contact.failed')}>
            <p>{has(`refusal.${failed}`) ? refusal(failed) : t('reach.contact.failed.body')}</p>
          </Callout>
        )}
        <SummaryList
          rows={[
            { key: 'received', label: t('reach.contact.received'), value: <When at={receivedAt} /> },
            { key: 'about', label: t('reach.about'), value: t(`reach.about.${contact.about}`) },
            { key: 'age', label: t('reach.age'), value: t(`reach.age.${contact.age}`) },
            {
              key: 'danger',
              label: t('reach.danger'),
              value: t(contact.dangerNow ? 'reach.danger.yes' : 'reach.danger.no'),
            },
            { key: 'language', label: t('reach.language'), value: format.language(contact.language) },
            { key: 'answerBy', label: t('reach.answerBy'), value: t(`reach.answerBy.${contact.answerBy}`) },
          ]}
        />
        {text ? (
          <section className="sealed-content" aria-labelledby="sealed-words">
            <h2 id="sealed-words">
              <T id="reach.contact.words" />
            </h2>
            {Object.entries(text).map(([name, words]) => (
              <p key={name} dir="auto">
                {words}
              </p>
            ))}
          </section>
        ) : (
          isSealed && (
            <p>
              <Button kind="secondary" busy={busy} onClick={() => void open()}>
                <T id="reach.contact.open" />
              </Button>
            </p>
          )
        )}
        {state === 'waiting' && (
          <p>
            <Button busy={busy} onClick={() => void doing(() => sendNow('contact.take', { contactId, unitId }))}>
              <T id="reach.contact.take" />
            </Button>
          </p>
        )}
        {state === 'taken' && (
          <>
            <p className="row">
              <LinkButton to={`/screening/new?way=after_contact&contact=${contactId}`}>
                <T id="reach.contact.screen" />
              </LinkButton>
            </p>
            <Radios
              name="because"
              label={t('reach.contact.close.because')}
              choices={ENDS.map((value) => ({ value, label: t(`reach.contact.close.${value}`) }))}
              value={because}
              onChange={setBecause}
            />
            {because && (
              <p>
                <Button
                  kind="secondary"
                  busy={busy}
                  onClick={() => void doing(() => sendNow('contact.close', { contactId, unitId, because }))}
                >
                  <T id="reach.contact.close" />
                </Button>
              </p>
            )}
          </>
        )}
        {state === 'closed' && (
          <p className="quiet">
            <T id="reach.contact.closed" />
          </p>
        )}
      </div>
    </Page>
  )
}
