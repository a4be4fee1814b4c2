import type { Api } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Checkbox } from '../../../components/Choices.tsx'
import { ErrorSummary } from '../../../components/Field.tsx'
import { Page } from '../../../components/Page.tsx'
import { Reading } from '../../../components/Reading.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { Id } from '../../../components/When.tsx'
import { codeOf } from '../../../lib/api/problem.ts'
import { useRead } from '../../../lib/api/useRead.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import { usePathParams } from '../../../lib/params.ts'
import '../signs.css'

type Text = Api['GET /api/content/texts/{kind}/{id}/{version}/{language}']['response']

const SideBySide = ({ text }: { text: Text }) => {
  const format = useFormat()
  const own = { lang: text.language, dir: directionOf(text.language) }
  return (
    <table className="side-by-side">
      <caption>
        <T id="signs.review.words" />
      </caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{format.language('en')}</th>
          <th scope="col">{format.language(text.language)}</th>
        </tr>
      </thead>
      <tbody>
        {Object.keys({ ...text.english, ...text.words }).map((id) => (
          <tr key={id}>
            <th scope="row">
              <Id>{id}</Id>
            </th>
            <td lang="en" dir="ltr">
              {text.english[id]}
            </td>
            <td {...own}>{text.words[id]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Whoever reads the language as their own says that these words are right. */
const Confirm = ({ text }: { text: Text }) => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const [isNative, setNative] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string>()
  const { kind, id, version, language, digest } = text
  const confirm = async () => {
    if (!isNative) return setFailed('native')
    setBusy(true)
    setFailed(undefined)
    try {
      const outcome = await sendNow('content.review_texts', { kind, id, version, language, digest })
      if (outcome.status !== 'accepted') setFailed(outcome.code ?? 'unexpected')
    } catch (error) {
      setFailed(codeOf(error))
    }
    setBusy(false)
  }
  const message =
    failed === undefined
      ? undefined
      : failed === 'native'
        ? t('signs.review.native.missing')
        : t(has(`refusal.${failed}`) ? `refusal.${failed}` : 'refusal.unexpected')
  return (
    <section className="stack no-print">
      <h2>
        <T id="signs.review.confirm" />
      </h2>
      <ErrorSummary errors={message === undefined ? [] : [{ field: 'native', message }]} />
      <Checkbox
        name="native"
        label={t('signs.review.native', { language: format.language(language) })}
        value={isNative}
        onChange={setNative}
      />
      <div>
        <Button busy={busy} onClick={() => void confirm()}>
          <T id="signs.review.do" />
        </Button>
      </div>
    </section>
  )
}

/** One text beside the English it was made from, to be read by somebody whose language it is. */
export const ReviewPage = () => {
  const t = useT()
  const format = useFormat()
  const params = usePathParams<'kind' | 'id' | 'version' | 'language'>()
  const answer = useRead('GET /api/content/texts/{kind}/{id}/{version}/{language}', {
    params: params as Pick<Text, 'kind' | 'id' | 'version' | 'language'>,
  })
  const back = `/signs/texts?language=${params.language}`
  if (answer.state !== 'ready') return <Reading read={answer} titleId="signs.review.title" back={back} />
  const text = answer.data
  return (
    <Page
      titleId="signs.review.title"
      back={back}
      caption={
        <>
          <Id>{`${text.id} ${text.version}`}</Id> · {format.language(text.language)}
        </>
      }
      lead={<T id="signs.review.lead" />}
    >
      <div className="stack signs-page">
        {text.isConfirmed ? (
          <Callout tone="good">
            <p role="status">
              {text.reviewedAt
                ? t('signs.review.done.on', { reviewer: text.reviewer ?? '', day: format.dateTime(text.reviewedAt) })
                : t('signs.review.done', { reviewer: text.reviewer ?? '' })}
            </p>
          </Callout>
        ) : (
          <Callout tone="warn">
            <p>
              <T id="signs.review.draft" values={{ drafter: text.drafter ?? '' }} />
            </p>
          </Callout>
        )}
        <SideBySide text={text} />
        {!text.isConfirmed && <Confirm text={text} />}
      </div>
    </Page>
  )
}
