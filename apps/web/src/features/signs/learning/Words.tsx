import type { ReactNode } from 'react'
import { Id } from '../../../components/When.tsx'
import type { SetContent } from '../../../lib/content/bundle.ts'
import { read } from '../../../lib/content/texts.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { findVersion } from '../useSets.ts'

/** A sign or a set in the words of its version; its code where this device has not that version. */
export const useSetWords = (sets: readonly SetContent[]) => {
  const { language } = useLanguage()
  return (setId: string, version: string, sign: string | null): ReactNode => {
    const content = findVersion(sets, setId, version)
    const message = sign === null ? 'set.title' : `sign.${sign}.label`
    const reading = content && read(content.texts, language)
    if (!reading?.has(message)) return <Id>{sign ?? setId}</Id>
    return (
      <span lang={reading.lang} dir={directionOf(reading.lang)}>
        {reading.get(message)}
      </span>
    )
  }
}
