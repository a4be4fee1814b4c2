import { type Evaluation, type Outcome, evaluate } from '@ariadne/domain/screening'
import { type ReactNode, createContext, use, useCallback, useEffect, useMemo } from 'react'
import type { Saving } from '../../components/SaveStatus.tsx'
import { type Bundle, type SetContent, findSet } from '../../lib/content/bundle.ts'
import { findFirstContact, offeredSets, unitKindOf } from './sets.ts'
import { type Reading, read } from '../../lib/content/texts.ts'
import { PERSON_DRAFT_HOURS, useDraft } from '../../lib/device/drafts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { useGo } from '../../lib/params.ts'
import { type Me, useMe } from '../../lib/session/me.tsx'
import { nowIso } from '../../lib/clock.ts'
import {
  type ScreeningDraft,
  answersOf,
  decidedOutcome,
  draftIdOf,
  emptyScreening,
  subjectOf,
  upToDate,
} from './draft.ts'
import { useFollow } from './useFollow.ts'
import { type Step, nextStep, stepBefore, wayOf } from './steps.ts'

/** One screening under way, as its pages see it. */
export interface OpenScreening {
  readonly draft: ScreeningDraft
  readonly change: (next: Partial<ScreeningDraft> | ((now: ScreeningDraft) => ScreeningDraft)) => void
  readonly saving: Saving
  readonly flush: () => Promise<void>
  readonly discard: () => Promise<void>
  readonly me: Me
  readonly bundle: Bundle
  readonly set: SetContent
  /** The set's texts in the language of the page. */
  readonly reading: Reading
  readonly evaluation: Evaluation
  readonly outcome: Outcome
  readonly way: readonly Step[]
  readonly path: (step: string) => string
  /** Saves, then goes on to the next page, or back to the summary when one came from there. */
  readonly goOn: (from: Step) => void
  readonly goTo: (step: string) => void
  /** Leaves without touching the draft: it may be the server's already. */
  readonly leaveTo: (address: string) => void
  readonly before: (step: Step) => string
  /** A set that is being written or read is walked through: nothing is kept, nothing can be sent, nobody is called. */
  readonly isPreview: boolean
}

const Context = createContext<OpenScreening | null>(null)
export const ScreeningContext = Context

export const useScreening = (): OpenScreening => {
  const open = use(Context)
  if (!open) throw new Error('useScreening needs a screening around it')
  return open
}

const pinned = (bundle: Bundle, draft: ScreeningDraft): SetContent | undefined => {
  const subject = subjectOf(draft)
  const kept = draft.sets[subject]
  return kept ? findSet(bundle, kept.id, kept.version) : findFirstContact(bundle, subject, nowIso().slice(0, 10))
}

/** Sets of this device's content, chosen when the screening begins and kept until its end. */
const chosenSets = (bundle: Bundle, { way }: ScreeningDraft, unitKind: string | undefined): ScreeningDraft['sets'] =>
  Object.fromEntries(
    (['adult', 'child'] as const).flatMap((subject) => {
      const [found] = offeredSets(bundle, { way, unitKind, subject })
      return found ? [[subject, { id: found.set.id, version: found.set.version }]] : []
    }),
  )

export const ScreeningProvider = ({
  id,
  fromCheck,
  bundle,
  otherwise,
  children,
}: {
  id: string
  /** One came here from the summary to change an answer. */
  fromCheck: boolean
  bundle: Bundle
  /** Shown when the content has no set to screen with. */
  otherwise: ReactNode
  children: ReactNode
}) => {
  const me = useMe()
  const go = useGo()
  const { language } = useLanguage()
  const {
    value: kept,
    change,
    saving,
    flush,
    discard,
  } = useDraft<ScreeningDraft>(draftIdOf(id), {
    what: 'screening.draft',
    resume: `/screening/${id}/resume`,
    initial: emptyScreening(id, nowIso()),
    eraseAfterHours: PERSON_DRAFT_HOURS,
  })
  const value = useMemo(() => kept && upToDate(kept), [kept])

  useEffect(() => {
    if (value && Object.keys(value.sets).length === 0)
      change((now) => ({ ...now, sets: chosenSets(bundle, now, unitKindOf(me, now.by?.unitId)) }))
  }, [value, bundle, change, me])

  const goTo = useCallback(
    (step: string) => {
      change((now) => ({ ...now, at: step }))
      void flush().then(() => go(`/screening/${id}/${step}`))
    },
    [change, flush, go, id],
  )
  useFollow(value, me)
  const content = value && pinned(bundle, value)
  const open = useMemo((): OpenScreening | null => {
    if (!value || !content) return null
    const evaluation = evaluate(content.set, answersOf(value))
    const outcome = decidedOutcome(value, evaluation)
    return {
      draft: value,
      change: (next) => change((now) => (typeof next === 'function' ? next(now) : { ...now, ...next })),
      saving,
      flush,
      discard,
      me,
      bundle,
      set: content,
      reading: read(content.texts, language),
      evaluation,
      outcome,
      way: wayOf(value, outcome),
      path: (step) => `/screening/${id}/${step}`,
      goOn: (from) => goTo(nextStep(value, outcome, from, fromCheck)),
      goTo,
      leaveTo: go,
      before: (step) => {
        const earlier = fromCheck ? 'check' : stepBefore(value, outcome, step)
        return earlier ? `/screening/${id}/${earlier}` : '/screening'
      },
      isPreview: false,
    }
  }, [value, content, change, saving, flush, discard, me, bundle, language, id, fromCheck, goTo, go])

  if (value && !content) return otherwise
  return open && <Context value={open}>{children}</Context>
}
