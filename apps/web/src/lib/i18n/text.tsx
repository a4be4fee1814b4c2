import { type ReactNode, useCallback } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'

/** What may stand in a message: text, numbers, dates, or an element such as `<Id>` for anything written in another script. */
export type TextValues = Record<string, ReactNode | Date>

/**
 * One text of the catalogue.
 * @example <T id="outbox.line.waiting" values={{ count: 2 }} />
 */
export const T = ({ id, values }: { id: string; values?: TextValues | undefined }) => (
  <FormattedMessage id={id} {...(values ? { values: values as Record<string, ReactNode> } : {})} />
)

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
