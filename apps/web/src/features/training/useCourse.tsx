import { type IndicatorSet } from '@ariadne/domain/screening'
import { type PracticePage, isPractised, minutesOf, standingIn } from '@ariadne/domain/training'
import { findCourse, findSet } from '../../lib/content/bundle.ts'
import { useContent } from '../../lib/content/content.ts'
import { type Reading, read } from '../../lib/content/texts.ts'
import { useDrafts } from '../../lib/device/drafts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { type Training, useTraining } from '../../lib/training/training.ts'
import { type Progress, draftIdOf } from './progress.ts'

type Found = NonNullable<ReturnType<typeof findCourse>>

/** Minutes in the language on screen. */
export const minutesIn = ({ course, texts }: Found, reading: Reading): number =>
  minutesOf(course, texts[reading.lang === 'sr-Latn' ? 'sr' : reading.lang] ?? texts['en'] ?? {})

export const standingOf = ({ definitions, completions, now }: Training, courseId: string) =>
  standingIn(definitions, courseId, completions, now)

/** A course that is under way on this device. */
export const useBegun = (): ((course: Found['course']) => boolean) => {
  const drafts = useDrafts()
  return (course) => drafts.some(({ id }) => id === draftIdOf(course))
}

/** One course with its texts and where its reader stands with it; null while it is being read, undefined when there is none. */
export const useCourse = (courseId: string) => {
  const content = useContent()
  const training = useTraining()
  const { language } = useLanguage()
  if (content.state === 'loading' || !training.isKnown) return null
  const found = findCourse(training.courses, courseId, training.now)
  if (!found) return undefined
  const { bundle } = content as Extract<typeof content, { state: 'ready' }>
  const setOf = (page: PracticePage) => findSet(bundle, page.set.id, page.set.version)
  const isDone = (page: PracticePage, progress: Progress): boolean => {
    const set: IndicatorSet | undefined = setOf(page)?.set
    const one = progress.practised[page.id]
    return set !== undefined && one?.shown === true && isPractised(set, page, one.chosen ?? undefined)
  }
  return {
    ...found,
    reading: read(found.texts, language),
    training,
    standing: standingOf(training, courseId),
    setOf,
    isDone,
  }
}
export type OpenCourse = NonNullable<ReturnType<typeof useCourse>>
