import type { ReactNode } from 'react'
import { read } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import type { KnownSet } from './known.ts'
import { findVersion, useSets } from './useSets.ts'

/** Titles in the language on screen, where this device has the set; otherwise as the server words them. */
export const useTitles = (): ((set: Pick<KnownSet, 'id' | 'version' | 'title'>) => ReactNode) => {
  const { language } = useLanguage()
  const sets = useSets() ?? []
  return function Title({ id, version, title }) {
    const content = findVersion(sets, id, version)
    if (!content) return <bdi>{title}</bdi>
    const reading = read(content.texts, language)
    return (
      <span lang={reading.lang} dir={directionOf(reading.lang)}>
        {reading.get('set.title')}
      </span>
    )
  }
}
