import { LOOK_AGAIN_DAYS } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Checkbox } from '../../components/Choices.tsx'
import { DateField, readDay } from '../../components/DateField.tsx'
import { nowIso } from '../../lib/clock.ts'
import { plusHoursFrom } from '../../lib/hours.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useScreening } from './useScreening.tsx'

const inDays = (days: number): string => plusHoursFrom(nowIso(), days * 24).slice(0, 10)

/** A day that is typed whole and is not over yet. */
const wholeDay = (typed: string): string | undefined => {
  const read = readDay(typed)
  return 'day' in read && read.day >= inDays(0) ? read.day : undefined
}

/** Too little is known, and that is a fine end: the unit is reminded to look again. */
export const LookAgain = () => {
  const { draft, change } = useScreening()
  const t = useT()
  const [typed, setTyped] = useState(() => draft.lookAgainOn ?? inDays(LOOK_AGAIN_DAYS))
  return (
    <div className="field">
      <Checkbox
        name="lookAgain"
        label={<T id="screening.lookAgain" />}
        hint={<T id="screening.lookAgain.hint" />}
        value={draft.lookAgainOn !== null}
        onChange={(on) => change({ lookAgainOn: on ? (wholeDay(typed) ?? inDays(LOOK_AGAIN_DAYS)) : null })}
      />
      {draft.lookAgainOn !== null && (
        <DateField
          name="lookAgainOn"
          label={t('screening.lookAgain.on')}
          value={typed}
          onChange={(next) => {
            setTyped(next)
            const day = wholeDay(next)
            if (day) change({ lookAgainOn: day })
          }}
        />
      )}
    </div>
  )
}
