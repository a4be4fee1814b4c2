import { CLASSES_FOR_DOSSIER, type DossierClass } from '@ariadne/domain'
import { useId } from 'react'
import { Icon } from '../../components/Icon.tsx'
import { useTextsIn } from '../../components/talk/otherLanguage.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf, intlLocale, isLanguage } from '../../lib/i18n/languages.ts'
import { useT } from '../../lib/i18n/text.tsx'
import './agreement.css'

interface PreviewProps {
  /** Kinds of information that go. */
  classes: readonly DossierClass[]
  unitName: string
  country: string
  purpose: string
  /** ISO day. */
  until: string | null
  /** The language to say it in; the page's own when it is left out. */
  lang?: string
  /** Inside a talk: the words alone, without a frame. */
  bare?: boolean
}

/**
 * Exactly what goes to whom, for what and until when, and exactly what does not: the same sheet for the worker, for the
 * person and before anything is sent.
 */
export const AgreementPreview = ({ classes, unitName, country, purpose, until, lang, bare = false }: PreviewProps) => {
  const t = useT()
  const id = useId()
  const { language } = useLanguage()
  const shown = lang ?? language
  const other = useTextsIn(shown === language ? '' : shown)
  const written = shown === language || Object.keys(other).length > 0 ? shown : language
  const say = (id: string) => (written === language ? t(id) : (other[id] ?? t(id)))
  const locale = isLanguage(written) ? intlLocale(written) : written
  // Nobody has been chosen yet when the talk is begun first.
  const countryName = country && (new Intl.DisplayNames([locale, 'en'], { type: 'region' }).of(country) ?? country)
  const day = (iso: string) =>
    new Date(`${iso}T12:00:00Z`).toLocaleDateString(locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    })
  const stays = CLASSES_FOR_DOSSIER.filter((one) => !classes.includes(one))
  const line = (one: string, goes: boolean) => (
    <li key={one} data-goes={goes ? '' : undefined}>
      <Icon name={goes ? 'check' : 'cross'} size={16} />
      <span>{say(`code.${one}`)}</span>
    </li>
  )
  return (
    <div className="agreement-preview" data-bare={bare ? '' : undefined} lang={written} dir={directionOf(written)}>
      <p className="agreement-to">
        <strong>{say('agreement.preview.to')}</strong> <bdi>{unitName}</bdi>
        {countryName && <> · {countryName}</>}
      </p>
      {purpose && (
        <p>
          <strong>{say('agreement.preview.for')}</strong> {say(`agreement.purpose.${purpose}`)}
        </p>
      )}
      {until && (
        <p>
          <strong>{say('agreement.preview.until')}</strong> {day(until)}
        </p>
      )}
      <div className="agreement-columns">
        <div>
          <p id={`${id}-goes`}>
            <strong>{say('agreement.preview.goes')}</strong>
          </p>
          {classes.length > 0 ? (
            <ul aria-labelledby={`${id}-goes`}>{classes.map((one) => line(one, true))}</ul>
          ) : (
            <p>{say('agreement.preview.nothing')}</p>
          )}
        </div>
        <div>
          <p id={`${id}-stays`}>
            <strong>{say('agreement.preview.stays')}</strong>
          </p>
          <ul aria-labelledby={`${id}-stays`}>
            {stays.map((one) => line(one, false))}
            <li>
              <Icon name="cross" size={16} />
              <span>{say('agreement.preview.never')}</span>
            </li>
          </ul>
        </div>
      </div>
    </div>
  )
}
