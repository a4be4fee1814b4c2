import { Button } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { T } from '../../lib/i18n/text.tsx'
import { isChild } from './draft.ts'
import { OnDuty, useReachable } from './OnDuty.tsx'
import { NoDanger, RaiseAlarm } from './RaiseAlarm.tsx'
import { firstOpen } from './steps.ts'
import { useScreening } from './useScreening.tsx'
import './screening.css'

/** In danger now: first act, then write. Everything else of the screening can wait. */
export const Danger = () => {
  const { draft, change, goTo, outcome } = useScreening()
  const child = isChild(draft) === true
  const onward = firstOpen(draft, outcome)
  const hasNumber = useReachable(child).length > 0
  return (
    <Page
      titleId="screening.title"
      heading={<T id="screening.danger.heading" />}
      lead={<T id="screening.danger.lead" />}
      width="text"
    >
      <div className="stack">
        {/* What works stands first: a number that was confirmed, or else the call through the app. */}
        {hasNumber && <OnDuty child={child} />}
        <RaiseAlarm />
        {!hasNumber && <OnDuty child={child} />}
        <ol className="do-next">
          <li>
            <T id="screening.danger.place" />
          </li>
          <li>
            <T id={child ? 'codes.screening.next.call_child_protection' : 'codes.screening.next.call_on_duty'} />
          </li>
          <li>
            <T id="codes.screening.next.medical_help" />
          </li>
          <li>
            <T id="codes.screening.next.do_not_inform" />
          </li>
        </ol>
        <div className="row">
          <Button onClick={() => goTo(onward === 'check' ? 'outcome' : onward)}>
            <T id="screening.danger.goOn" />
          </Button>
          <NoDanger
            onDone={() => {
              change({ dangerNow: false })
              goTo(onward)
            }}
          />
        </div>
        <p className="quiet">
          <T id="screening.danger.saved" />
        </p>
      </div>
    </Page>
  )
}
