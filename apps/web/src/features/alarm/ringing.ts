import { useEffect, useRef } from 'react'
import { useRead } from '../../lib/api/useRead.ts'
import type { FunctionName } from '../../lib/session/me.tsx'

const LOOK_EVERY_MS = 15_000

/** Who hears an alarm: as `ALARM_ANSWERERS` of the domain, which the server checks. */
export const HEARERS = [
  'case_coordinator',
  'case_worker',
  'national_coordinator',
] as const satisfies readonly FunctionName[]

/** Alarms that ring at this member's units and that nobody has answered. Asked while the app is open, in whichever tab. */
export const useRinging = (): readonly string[] => {
  const read = useRead(
    'GET /api/queues/{queue}',
    { params: { queue: 'duty_alarm' }, query: {} },
    { every: LOOK_EVERY_MS, keep: false },
  )
  return (read.state === 'ready' ? read.data.entries : []).flatMap(({ subject }) =>
    subject.type === 'alarm' ? [subject.alarmId] : [],
  )
}

export type Ringer = 'unsupported' | 'default' | 'granted' | 'denied'
export const ringerState = (): Ringer => ('Notification' in globalThis ? Notification.permission : 'unsupported')

/** Shows a note of the device for each new alarm. It names nobody; no server but the instance's own has a part in it. */
export const useNotes = (alarms: readonly string[], words: { title: string; body: string }): void => {
  const shown = useRef(new Set<string>())
  useEffect(() => {
    for (const alarmId of alarms) {
      if (shown.current.has(alarmId)) continue
      shown.current.add(alarmId)
      if (ringerState() !== 'granted') continue
      const options = { body: words.body, tag: alarmId, requireInteraction: true, data: { path: `/alarms/${alarmId}` } }
      void navigator.serviceWorker?.ready.then((worker) => worker.showNotification(words.title, options))
    }
  }, [alarms, words.title, words.body])
}
