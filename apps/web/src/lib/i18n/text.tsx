import { type ReactNode, createContext, useCallback, useContext } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { type Language, directionOf } from './languages.ts'

/** What may stand in a message: text, numbers, dates, or an element such as `<Id>` for anything written in another script. */
export type TextValues = Record<string, ReactNode | Date>

/** Where the page is read in a language that the interface is not written in: which texts it has, and what the others are written in. */
export const Elsewhere = createContext<{ readonly language: Language; readonly has: (id: string) => boolean } | null>(
  null,
)

/**
 * One text of the catalogue. One that is not there in the language of the page says what it is written in.
 * @example <T id="outbox.line.waiting" values={{ count: 2 }} />
 */
export const T = ({ id, values }: { id: string; values?: TextValues | undefined }) => {
  const elsewhere = useContext(Elsewhere)
  const text = <FormattedMessage id={id} {...(values ? { values: values as Record<string, ReactNode> } : {})} />
  if (elsewhere === null || elsewhere.has(id)) return text
  return (
    <span lang={elsewhere.language} dir={directionOf(elsewhere.language)}>
      {text}
    </span>
  )
}

export type Translate = (
  id: string,
  values?: Record<string, string | number | boolean | Date | null | undefined>,
) => string

/**
 * The same as plain text, for attributes and titles.
 * @example const t = useT(); <nav aria-label={t('shell.nav')}>
 */
export const useT = (): Translate => {
  const intl = useIntl()
  return useCallback<Translate>((id, values) => intl.formatMessage({ id }, values), [intl])
}

/** Whether the catalogue has this text: for ids built out of a code that another version may have brought. */
export const useHasText = (): ((id: string) => boolean) => {
  const intl = useIntl()
  return useCallback((id: string) => Object.hasOwn(intl.messages, id), [intl])
}
