import { type ReactNode, useMemo } from 'react'
import { IntlProvider, type MessageFormatElement, ReactIntlErrorCode } from 'react-intl'
import { useStore } from '../store.ts'
import { intlLocale } from './languages.ts'
import { reportMissing } from './missing.ts'
import { shown } from './shown.ts'
import { Elsewhere } from './text.tsx'

export { useLanguage } from './shown.ts'

const rich = {
  b: (words: ReactNode[]) => <strong>{words}</strong>,
  i: (words: ReactNode[]) => <em>{words}</em>,
}

/** Gives every page below it the texts of the language on screen. */
export const I18nProvider = ({ children }: { children: ReactNode }) => {
  const { language, messages, theirs } = useStore(shown)
  const all = useMemo(() => (theirs ? { ...messages, ...theirs.messages } : messages), [messages, theirs])
  const elsewhere = useMemo(
    () => (theirs ? { language, has: (id: string) => Object.hasOwn(theirs.messages, id) } : null),
    [language, theirs],
  )
  return (
    <IntlProvider
      locale={intlLocale(language)}
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
