import { nowIso } from '../../lib/clock.ts'
import { send } from '../../lib/device/sender.ts'
import type { Me } from '../../lib/session/me.tsx'
import { actingFor } from './choices.ts'
import type { ScreeningDraft } from './draft.ts'

/** Where an alarm stands in the outbox: by itself, so that nothing else of the screening holds it up. */
export const alarmSubject = (screeningId: string): string => `alarm/${screeningId}`

/** Calls the on-duty team with the codes that are known by now. Raised twice it is one alarm. */
export const raiseAlarm = async (draft: ScreeningDraft, me: Me): Promise<void> => {
  const acting = draft.by ?? actingFor(me)[0]
  if (!acting) return
  await send({
    kind: 'alarm.raise',
    body: {
      screeningId: draft.screeningId,
      by: {
        instanceId: me.instance.instanceId,
        memberId: me.member.memberId,
        unitId: acting.unitId,
        function: acting.function,
      },
      placeType: draft.placeType,
      ageBand: draft.ageBand,
      sex: draft.sex,
      language: draft.language || null,
      raisedAt: nowIso(),
    } as never,
    subject: alarmSubject(draft.screeningId),
    what: 'screening.outbox.alarm',
  })
}
