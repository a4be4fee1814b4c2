import { type ReactNode, useMemo } from 'react'
import { IntlProvider, type MessageFormatElement, ReactIntlErrorCode } from 'react-intl'
import { useStore } from '../store.ts'
import { type Language, intlLocale } from './languages.ts'
import { reportMissing } from './missing.ts'
import { type Theirs, shown } from './shown.ts'
import { Elsewhere } from './text.tsx'

export { useLanguage } from './shown.ts'

const rich = {
  b: (words: ReactNode[]) => <strong>{words}</strong>,
  i: (words: ReactNode[]) => <em>{words}</em>,
}

/** Dates by the rules of the language on the page, where the browser knows them. The digits 0-9 in every one, as for Arabic. */
const localeOf = ({ language, theirs }: { language: Language; theirs?: Theirs }): string =>
  theirs && Intl.DateTimeFormat.supportedLocalesOf(theirs.language).length > 0
    ? `${theirs.language}-u-nu-latn`
    : intlLocale(language)

/** Gives every page below it the texts of the language on screen. */
export const I18nProvider = ({ children }: { children: ReactNode }) => {
  const texts = useStore(shown)
  const { language, messages, theirs } = texts
  const all = useMemo(() => (theirs ? { ...messages, ...theirs.messages } : messages), [messages, theirs])
  const elsewhere = useMemo(
    () => (theirs ? { language, has: (id: string) => Object.hasOwn(theirs.messages, id) } : null),
    [language, theirs],
  )
  return (
    <IntlProvider
      locale={localeOf(texts)}
      messages={all as Record<string, MessageFormatElement[]>}
      defaultRichTextElements={rich}
      onError={(error) => {
        // A browser without numbers and dates in this language writes them as in English; the texts are there all the same.
        if (error.code === ReactIntlErrorCode.MISSING_DATA) return
        if (error.code === ReactIntlErrorCode.MISSING_TRANSLATION) reportMissing(error.descriptor?.id ?? error.message)
        else reportMissing(error.message)
      }}
    >
      <Elsewhere value={elsewhere}>{children}</Elsewhere>
    </IntlProvider>
  )
}
