import { Radios } from '../../components/Choices.tsx'
import { Details } from '../../components/Details.tsx'
import { read } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { subjectOf } from './draft.ts'
import { carriedMarks, offeredSets, unitKindOf } from './sets.ts'
import { useScreening } from './useScreening.tsx'

/**
 * Which signs to look for, where the way and the unit offer more than one list. The first is chosen already; what was marked and stands
 * in the other list too is carried over.
 */
export const ChooseSet = () => {
  const { draft, change, bundle, me, set } = useScreening()
  const { language } = useLanguage()
  const t = useT()
  const subject = subjectOf(draft)
  const unitKind = unitKindOf(me, draft.by?.unitId)
  const offered = offeredSets(bundle, { way: draft.way, unitKind, subject })
  if (offered.length < 2) return null
  const titleOf = (one: (typeof offered)[number]) => {
    const texts = read(one.texts, language)
    return (
      <span lang={texts.lang} dir={directionOf(texts.lang)}>
        {texts.get('set.title')}
      </span>
    )
  }
  return (
    <Details
      summary={
        <>
          <T id="screening.set.summary" /> {titleOf(set)}
        </>
      }
    >
      <Radios
        name="set"
        label={t('screening.set.label')}
        hint={t('screening.set.hint')}
        choices={offered.map((one) => ({ value: one.set.id, label: titleOf(one) }))}
        value={set.set.id}
        onChange={(id) => {
          const chosen = offered.find((one) => one.set.id === id)
          if (!chosen) return
          change((now) => ({
            ...now,
            sets: { ...now.sets, [subject]: { id, version: chosen.set.version } },
            marks: { ...now.marks, [id]: { ...carriedMarks(now.marks[set.set.id] ?? {}, chosen), ...now.marks[id] } },
          }))
        }}
      />
    </Details>
  )
}
