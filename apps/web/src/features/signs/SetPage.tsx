import { compareVersions, stageOn } from '@ariadne/domain/screening'
import { LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Id } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import { read } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { Gone } from './Gone.tsx'
import { setAddress } from './known.ts'
import { SetInWords } from './SetInWords.tsx'
import { Stage } from './Stage.tsx'
import { findVersion, useSets } from './useSets.ts'
import './signs.css'

/** One version of one set, to be read and checked. */
export const SetPage = () => {
  const { setId, version } = usePathParams<'setId' | 'version'>()
  const { language } = useLanguage()
  const sets = useSets()
  if (sets === undefined) return null
  const content = findVersion(sets, setId, version)
  if (!content) return <Gone />
  const { set, texts } = content
  const reading = read(texts, language)
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  const others = sets
    .filter((other) => other.set.id === setId && other.set.version !== version)
    .toSorted((a, b) => compareVersions(b.set.version, a.set.version))
  return (
    <Page
      titleId="signs.title"
      back="/signs"
      caption={
        <>
          <Id>{`${set.id} ${set.version}`}</Id> · <T id={`signs.subject.${set.subject}`} />{' '}
          <Stage stage={stageOn(set.lifecycle, nowIso().slice(0, 10))} lifecycle={set.lifecycle} />
        </>
      }
      heading={<span {...own}>{reading.get('set.title')}</span>}
      lead={<span {...own}>{reading.get('set.description')}</span>}
      actions={
        <>
          <LinkButton
            kind="secondary"
            to={`/screening/preview/${encodeURIComponent(`${set.id}@${set.version}`)}/person`}
          >
            <T id="signs.preview" />
          </LinkButton>
          {others.length > 0 && (
            <LinkButton kind="secondary" to={`${setAddress(set)}/compare`}>
              <T id="signs.compare" />
            </LinkButton>
          )}
        </>
      }
    >
      <SetInWords content={content} />
    </Page>
  )
}
