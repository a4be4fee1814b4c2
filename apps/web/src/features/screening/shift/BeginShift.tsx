import { useEffect, useRef } from 'react'
import { nowIso } from '../../../lib/clock.ts'
import { whenOpen } from '../../../lib/device/device.ts'
import { type Draft, PERSON_DRAFT_HOURS, erasing } from '../../../lib/device/drafts.ts'
import { useGo, useSearchText } from '../../../lib/params.ts'
import { useMe } from '../../../lib/session/me.tsx'
import { actingFor, firstPlace } from '../choices.ts'
import { lastPlaceType } from '../memory.ts'
import { type Shift, beginShift, shiftDraftId } from './shift.ts'

/** Begins a shift of many people: an arrival, or an inspection of a workplace. */
export const BeginShift = () => {
  const me = useMe()
  const go = useGo()
  const way = useSearchText()['way'] === 'inspection' ? 'inspection' : 'arrival'
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    const units = actingFor(me)
    const acting = units.length === 1 ? units[0] : undefined
    const shift = beginShift(
      way,
      {
        by: acting ? { unitId: acting.unitId, function: acting.function } : null,
        placeType: firstPlace(way, lastPlaceType()),
        language: '',
        interpreter: null,
        safeToTalk: null,
        route: { from: null, by: 'not_known' },
      },
      nowIso(),
    )
    const id = shiftDraftId(shift.shiftId)
    void whenOpen()
      .then((rows) =>
        rows.put('drafts', id, {
          id,
          what: `screening.shift.${way}`,
          resume: `/arrivals/${shift.shiftId}`,
          value: shift,
          savedAt: nowIso(),
          ...erasing(PERSON_DRAFT_HOURS),
        } satisfies Draft<Shift>),
      )
      .then(() => go(`/arrivals/${shift.shiftId}`, { replace: true }))
  }, [me, go, way])
  return null
}
