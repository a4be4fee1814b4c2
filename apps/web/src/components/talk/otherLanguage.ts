import { isLiteralElement } from '@formatjs/icu-messageformat-parser'
import { useEffect, useState } from 'react'
import { useContentIn } from '../../lib/content/interview.ts'
import { findReading } from '../../lib/content/texts.ts'
import { type Messages, loadCatalogue } from '../../lib/i18n/catalogue.ts'
import { isLanguage } from '../../lib/i18n/languages.ts'

/** Plain texts by their ids; one with arguments is not among them. */
type PlainTexts = Readonly<Record<string, string>>

const plain = (messages: Messages): PlainTexts =>
  Object.fromEntries(
    Object.entries(messages).flatMap(([id, [first, ...more]]) =>
      first && isLiteralElement(first) && more.length === 0 ? [[id, first.value]] : [],
    ),
  )

/**
 * Texts of the interface in the person's language, beside the officer's: what the app itself puts into a talk. From the catalogue
 * where the interface is written in that language, otherwise from what came with the talk. Empty until they are there.
 */
export const useTextsIn = (language: string): PlainTexts => {
  const [loaded, setLoaded] = useState<{ language: string; texts: PlainTexts }>()
  const { bundle } = useContentIn(language)
  useEffect(() => {
    if (!isLanguage(language)) return
    let wanted = true
    void Promise.all([loadCatalogue(language, 'first'), loadCatalogue(language, 'rest')]).then(
      ([first, rest]) => wanted && setLoaded({ language, texts: plain({ ...first, ...rest }) }),
    )
    return () => {
      wanted = false
    }
  }, [language])
  if (isLanguage(language)) return loaded?.language === language ? loaded.texts : {}
  const own = findReading(bundle.inserts ?? {}, language)
  const ids = [...new Set(Object.values(bundle.inserts ?? {}).flatMap((texts) => Object.keys(texts)))]
  const messages = ids.filter((id) => id !== '$catalogue')
  // All of them or none: a list half in one language and half in another is read by nobody.
  if (!own || !messages.every(own.has)) return {}
  return Object.fromEntries(messages.map((id) => [id, own.get(id)]))
}
