import { useState } from 'react'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { withText } from './change.ts'
import { LanguageToWrite, TextIn, writtenIn } from './InLanguages.tsx'
import type { OpenDraft } from './useDraftOfSet.ts'

/** Title and description of a set, in every language. */
export const About = ({ open }: { open: OpenDraft }) => {
  const t = useT()
  const { language: mine } = useLanguage()
  const [language, setLanguage] = useState<string>(writtenIn(mine))
  const { working, canWrite } = open
  if (!canWrite)
    return (
      <p className="quiet">
        <T id="refusal.draft_not_open" />
      </p>
    )
  return (
    <>
      <LanguageToWrite value={language} onChange={setLanguage} />
      {(['title', 'description'] as const).map((part) => (
        <TextIn
          key={`${language}.${part}`}
          id={`set.${part}`}
          label={t(`signs.words.${part}`)}
          language={language}
          texts={working.texts}
          onChange={(text) => open.change(withText(working, language, `set.${part}`, text))}
        />
      ))}
    </>
  )
}
