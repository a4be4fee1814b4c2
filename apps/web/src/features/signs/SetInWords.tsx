import { type Sign, OUTCOMES, messagesOf } from '@ariadne/domain/screening'
import { Details } from '../../components/Details.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Tag } from '../../components/Tag.tsx'
import type { SetContent } from '../../lib/content/bundle.ts'
import { type Reading, findReading, read } from '../../lib/content/texts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T } from '../../lib/i18n/text.tsx'
import { RuleInWords } from './Condition.tsx'
import { DIMENSIONS, SignFacts } from './SignFacts.tsx'
import { SourceList } from './SourceList.tsx'

const SignInWords = ({ sign, reading }: { sign: Sign; reading: Reading }) => {
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  return (
    <li className="sign-line">
      <Details
        summary={
          <>
            <span {...own}>{reading.get(`sign.${sign.id}.label`)}</span>
            <SignFacts sign={sign} after />
          </>
        }
      >
        <p {...own}>{reading.get(`sign.${sign.id}.hint`)}</p>
        <p {...own}>{reading.get(`sign.${sign.id}.context`)}</p>
        {sign.muted && <p {...own}>{reading.get(`sign.${sign.id}.muted`)}</p>}
        {sign.mapsTo && (
          <p>
            <T id="signs.kindOf" values={{ sign: <bdi {...own}>{reading.get(`sign.${sign.mapsTo}.label`)}</bdi> }} />
          </p>
        )}
        <p className="quiet">
          <T id={`codes.screening.howKnown.${sign.howKnown}`} />. <T id={`codes.screening.next.${sign.askOrDoNext}`} />
        </p>
        <p className="quiet small">
          <T id="signs.source" /> <bdi dir="ltr">{sign.source.join(', ')}</bdi>
        </p>
      </Details>
    </li>
  )
}

const Languages = ({ set, texts }: SetContent) => {
  const format = useFormat()
  const wanted = messagesOf(set)
  const rows = Object.keys(texts).map((language) => {
    const reading = findReading(texts, language)
    const missing = wanted.filter((id) => !reading?.has(id)).length
    const isSource = texts[language]?.['$catalogue'] === undefined
    return {
      key: language,
      label: format.language(language),
      value: (
        <span className="sign-facts">
          <Tag tone={isSource ? 'accent' : reading?.draft ? 'warn' : 'good'}>
            <T
              id={
                isSource ? 'signs.language.source' : reading?.draft ? 'signs.language.draft' : 'signs.language.reviewed'
              }
            />
          </Tag>
          {missing > 0 && (
            <Tag tone="danger">
              <T id="signs.language.missing" values={{ count: missing }} />
            </Tag>
          )}
        </span>
      ),
    }
  })
  return <SummaryList rows={rows} />
}

/** A whole set as people read it: signs by dimension, rules in words, languages, sources. */
export const SetInWords = ({ content }: { content: SetContent }) => {
  const { language } = useLanguage()
  const format = useFormat()
  const reading = read(content.texts, language)
  const { set } = content
  return (
    <div className="stack signs-page">
      <section>
        <h2>
          <T id="signs.signs" />
        </h2>
        {DIMENSIONS.map((dimension) => {
          const signs = set.signs.filter((sign) => sign.dimension === dimension && sign.status === 'active')
          if (signs.length === 0) return null
          return (
            <section key={dimension}>
              <h3>
                <T id={`codes.screening.dimension.${dimension}`} />{' '}
                <span className="quiet">({format.number(signs.length)})</span>
              </h3>
              <ul className="sign-lines">
                {signs.map((sign) => (
                  <SignInWords key={sign.id} sign={sign} reading={reading} />
                ))}
              </ul>
            </section>
          )
        })}
      </section>
      <section>
        <h2>
          <T id="signs.rules" />
        </h2>
        <p className="quiet">
          <T id="signs.rules.lead" />
        </p>
        {OUTCOMES.toReversed().map((outcome) => {
          const rules = set.rules.filter((rule) => rule.outcome === outcome)
          if (rules.length === 0) return null
          return (
            <section key={outcome}>
              <h3>
                <T id={`codes.screening.outcome.${outcome}`} />
              </h3>
              {rules.map((rule) => (
                <RuleInWords key={rule.id} rule={rule} reading={reading} />
              ))}
            </section>
          )
        })}
      </section>
      <section>
        <h2>
          <T id="signs.languages" />
        </h2>
        <Languages {...content} />
      </section>
      <section>
        <h2>
          <T id="signs.sources" />
        </h2>
        <SourceList sources={set.sources} />
      </section>
    </div>
  )
}
