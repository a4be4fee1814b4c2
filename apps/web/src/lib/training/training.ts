import { type Completion, type Course, type Learner, endOfValidity, opensFor } from '@ariadne/domain/training'
import { useMemo } from 'react'
import { useRead } from '../api/useRead.ts'
import { nowIso, useNow } from '../clock.ts'
import { type CourseContent, coursesOf } from '../content/bundle.ts'
import { useContent } from '../content/content.ts'
import { needsPerson } from '../device/outbox.ts'
import { useOutbox } from '../device/sender.ts'
import { type Me, functionsOf, useMe } from '../session/me.tsx'

/** Courses and completions as this device knows them; what was done here and waits in the outbox counts already. */
export interface Training {
  readonly isKnown: boolean
  readonly courses: readonly CourseContent[]
  readonly definitions: readonly Course[]
  readonly completions: readonly Completion[]
  readonly learner: Learner
  readonly now: string
}

export const learnerOf = (me: Me): Learner => ({
  functions: [...functionsOf(me)],
  unitKinds: me.member.memberships.map(({ unitKind }) => unitKind),
})

export const useTraining = (): Training => {
  const me = useMe()
  const content = useContent()
  const read = useRead('GET /api/training', {})
  const outbox = useOutbox()
  // The moment itself, not the last tick: what was done a second ago counts.
  useNow()
  const now = nowIso()
  const courses = useMemo(() => (content.state === 'ready' ? coursesOf(content.bundle) : []), [content])
  const definitions = useMemo(() => courses.map(({ course }) => course), [courses])
  const completions = useMemo(() => {
    const received = read.state === 'ready' ? read.data.completions : []
    const here = outbox
      .filter((entry) => entry.kind === 'training.complete' && !needsPerson(entry))
      .flatMap(({ body, outcome }): Completion[] => {
        // Accepted: the server says how it counts, until the read has it as well.
        if (body === null) return outcome?.result ? [outcome.result as unknown as Completion] : []
        const { courseId, version, completedAt } = body['completion'] as Completion
        const course = definitions.find((one) => one.id === courseId && one.version === version)
        return course ? [{ courseId, version, completedAt, validUntil: endOfValidity(course, completedAt) }] : []
      })
    return [...received, ...here]
  }, [read, outbox, definitions])
  return {
    isKnown: content.state === 'ready' && read.state !== 'loading',
    courses,
    definitions,
    completions,
    learner: learnerOf(me),
    now,
  }
}

/** What is open for whoever is signed in, by the same rule as the server's. Closed while nothing is known yet. */
export const useOpens = () => {
  const training = useTraining()
  const { isKnown, definitions, completions, learner, now } = training
  return { training, opens: isKnown ? opensFor(learner, definitions, completions, now) : null }
}
