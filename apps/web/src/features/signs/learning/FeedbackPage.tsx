import { useState } from 'react'
import { Button, LinkButton } from '../../../components/Button.tsx'
import { Radios } from '../../../components/Choices.tsx'
import { ErrorSummary, type FieldError, errorOf } from '../../../components/Field.tsx'
import { Page } from '../../../components/Page.tsx'
import { Select } from '../../../components/Select.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { TextArea } from '../../../components/TextField.tsx'
import { read } from '../../../lib/content/texts.ts'
import { send } from '../../../lib/device/sender.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { newId } from '../../../lib/id.ts'
import { useSearchText } from '../../../lib/params.ts'
import { useSets } from '../useSets.ts'
import '../signs.css'

const CODES = [
  'helped',
  'unclear',
  'always_there',
  'never_there',
  'not_for_here',
  'hard_to_find_out',
  'words_wrong',
  'sign_missing',
] as const
const NOTE_MOST = 280

/** What somebody who works with the signs says of one. It goes without a name and without the screening it came after. */
export const FeedbackPage = () => {
  const t = useT()
  const { language } = useLanguage()
  const { set: setId, version } = useSearchText()
  const sets = useSets()
  const [chosen, setChosen] = useState('')
  const [sign, setSign] = useState('')
  const [code, setCode] = useState<(typeof CODES)[number]>()
  const [note, setNote] = useState('')
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [isSent, setSent] = useState(false)
  if (sets === undefined) return null
  const wanted = chosen || (setId && version ? `${setId}@${version}` : '')
  const content = sets.find((one) => `${one.set.id}@${one.set.version}` === wanted)
  const reading = content && read(content.texts, language)

  const give = async () => {
    const missing = [
      ...(content ? [] : [{ field: 'set', message: t('signs.begin.base.missing') }]),
      ...(code ? [] : [{ field: 'code', message: t('signs.feedback.code.missing') }]),
    ]
    setErrors(missing)
    if (!content || !code) return
    const feedbackId = newId()
    await send({
      kind: 'sign.feedback',
      body: {
        feedback: {
          feedbackId,
          setId: content.set.id,
          setVersion: content.set.version,
          sign: sign || null,
          code,
          note: note.trim(),
        },
      },
      subject: feedbackId,
      what: 'signs.feedback.outbox',
    })
    setSent(true)
  }

  if (isSent)
    return (
      <Page titleId="signs.feedback.title" heading={<T id="signs.feedback.thanks" />} width="text">
        <p>
          <T id="signs.feedback.thanks.body" />
        </p>
        <div className="row">
          <LinkButton to="/">
            <T id="signs.feedback.home" />
          </LinkButton>
        </div>
      </Page>
    )
  return (
    <Page titleId="signs.feedback.title" lead={<T id="signs.feedback.lead" />} back="/" width="text">
      <ErrorSummary errors={errors} />
      <Select
        name="set"
        label={t('signs.begin.base')}
        error={errorOf(errors, 'set')}
        options={sets.map((one) => ({
          value: `${one.set.id}@${one.set.version}`,
          label: `${read(one.texts, language).get('set.title')} (${one.set.version})`,
        }))}
        value={wanted}
        onChange={(next) => {
          setChosen(next)
          setSign('')
        }}
      />
      {content && reading && (
        <Select
          name="sign"
          label={t('signs.feedback.sign')}
          empty={t('signs.feedback.whole')}
          options={content.set.signs
            .filter(({ status }) => status === 'active')
            .map(({ id }) => ({ value: id, label: reading.get(`sign.${id}.label`) }))}
          value={sign}
          onChange={setSign}
        />
      )}
      <Radios
        name="code"
        label={t('signs.feedback.code')}
        error={errorOf(errors, 'code')}
        choices={CODES.map((value) => ({ value, label: t(`signs.feedback.code.${value}`) }))}
        value={code}
        onChange={setCode}
      />
      <div className="field">
        <Callout tone="warn">
          <p>
            <T id="signs.feedback.noNames" />
          </p>
        </Callout>
      </div>
      <TextArea
        name="note"
        label={t('signs.feedback.note')}
        hint={t('signs.feedback.note.hint', { most: NOTE_MOST })}
        optional
        rows={3}
        maxLength={NOTE_MOST}
        value={note}
        onChange={setNote}
      />
      <Button onClick={() => void give()}>
        <T id="signs.feedback.send" />
      </Button>
    </Page>
  )
}
