import type { ReactNode } from 'react'
import { Icon } from '../../components/Icon.tsx'
import { SaveStatus } from '../../components/SaveStatus.tsx'
import { WayThread } from '../../components/WayThread.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { isChild } from './draft.ts'
import type { Step } from './steps.ts'
import { useScreening } from './useScreening.tsx'
import './screening.css'

/** On every page of a screening: where one stands, and the two things that may be learned at any moment. */
export const Frame = ({ step, children }: { step: Step; children: ReactNode }) => {
  const { way, saving, isPreview } = useScreening()
  const at = way.indexOf(step)
  return (
    <div className="screening">
      <AlwaysThere />
      <WayThread at={at} of={way.length}>
        <T id="screening.step" values={{ at: at + 1, of: way.length }} />
      </WayThread>
      {children}
      {!isPreview && <SaveStatus saving={saving} />}
    </div>
  )
}

/** Danger, and the person's own word: they may come at any moment, so they are in reach on every page. */
export const AlwaysThere = () => {
  const { draft, change, goTo } = useScreening()
  const t = useT()
  return (
    <div className="always-there no-print" role="group" aria-label={t('screening.always')}>
      <button
        type="button"
        className="always-button"
        data-tone="danger"
        aria-pressed={draft.dangerNow}
        onClick={() => {
          change({ dangerNow: true })
          goTo('danger')
        }}
      >
        <Icon name={draft.dangerNow ? 'check' : 'alert'} />
        <T id="screening.danger.button" />
      </button>
      <button
        type="button"
        className="always-button"
        aria-pressed={draft.selfIdentified}
        onClick={() => change((now) => ({ ...now, selfIdentified: !now.selfIdentified }))}
      >
        <Icon name={draft.selfIdentified ? 'check' : 'person'} />
        <T id={isChild(draft) ? 'screening.self.button.child' : 'screening.self.button'} />
      </button>
    </div>
  )
}
