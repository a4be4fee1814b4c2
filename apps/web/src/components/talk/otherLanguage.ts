import { useEffect, useState } from 'react'
import { type Messages, loadCatalogue } from '../../lib/i18n/catalogue.ts'
import { isLanguage } from '../../lib/i18n/languages.ts'

/**
 * Texts of the interface in the person's language, beside the officer's: what the app itself puts into a talk. Empty until they are
 * there, or when the interface is not written in that language.
 */
export const useTextsIn = (language: string): Messages => {
  const [loaded, setLoaded] = useState<{ language: string; messages: Messages }>()
  useEffect(() => {
    if (!isLanguage(language)) return
    let wanted = true
    void Promise.all([loadCatalogue(language, 'first'), loadCatalogue(language, 'rest')]).then(
      ([first, rest]) => wanted && setLoaded({ language, messages: { ...first, ...rest } }),
    )
    return () => {
      wanted = false
    }
  }, [language])
  return loaded?.language === language ? loaded.messages : {}
}
