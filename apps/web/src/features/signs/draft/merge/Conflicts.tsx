import { Button } from '../../../../components/Button.tsx'
import { Callout } from '../../../../components/Tag.tsx'
import { Id } from '../../../../components/When.tsx'
import { type Reading, read } from '../../../../lib/content/texts.ts'
import { useFormat } from '../../../../lib/i18n/format.ts'
import { useLanguage } from '../../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../../lib/i18n/text.tsx'
import { MessagePlace } from '../../Place.tsx'
import type { OpenDraft } from '../useDraftOfSet.ts'
import type { Place } from './merge.ts'

/** Where in the set it is, in words. */
const Where = ({ place: [part, list = '', name = '', field], reading }: { place: Place; reading: Reading }) => {
  const format = useFormat()
  if (part === 'texts')
    return (
      <>
        <MessagePlace message={name} reading={reading} /> {format.language(list)}
      </>
    )
  if (list === 'signs' || list === 'add')
    return (
      <>
        <MessagePlace message={`sign.${name}.label`} reading={reading} /> {field && <T id={`signs.field.${field}`} />}
      </>
    )
  if (list === 'rules') return <MessagePlace message={`rule.${name}`} reading={reading} />
  return <T id={list === 'sources' ? 'signs.part.source' : 'signs.part.other'} />
}

const Side = ({ value }: { value: unknown }) =>
  value === undefined ? (
    <T id="signs.merge.gone" />
  ) : typeof value === 'string' ? (
    <bdi>{value}</bdi>
  ) : (
    <Id>{JSON.stringify(value)}</Id>
  )

/** What was changed here and elsewhere at once: both sides, and which one stays. */
export const Conflicts = ({ open: { conflicts, settle, content } }: { open: OpenDraft }) => {
  const t = useT()
  const { language } = useLanguage()
  if (conflicts.length === 0) return null
  const reading = read(content?.texts ?? {}, language)
  return (
    <div role="alert">
      <Callout tone="warn" title={t('signs.merge.title', { count: conflicts.length })}>
        <p>
          <T id="signs.merge.lead" />
        </p>
        <ul className="problems">
          {conflicts.map(({ place, mine, theirs }) => (
            <li key={place.join(' ')}>
              <p>
                <Where place={place} reading={reading} />
              </p>
              <p>
                <T id="signs.merge.mine" /> <Side value={mine} />
              </p>
              <p>
                <T id="signs.merge.theirs" /> <Side value={theirs} />
              </p>
              <div className="row">
                <Button kind="secondary" onClick={() => settle(place, 'mine')}>
                  <T id="signs.merge.keep" />
                </Button>
                <Button kind="secondary" onClick={() => settle(place, 'theirs')}>
                  <T id="signs.merge.take" />
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </Callout>
    </div>
  )
}
