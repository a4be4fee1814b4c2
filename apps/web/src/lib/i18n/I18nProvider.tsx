import type { ReactNode } from 'react'
import { IntlProvider, type MessageFormatElement, ReactIntlErrorCode } from 'react-intl'
import { useStore } from '../store.ts'
import { intlLocale } from './languages.ts'
import { reportMissing } from './missing.ts'
import { shown } from './shown.ts'

export { useLanguage } from './shown.ts'

const rich = {
  b: (words: ReactNode[]) => <strong>{words}</strong>,
  i: (words: ReactNode[]) => <em>{words}</em>,
}

/** Gives every page below it the texts of the language on screen. */
export const I18nProvider = ({ children }: { children: ReactNode }) => {
  const { language, messages } = useStore(shown)
  return (
    <IntlProvider
      locale={intlLocale(language)}
      messages={messages as Record<string, MessageFormatElement[]>}
      defaultRichTextElements={rich}
      onError={(error) => {
        // A browser without numbers and dates in this language writes them as in English; the texts are there all the same.
        if (error.code === ReactIntlErrorCode.MISSING_DATA) return
        if (error.code === ReactIntlErrorCode.MISSING_TRANSLATION) reportMissing(error.descriptor?.id ?? error.message)
        else reportMissing(error.message)
      }}
    >
      {children}
    </IntlProvider>
  )
}
