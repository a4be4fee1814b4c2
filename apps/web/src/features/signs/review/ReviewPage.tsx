import { LinkButton } from '../../../components/Button.tsx'
import { Page } from '../../../components/Page.tsx'
import { Reading } from '../../../components/Reading.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { Id } from '../../../components/When.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { usePathParams } from '../../../lib/params.ts'
import { useMe } from '../../../lib/session/me.tsx'
import { Elsewhere, useGivenIn } from './Elsewhere.tsx'
import type { Text } from './known.ts'
import { OneByOne } from './OneByOne.tsx'
import { TextName } from './TextName.tsx'
import '../signs.css'

const SideBySide = ({ text }: { text: Text }) => {
  const format = useFormat()
  const own = { lang: text.language, dir: directionOf(text.language) }
  return (
    <table className="side-by-side wide-only">
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

/** One text beside the English it was made from, to be read by somebody whose language it is. */
export const ReviewPage = () => {
  const t = useT()
  const format = useFormat()
  const givenIn = useGivenIn()
  const { member } = useMe()
  const params = usePathParams<'kind' | 'id' | 'version' | 'language'>()
  const answer = useRead('GET /api/content/texts/{kind}/{id}/{version}/{language}', {
    params: params as Pick<Text, 'kind' | 'id' | 'version' | 'language'>,
  })
  const back = `/signs/texts?language=${params.language}`
  if (answer.state !== 'ready') return <Reading read={answer} titleId="signs.review.title" back={back} />
  const text = answer.data
  const isMine = !text.isConfirmed && text.drafter === member.name
  return (
    <Page
      titleId="signs.review.title"
      back={back}
      caption={
        <>
          <TextName {...text} /> <Id>{text.version}</Id> · {format.language(text.language)}
        </>
      }
      lead={<T id="signs.review.lead" />}
    >
      <div className="stack signs-page">
        {text.isConfirmed ? (
          <Callout tone="good">
            <p role="status">
              {text.takenFrom
                ? t('signs.review.taken', givenIn(text.takenFrom))
                : text.reviewedAt
                  ? t('signs.review.done.on', { reviewer: text.reviewer ?? '', day: format.dateTime(text.reviewedAt) })
                  : t('signs.review.done', { reviewer: text.reviewer ?? '' })}
            </p>
            {text.takenFrom && <p>{t('signs.review.taken.why', { reason: text.takenFrom.reason })}</p>}
          </Callout>
        ) : (
          <Callout tone="warn">
            <p>
              <T id="signs.review.draft" values={{ drafter: text.drafter ?? '' }} />{' '}
              {isMine && <T id="signs.review.second" />}
            </p>
          </Callout>
        )}
        <Elsewhere text={text} />
        {!text.isConfirmed && !isMine && <OneByOne key={text.digest} text={text} />}
        {(text.isConfirmed || isMine) && (
          <div>
            <LinkButton to={back}>
              <T id="signs.review.others" />
            </LinkButton>
          </div>
        )}
        <SideBySide text={text} />
      </div>
    </Page>
  )
}
