import type { CommandBody } from '@ariadne/contract'
import { nowIso } from './clock.ts'
import { openRows } from './device/device.ts'
import type { Draft } from './device/drafts.ts'
import { send } from './device/sender.ts'

/** Where an alarm stands in the outbox: by itself, so that nothing else of the screening holds it up. */
export const alarmSubject = (screeningId: string): string => `alarm/${screeningId}`

type By = CommandBody<'alarm.call_off'>['by']

/**
 * Tells the team that it is over, now or as soon as there is a network. Where the screening lies on this device it is not "in danger"
 * any more either: what is sent of it later must not call again.
 */
export const callOff = async (screeningId: string, by: By): Promise<void> => {
  await send({
    kind: 'alarm.call_off',
    body: { screeningId: screeningId as never, by, saidAt: nowIso() },
    subject: alarmSubject(screeningId),
    what: 'screening.outbox.callOff',
  })
  const rows = openRows()
  const id = `screening/${screeningId}`
  const draft = await rows?.get<Draft<{ dangerNow: boolean }>>('drafts', id)
  if (draft?.value.dangerNow) await rows?.put('drafts', id, { ...draft, value: { ...draft.value, dangerNow: false } })
}
