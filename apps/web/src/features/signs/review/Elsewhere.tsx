import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { ErrorSummary } from '../../../components/Field.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { TextArea } from '../../../components/TextField.tsx'
import { useFormat } from '../../../lib/i18n/format.ts'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import type { Text } from './known.ts'
import { useSending } from './useSending.ts'

type Given = Pick<Text['elsewhere'][number], 'instance' | 'country' | 'function' | 'organisation' | 'reviewedAt'>

/** Who confirmed it, where and when: what they do and for whom, never their name. */
export const useGivenIn = () => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  return ({ instance, country, function: does, organisation, reviewedAt }: Given) => ({
    where: country === null ? instance : format.country(country),
    who: format.facts([
      ...(does === null ? [] : [has(`code.${does}`) ? t(`code.${does}`) : does]),
      ...(organisation === null ? [] : [organisation]),
      format.dateTime(reviewedAt),
    ]),
  })
}

const TakeOver = ({ text, review }: { text: Text; review: Text['elsewhere'][number] }) => {
  const t = useT()
  const [reason, setReason] = useState('')
  const [unsaid, setUnsaid] = useState(false)
  const { busy, failed, send } = useSending()
  const takeOver = async () => {
    setUnsaid(reason.trim() === '')
    if (reason.trim() === '') return
    const { kind, id, version, language } = text
    const { digest, instance } = review
    await send('content.take_over_review', { kind, id, version, language, digest, instance, reason: reason.trim() })
  }
  const message = unsaid ? t('signs.elsewhere.reason.missing') : failed
  const name = `reason-${review.instance}`
  return (
    <>
      <ErrorSummary errors={message === undefined ? [] : [{ field: name, message }]} />
      <TextArea
        name={name}
        label={t('signs.elsewhere.reason')}
        hint={t('signs.elsewhere.reason.hint')}
        rows={2}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
      <div>
        <Button kind="secondary" busy={busy} onClick={() => void takeOver()}>
          <T id="signs.elsewhere.take" />
        </Button>
      </div>
    </>
  )
}

/** What reviewers of other countries confirmed. It holds there; here it holds when somebody decides so. */
export const Elsewhere = ({ text }: { text: Text }) => {
  const givenIn = useGivenIn()
  const own = { lang: text.language, dir: directionOf(text.language) }
  return text.elsewhere.map((review) => {
    const { where, who } = givenIn(review)
    const differing = Object.entries(review.words)
    return (
      <Callout
        key={`${review.instance} ${review.digest}`}
        tone="plain"
        title={<T id="signs.elsewhere.title" values={{ country: where }} />}
      >
        <p>
          <bdi>{who}</bdi>
        </p>
        {differing.length === 0 ? (
          <p>
            <T id="signs.elsewhere.same" />
          </p>
        ) : (
          <>
            <p>
              <T id="signs.elsewhere.differs" values={{ count: differing.length }} />
            </p>
            <ul>
              {differing.map(([id, words]) => (
                <li key={id} {...own}>
                  {text.words[id] !== undefined && <del>{text.words[id]}</del>} <ins>{words}</ins>
                </li>
              ))}
            </ul>
          </>
        )}
        {text.mayTakeOver ? (
          <TakeOver text={text} review={review} />
        ) : (
          <p className="quiet">
            <T id="signs.elsewhere.who" />
          </p>
        )}
      </Callout>
    )
  })
}
