import { Details } from '../../../components/Details.tsx'
import { LanguagePair } from '../../../components/LanguagePair.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { findScript } from '../../../lib/content/bundle.ts'
import { languagesOf, useContentIn } from '../../../lib/content/interview.ts'
import { findReading, read } from '../../../lib/content/texts.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'

/** What is said about confidentiality before a person talks, in the worker's language beside the person's. */
export const ConfidentialityTalk = ({ language, child }: { language: string; child: boolean }) => {
  const { bundle } = useContentIn(language)
  const { instance } = useMe()
  const { language: mine } = useLanguage()
  const format = useFormat()
  const found = findScript(bundle, child ? 'first-talk-child' : 'first-talk-adult')
  if (!found) return null
  const own = read(found.texts, mine)
  const isSpoken = languagesOf(bundle, found, instance.mode === 'live').includes(language)
  const theirs = isSpoken ? findReading(found.texts, language) : undefined
  const blocks = found.script.blocks.filter((block) => block.topic === 'confidentiality' && block.kind !== 'officer')
  if (blocks.length === 0) return null
  return (
    <Details summary={<T id="referral.opening.words" />} open>
      {blocks.map((block) => (
        <div className="stack" key={block.id}>
          {theirs?.has(`block.${block.id}.spoken`) ? (
            <LanguagePair
              mine={{ lang: own.lang, name: format.language(own.lang), text: own.get(`block.${block.id}.spoken`) }}
              theirs={{
                lang: theirs.lang,
                name: format.language(theirs.lang),
                text: theirs.get(`block.${block.id}.spoken`),
              }}
            />
          ) : (
            <p lang={own.lang}>{own.get(`block.${block.id}.spoken`)}</p>
          )}
          <p className="quiet small" lang={own.lang}>
            {own.get(`block.${block.id}.note`)}
          </p>
          {block.toBeConfirmed && (
            <p className="quiet small">
              <T id="referral.opening.words.confirm" />
            </p>
          )}
        </div>
      ))}
      {!theirs && language && (
        <Callout tone="warn">
          <p>
            <T id="referral.opening.words.none" values={{ language: format.language(language) }} />
          </p>
        </Callout>
      )}
      {theirs?.draft && (
        <p className="quiet small">
          <T id="referral.opening.words.draft" />
        </p>
      )}
    </Details>
  )
}
