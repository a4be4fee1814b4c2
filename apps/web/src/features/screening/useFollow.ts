import { useEffect, useRef } from 'react'
import { alarmSubject } from '../../lib/alarm.ts'
import { useOutbox } from '../../lib/device/sender.ts'
import type { Me } from '../../lib/session/me.tsx'
import { tellAlarm, toldOf } from './alarm.ts'
import type { ScreeningDraft } from './draft.ts'

/** While a choice is still being made nothing is sent: a list that is walked through says many things. */
const SETTLES_MS = 1_500

/** Where the on-duty team was called, it is told what is learned meanwhile: coded facts, as they are chosen. */
export const useFollow = (draft: ScreeningDraft | null | undefined, me: Me): void => {
  const said = useOutbox().filter(({ subject }) => draft && subject === alarmSubject(draft.screeningId))
  const isRaised =
    said.findLast(({ kind }) => kind === 'alarm.raise' || kind === 'alarm.call_off')?.kind === 'alarm.raise'
  const facts = draft && isRaised ? JSON.stringify(toldOf(draft)) : undefined
  const told = useRef<string>(undefined)
  useEffect(() => {
    if (facts === undefined || !draft) {
      told.current = undefined
      return
    }
    // Said with the call itself, or before this page was opened anew: told again it changes nothing.
    if (told.current === facts) return
    const timer = setTimeout(() => {
      told.current = facts
      void tellAlarm(draft, me)
    }, SETTLES_MS)
    return () => clearTimeout(timer)
  }, [facts, draft, me])
}
