import { type ReactNode, createContext, use, useCallback, useEffect, useMemo, useState } from 'react'
import { IntlProvider, ReactIntlErrorCode } from 'react-intl'
import { type Messages, loadCatalogue } from './catalogue.ts'
import { type Language, chooseLanguage, directionOf, intlLocale, isLanguage } from './languages.ts'
import { reportMissing } from './missing.ts'

const KEPT = 'ariadne.language'

/** The language somebody chose on this device, or else the best one for their browser. */
export const startingLanguage = (): Language => {
  try {
    const kept = localStorage.getItem(KEPT)
    if (isLanguage(kept)) return kept
  } catch {
    // A browser that keeps nothing still shows a language: the browser's own.
  }
  return chooseLanguage(navigator.languages)
}

interface Choice {
  readonly language: Language
  /** Shows every page in another language. What is typed stays: nothing is taken down, only the words change. */
  readonly setLanguage: (language: Language) => Promise<void>
  /** Whether the texts beyond the first screen are there; `allTexts` fetches them. */
  readonly complete: boolean
  readonly allTexts: () => Promise<void>
}
const ChoiceContext = createContext<Choice | null>(null)

export const useLanguage = (): Choice => {
  const choice = use(ChoiceContext)
  if (!choice) throw new Error('useLanguage needs I18nProvider above it')
  return choice
}

interface Shown {
  readonly language: Language
  readonly messages: Messages
  readonly complete?: boolean
}

/** Everything a language has: what a page after the first one needs before it may be drawn. */
const loadAll = async (language: Language): Promise<Messages> => {
  const [first, rest] = await Promise.all([loadCatalogue(language, 'first'), loadCatalogue(language, 'rest')])
  return { ...first, ...rest }
}

const bold = (words: ReactNode[]) => <strong>{words}</strong>
const emphasis = (words: ReactNode[]) => <em>{words}</em>

export const I18nProvider = ({ start, children }: { start: Shown; children: ReactNode }) => {
  const [shown, setShown] = useState<Shown>(start)

  useEffect(() => {
    document.documentElement.lang = shown.language
    document.documentElement.dir = directionOf(shown.language)
  }, [shown.language])

  const show = useCallback(async (language: Language) => {
    const messages = await loadAll(language)
    setShown({ language, messages, complete: true })
  }, [])

  const choice = useMemo<Choice>(
    () => ({
      language: shown.language,
      complete: shown.complete ?? false,
      setLanguage: async (language) => {
        await show(language)
        try {
          localStorage.setItem(KEPT, language)
        } catch {
          // The choice then lasts as long as this tab does.
        }
      },
      allTexts: () => show(shown.language),
    }),
    [shown.language, shown.complete, show],
  )

  return (
    <ChoiceContext value={choice}>
      <IntlProvider
        locale={intlLocale(shown.language)}
        messages={shown.messages as Record<string, string>}
        defaultRichTextElements={{ b: bold, i: emphasis }}
        onError={(error) => {
          if (error.code === ReactIntlErrorCode.MISSING_TRANSLATION)
            reportMissing(error.descriptor?.id ?? error.message)
          else console.error(error.message)
        }}
      >
        {children}
      </IntlProvider>
    </ChoiceContext>
  )
}
