import type { ReactNode } from 'react'
import { directionOf } from '../lib/i18n/languages.ts'

interface Spoken {
  /** BCP 47 code of what is written inside. */
  readonly lang: string
  /** The language's own name for itself. */
  readonly name: ReactNode
  readonly text: ReactNode
}

/** Interview mode: the officer's words beside the same words in the person's language, large, each in its own direction. */
export const LanguagePair = ({ mine, theirs }: { mine: Spoken; theirs: Spoken }) => (
  <div className="language-pair">
    {[
      { ...mine, role: 'mine' },
      { ...theirs, role: 'theirs' },
    ].map(({ lang, name, text, role }) => (
      <div className="language-block" key={role} data-role={role} lang={lang} dir={directionOf(lang)}>
        <span className="language-name">{name}</span>
        {text}
      </div>
    ))}
  </div>
)
