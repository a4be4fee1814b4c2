import { type ReactNode, useId } from 'react'
import { useHasText, useT } from '../lib/i18n/text.tsx'

/**
 * A word of the field with its meaning one press away: `glossary.<word>.term` and `.definition`.
 * @example <Term word="reflection-period" />
 */
export const Term = ({ word, children }: { word: string; children?: ReactNode }) => {
  const t = useT()
  const id = useId()
  if (!useHasText()(`glossary.${word}.definition`)) return <>{children ?? word}</>
  return (
    <>
      <button type="button" className="term" popoverTarget={id}>
        {children ?? t(`glossary.${word}.term`)}
      </button>
      <span className="term-meaning" id={id} popover="auto">
        <strong>{t(`glossary.${word}.term`)}</strong>
        <br />
        {t(`glossary.${word}.definition`)}
      </span>
    </>
  )
}
