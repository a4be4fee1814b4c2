import { useEffect, useRef } from 'react'
import { useRead } from '../../lib/api/useRead.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { leaveNote } from '../../lib/ringer/note.ts'
import { keepRinging } from '../../lib/ringer/ringer.ts'
import { canRing } from '../../lib/ringer/subscription.ts'
import type { FunctionName } from '../../lib/session/me.tsx'

const LOOK_EVERY_MS = 15_000

/** Who hears an alarm: as `ALARM_ANSWERERS` of the domain, which the server checks. */
export const HEARERS = [
  'case_coordinator',
  'case_worker',
  'national_coordinator',
] as const satisfies readonly FunctionName[]

/** Alarms that ring at this member's units and that nobody has answered. Asked while the app is open, in whichever tab. */
export const useRinging = (queue: 'duty_alarm' | 'outside_alarm' = 'duty_alarm'): readonly string[] => {
  const read = useRead(
    'GET /api/queues/{queue}',
    { params: { queue }, query: {} },
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
    // Answered or called off: the note goes as well, on every device where the app is open.
    for (const alarmId of shown.current)
      if (!alarms.includes(alarmId)) {
        shown.current.delete(alarmId)
        void navigator.serviceWorker?.ready
          .then((worker) => worker.getNotifications({ tag: alarmId }))
          .then((notes) => notes.forEach((note) => note.close()))
      }
    for (const alarmId of alarms) {
      if (shown.current.has(alarmId)) continue
      shown.current.add(alarmId)
      if (ringerState() !== 'granted') continue
      const options = { body: words.body, tag: alarmId, requireInteraction: true, data: { path: `/alarms/${alarmId}` } }
      void navigator.serviceWorker?.ready.then((worker) => worker.showNotification(words.title, options))
    }
  }, [alarms, words.title, words.body])
}

/** Leaves the words of a ring for the time when no page is open, in the language on screen, and lets ring again what was let ring. */
export const useKeptRinging = ({ title, body }: { title: string; body: string }): void => {
  const { language } = useLanguage()
  useEffect(() => {
    if (!canRing()) return
    // Without room for a line of text a ring shows the name of the app alone.
    void leaveNote({ title, body, lang: language, dir: directionOf(language) }).catch(() => undefined)
  }, [title, body, language])
  useEffect(() => {
    // What cannot be asked now is asked at the next start.
    void keepRinging().catch(() => undefined)
  }, [])
}
