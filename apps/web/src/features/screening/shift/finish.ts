import { type Evaluation, isAtLeast } from '@ariadne/domain/screening'
import { nowIso } from '../../../lib/clock.ts'
import { whenOpen } from '../../../lib/device/device.ts'
import { type Draft, PERSON_DRAFT_HOURS, erasing } from '../../../lib/device/drafts.ts'
import type { Me } from '../../../lib/session/me.tsx'
import { raiseAlarm } from '../alarm.ts'
import { type ScreeningDraft, draftIdOf } from '../draft.ts'
import { submitScreening } from '../submit.ts'

/**
 * The person steps on. Nobody to be referred is sent at once; who is to be referred waits on this device, in the queue by urgency, with
 * everything that is known; for who is in danger the on-duty team is called now, whatever else is written later. Done twice, after a
 * killed tab, it is done once.
 */
export const finishPerson = async (draft: ScreeningDraft, evaluation: Evaluation, me: Me): Promise<void> => {
  if (!isAtLeast(evaluation.outcome, 'refer')) return submitScreening(draft, evaluation, evaluation.outcome, me)
  const id = draftIdOf(draft.screeningId)
  const rows = await whenOpen()
  await rows.put('drafts', id, {
    id,
    what: 'screening.draft',
    resume: `/screening/${draft.screeningId}/resume`,
    value: { ...draft, at: 'refer' },
    savedAt: nowIso(),
    ...erasing(PERSON_DRAFT_HOURS),
  } satisfies Draft<ScreeningDraft>)
  if (evaluation.outcome === 'act_now') await raiseAlarm(draft, me)
}
