import { useTextsIn } from '../../components/talk/otherLanguage.ts'
import { findProfile } from '../../lib/content/bundle.ts'
import { useContent } from '../../lib/content/content.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'

/** What an official of this country must pass on whatever the person decides, in one language or the other. */
export const MustReport = ({ lang }: { lang: string }) => {
  const me = useMe()
  const t = useT()
  const { language } = useLanguage()
  const content = useContent()
  const other = useTextsIn(lang === language ? '' : lang)
  const profile = content.state === 'ready' ? findProfile(content.bundle, me.instance.country) : undefined
  if (!profile || profile.mustReport.length === 0)
    return (
      <p className="quiet">
        <T id="code.to_be_confirmed" />
      </p>
    )
  const written = lang === language || Object.keys(other).length > 0 ? lang : language
  return (
    <ul lang={written} dir={directionOf(written)}>
      {profile.mustReport.map(({ matter, say }) => (
        <li key={matter}>{other[say] ?? t(say)}</li>
      ))}
    </ul>
  )
}
