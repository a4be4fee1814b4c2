import { useMemo } from 'react'
import { newId } from '../../../lib/id.ts'
import { Reading } from '../../../components/Reading.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import type { ReferralView } from '../../../lib/case/referral.ts'
import { useDraft } from '../../../lib/device/drafts.ts'
import { useGo, usePathParams } from '../../../lib/params.ts'
import { useMe } from '../../../lib/session/me.tsx'
import { AssignStep } from './AssignStep.tsx'
import { BasisStep } from './BasisStep.tsx'
import { CheckStep } from './CheckStep.tsx'
import { IdentityStep } from './IdentityStep.tsx'
import { PersonStep } from './PersonStep.tsx'
import { SafeStep } from './SafeStep.tsx'
import { TalkStep } from './TalkStep.tsx'
import type { Flow } from './flow.ts'
import { type Opening, type Step, emptyOpening, isStep, stepAfter, stepBefore } from './model.ts'

const PAGES = {
  safe: SafeStep,
  person: PersonStep,
  talk: TalkStep,
  basis: BasisStep,
  identity: IdentityStep,
  assign: AssignStep,
  check: CheckStep,
} as const

/** A case out of a referral: what the referral said is filled in already. */
export const OpenFromReferral = () => {
  const { referralId } = usePathParams<'referralId'>()
  const read = useRead('GET /api/referrals/{referralId}', { params: { referralId } })
  if (read.state !== 'ready') return <Reading read={read} titleId="referral.opening.title" back="/" />
  return <Opening view={read.data} base={`/referrals/${referralId}/open`} start={`/referrals/${referralId}`} />
}

/** A case of somebody who came by themselves, or whom an outreach worker met. */
export const OpenWithoutReferral = () => <Opening view={null} base="/cases/new" start="/cases" />

const Opening = ({ view, base, start }: { view: ReferralView | null; base: string; start: string }) => {
  const { step } = usePathParams<'step'>()
  const me = useMe()
  const go = useGo()
  const now: Step = isStep(step) ? step : 'safe'
  const initial = useMemo(() => emptyOpening(newId(), me.instance.country, view), [me.instance.country, view])
  const draftId = `open-case/${view?.referral.referralId ?? 'new'}`
  const draft = useDraft<Opening>(draftId, { what: 'referral.opening.draft', resume: `${base}/${now}`, initial })
  if (!draft.value) return null
  const opening = draft.value
  const before = stepBefore(opening, now)
  const flow: Flow = {
    view,
    opening,
    draftId,
    saving: draft.saving,
    back:
      before && !opening.reached ? `${base}/${before}` : now === 'check' || !opening.reached ? start : `${base}/check`,
    addressOf: (to) => `${base}/${to}`,
    change: (next) => draft.change((value) => ({ ...value, ...next })),
    next: async () => {
      const after = stepAfter(opening, now)
      if (after === 'check') draft.change((value) => ({ ...value, reached: true }))
      await draft.flush()
      go(`${base}/${after}`)
    },
    leave: async () => {
      await draft.flush()
      go(start)
    },
    finished: async () => {
      await draft.discard()
      go(`/cases/${opening.caseId}`, { replace: true })
    },
  }
  const StepPage = PAGES[now]
  return <StepPage key={now} {...flow} />
}
