import { Button, LinkButton } from '../../../components/Button.tsx'
import { Page } from '../../../components/Page.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { nowIso } from '../../../lib/clock.ts'
import { useContent } from '../../../lib/content/content.ts'
import { PERSON_DRAFT_HOURS, useDraft } from '../../../lib/device/drafts.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { usePathParams } from '../../../lib/params.ts'
import { useQuiet } from '../../../lib/update.ts'
import { OnePerson } from './OnePerson.tsx'
import { ShiftFrame } from './ShiftFrame.tsx'
import { type Shift, shiftDraftId } from './shift.ts'
import '../screening.css'
import './shift.css'

/** Many people on one day: what they have in common once, then one page a person. */
export const ShiftPage = () => {
  const { shiftId } = usePathParams<'shiftId'>()
  const t = useT()
  const content = useContent()
  const { value, change, saving, flush } = useDraft<Shift | null>(shiftDraftId(shiftId), {
    what: (shift) => `screening.shift.${shift?.way ?? 'arrival'}`,
    resume: `/arrivals/${shiftId}`,
    initial: null,
    eraseAfterHours: PERSON_DRAFT_HOURS,
  })
  useQuiet()
  if (content.state === 'missing')
    return (
      <Page titleId="screening.title" width="text">
        <Callout tone="warn" title={t('screening.content.missing')}>
          <p>
            <T id="screening.content.missing.body" />
          </p>
        </Callout>
        <Button onClick={content.retry}>
          <T id="screening.retry" />
        </Button>
      </Page>
    )
  if (content.state === 'loading' || value === undefined) return null
  if (value === null)
    return (
      <Page titleId="screening.title" width="text">
        <Callout tone="warn" title={t('screening.gone')}>
          <p>
            <T id="screening.shift.gone" />
          </p>
        </Callout>
        <LinkButton kind="secondary" to="/screening">
          <T id="screening.list.title" />
        </LinkButton>
      </Page>
    )
  const set = (next: Shift | ((now: Shift) => Shift)) =>
    change((now) => (now === null ? now : typeof next === 'function' ? next(now) : next))
  return value.isSet ? (
    <OnePerson
      key={value.person.screeningId}
      shift={value}
      bundle={content.bundle}
      change={set}
      flush={flush}
      saving={saving}
    />
  ) : (
    <ShiftFrame
      shift={value}
      change={set}
      onDone={() => set((now) => ({ ...now, isSet: true, person: { ...now.person, startedAt: nowIso() } }))}
    />
  )
}
