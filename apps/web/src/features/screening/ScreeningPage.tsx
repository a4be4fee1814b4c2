import { type ComponentType, Suspense, lazy, useEffect, useState } from 'react'
import { Button, LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useContent } from '../../lib/content/content.ts'
import { whenOpen } from '../../lib/device/device.ts'
import { needsPerson } from '../../lib/device/outbox.ts'
import { useOutbox } from '../../lib/device/sender.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams, useSearchText } from '../../lib/params.ts'
import { useQuiet } from '../../lib/update.ts'
import { CardStep } from './CardStep.tsx'
import { Check } from './Check.tsx'
import { Danger } from './Danger.tsx'
import { draftIdOf } from './draft.ts'
import { Handed } from './Handed.tsx'
import { LinkStep } from './LinkStep.tsx'
import { Observe } from './Observe.tsx'
import { Outcome } from './Outcome.tsx'
import { Person } from './Person.tsx'
import { Refer } from './Refer.tsx'
import { Safe } from './Safe.tsx'
import { Sealed } from './Sealed.tsx'
import { Sent } from './Sent.tsx'
import { type SideStep, type Step, isStep } from './steps.ts'
import { ScreeningProvider, useScreening } from './useScreening.tsx'
import { Where } from './Where.tsx'

const PAGES: Record<Step | Exclude<SideStep, 'sent'>, ComponentType> = {
  link: LinkStep,
  where: Where,
  safe: Safe,
  person: Person,
  observe: Observe,
  outcome: Outcome,
  refer: Refer,
  sealed: Sealed,
  handed: Handed,
  card: CardStep,
  check: Check,
  danger: Danger,
  talk: lazy(() => import('./TalkPage.tsx').then((m) => ({ default: m.TalkPage }))),
}

const Told = ({ title, body, retry }: { title: string; body: string; retry?: () => void }) => {
  const t = useT()
  return (
    <Page titleId="screening.title" width="text">
      <div className="stack">
        <Callout tone="warn" title={t(title)}>
          <p>
            <T id={body} />
          </p>
        </Callout>
        <div className="row">
          {retry && (
            <Button onClick={retry}>
              <T id="screening.retry" />
            </Button>
          )}
          <LinkButton kind="secondary" to="/screening">
            <T id="screening.list.title" />
          </LinkButton>
        </div>
      </div>
    </Page>
  )
}

/** Where somebody left off. */
const Resume = () => {
  const { draft } = useScreening()
  const go = useGo()
  useEffect(
    () => go(`/screening/${draft.screeningId}/${draft.at}`, { replace: true }),
    [go, draft.screeningId, draft.at],
  )
  return null
}

/** Whether this screening lies on this device: one that was sent or let go is not there, and cannot be looked at again. */
const useIsHere = (id: string): boolean | undefined => {
  const [here, setHere] = useState<{ id: string; is: boolean }>()
  useEffect(() => {
    let wanted = true
    void whenOpen()
      .then((rows) => rows.get('drafts', draftIdOf(id)))
      .then((draft) => wanted && setHere({ id, is: draft !== undefined }))
    return () => {
      wanted = false
    }
  }, [id])
  return here?.id === id ? here.is : undefined
}

/** One screening: all its pages share the draft, the content it began with and what the rules say so far. */
export const ScreeningPage = () => {
  const { screeningId: id, step } = usePathParams<'screeningId' | 'step'>()
  const fromCheck = useSearchText()['from'] === 'check'
  const content = useContent()
  const entries = useOutbox().filter((entry) => entry.subject === id)
  const isHere = useIsHere(id)
  useQuiet()

  const isSent = entries.length > 0 && !entries.some(needsPerson)
  if (step === 'sent' || isSent) return <Sent id={id} />
  if (content.state === 'missing')
    return <Told title="screening.content.missing" body="screening.content.missing.body" retry={content.retry} />
  if (content.state === 'loading' || isHere === undefined) return null
  if (!isHere) return <Told title="screening.gone" body="screening.gone.body" />

  const Shown = step === 'resume' ? Resume : isStep(step) || step === 'danger' || step === 'talk' ? PAGES[step] : Resume
  return (
    <ScreeningProvider
      id={id}
      fromCheck={fromCheck}
      bundle={content.bundle}
      otherwise={
        <Told title="screening.content.missing" body="screening.content.noSet" retry={() => location.reload()} />
      }
    >
      <Suspense>
        <Shown key={step} />
      </Suspense>
    </ScreeningProvider>
  )
}
