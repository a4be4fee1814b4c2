import { useEffect, useRef } from 'react'
import { LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useDraft } from '../../lib/device/drafts.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams } from '../../lib/params.ts'
import { CourseDone } from './CourseDone.tsx'
import { CourseStart } from './CourseStart.tsx'
import { Practice } from './Practice.tsx'
import { Thought } from './Thought.tsx'
import { complete } from './complete.ts'
import { type Progress, draftIdOf, notBegun, notPractised, pageAt } from './progress.ts'
import { type OpenCourse, useCourse } from './useCourse.tsx'
import './training.css'

/** One course: its front page, its pages one after the other, and its end. */
export const CoursePage = () => {
  const { courseId, step } = usePathParams<'courseId' | 'step'>()
  const open = useCourse(courseId)
  if (open === null) return null
  if (open === undefined)
    return (
      <Page titleId="training.title" back="/training" width="text">
        <Callout tone="warn" title={<T id="training.unknown" />}>
          <p>
            <T id="training.unknown.body" />
          </p>
        </Callout>
        <LinkButton to="/training" kind="secondary">
          <T id="training.all" />
        </LinkButton>
      </Page>
    )
  return <Player key={draftIdOf(open.course)} open={open} step={step} />
}

const isInForm = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, select, textarea, summary, dialog, [role=menu]') !== null

/** The arrow keys turn the page, in the direction of the writing; inside a choice they stay the choice's own. */
const useArrows = (forward: () => void, back: () => void) => {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isInForm(event.target)) return
      const isForward = event.key === (document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight')
      if (isForward) forward()
      else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') back()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}

const Player = ({ open, step }: { open: OpenCourse; step: string }) => {
  const { course } = open
  const go = useGo()
  const address = (to: string | number) => `/training/${course.id}/${to}`
  const { value, change, saving, flush } = useDraft<Progress>(draftIdOf(course), {
    what: 'training.draft',
    resume: address('start'),
    initial: notBegun,
  })
  const at = pageAt(course, step)
  const page = at === undefined ? undefined : course.pages[at]
  const isLast = at === course.pages.length - 1

  const isFinishing = useRef(false)

  const turn = (to: number, from?: Progress) => {
    change((now) => ({ ...(from ?? now), at: to }))
    void flush().then(() => go(address(to + 1)))
  }
  const next = () => {
    if (at === undefined || !value) return
    if (!isLast) return turn(at + 1)
    const undone = course.pages.findIndex((one) => one.kind === 'practice' && !open.isDone(one, value))
    if (undone >= 0) return turn(undone)
    if (isFinishing.current) return
    isFinishing.current = true
    void flush()
      .then(() => complete(course, value))
      .then(() => go(address('done')))
  }
  const back = () => {
    if (at !== undefined) go(at === 0 ? address('start') : address(at))
  }
  // A case is left forward only through its own answer.
  useArrows(() => page?.kind === 'thought' && !isLast && next(), back)

  if (!value) return null
  if (step === 'done') return <CourseDone open={open} />
  if (!page || at === undefined)
    return <CourseStart open={open} progress={value} begin={() => turn(value.at)} again={() => turn(0, notBegun)} />
  const shared = { open, at, saving, isLast, back: at === 0 ? address('start') : address(at), onContinue: next }
  return page.kind === 'thought' ? (
    <Thought key={page.id} {...shared} page={page} />
  ) : (
    <Practice
      key={page.id}
      {...shared}
      page={page}
      practised={value.practised[page.id] ?? notPractised}
      onChange={(practised) => change((now) => ({ ...now, practised: { ...now.practised, [page.id]: practised } }))}
    />
  )
}
