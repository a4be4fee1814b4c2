import type { DutyShift } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Radios } from '../../components/Choices.tsx'
import { DateField } from '../../components/DateField.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { TimeField } from '../../components/TextField.tsx'
import { When } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import { codeOf } from '../../lib/api/problem.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { useNow } from '../../lib/clock.ts'
import { newId } from '../../lib/id.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { HEARERS } from './ringing.ts'

const PLANNERS: readonly string[] = ['case_coordinator', 'national_coordinator']
const LENGTHS = ['8', '12', '24'] as const

interface Props {
  readonly shifts: readonly DutyShift[]
  /** Targets of the country, in minutes. */
  readonly minutes: { readonly answer: number; readonly passOn: number }
  readonly onChanged: () => void
}

/** Who of one's own units is called first for an alarm, and how long each has. Nobody written down is everybody. */
export const Shifts = ({ shifts, minutes, onChanged }: Props) => {
  const me = useMe()
  const t = useT()
  const [adding, setAdding] = useState<string>()
  const units = me.member.memberships.filter(({ functions }) =>
    functions.some((name) => HEARERS.some((hearer) => hearer === name)),
  )
  const remove = async ({ shiftId, unitId }: DutyShift) => {
    await sendNow('duty.shift_remove', { shiftId, unitId })
    onChanged()
  }
  return (
    <section aria-labelledby="shifts" className="stack">
      <h2 id="shifts">
        <T id="alarm.shifts.title" />
      </h2>
      <p>
        <T id="alarm.shifts.minutes" values={minutes} />
      </p>
      {units.map(({ unitId, unitName, functions }) => {
        const own = shifts.filter((one) => one.unitId === unitId)
        return (
          <div key={unitId} className="duty">
            <strong>
              <bdi>{unitName}</bdi>
            </strong>
            {own.length === 0 ? (
              <span className="quiet">
                <T id="alarm.shifts.everybody" />
              </span>
            ) : (
              <ul className="plain-list">
                {own.map((one) => (
                  <li key={one.shiftId} className="row">
                    <span>
                      <T
                        id="alarm.shifts.turn"
                        values={{
                          name: <bdi key="name">{one.memberName}</bdi>,
                          from: <When key="from" at={one.from} />,
                          until: <When key="until" at={one.until} />,
                        }}
                      />
                    </span>
                    {one.mayRemove && (
                      <Button kind="quiet" size="small" onClick={() => void remove(one)}>
                        <T id="alarm.shifts.remove" />
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )}
            {functions.some((name) => PLANNERS.includes(name)) && (
              <span>
                <Button kind="secondary" size="small" onClick={() => setAdding(unitId)}>
                  <T id="alarm.shifts.add" />
                </Button>
              </span>
            )}
          </div>
        )
      })}
      {adding && (
        <AddShift
          unitId={adding}
          title={t('alarm.shifts.add')}
          onClose={(saved) => {
            setAdding(undefined)
            if (saved) onChanged()
          }}
        />
      )}
    </section>
  )
}

const two = (value: number): string => String(value).padStart(2, '0')
const dayOf = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`

const AddShift = ({ unitId, title, onClose }: { unitId: string; title: string; onClose: (saved: boolean) => void }) => {
  const t = useT()
  const has = useHasText()
  const { refusal } = useActWords()
  const directory = useDirectory()
  const began = new Date(useNow())
  const [memberId, setMemberId] = useState<string>()
  const [day, setDay] = useState(() => dayOf(began))
  const [time, setTime] = useState(() => `${two(began.getHours())}:00`)
  const [hours, setHours] = useState<(typeof LENGTHS)[number]>('12')
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const save = async () => {
    // The turn is written down in the time of the place where this device is.
    const from = new Date(
      `${day
        .split('-')
        .map((part) => part.padStart(2, '0'))
        .join('-')}T${time}`,
    )
    const isTime = !Number.isNaN(from.getTime())
    const wrong: FieldError[] = [
      ...(memberId ? [] : [{ field: 'memberId', message: t('alarm.shifts.who.missing') }]),
      ...(isTime ? [] : [{ field: 'day', message: t('alarm.shifts.from.missing') }]),
    ]
    setErrors(wrong)
    if (!memberId || !isTime) return
    try {
      const outcome = await sendNow('duty.shift_add', {
        shiftId: newId(),
        unitId: unitId as never,
        memberId: memberId as never,
        from: from.toISOString(),
        until: new Date(from.getTime() + Number(hours) * 3_600_000).toISOString(),
      })
      if (outcome.status === 'accepted') return onClose(true)
      const said = outcome.code ?? ''
      setErrors([{ field: 'day', message: has(`refusal.${said}`) ? refusal(said) : t('alarm.failed.body') }])
    } catch (problem) {
      const isOffline = codeOf(problem) === 'offline'
      setErrors([{ field: 'day', message: t(isOffline ? 'alarm.duty.call.offline' : 'alarm.failed.body') }])
    }
  }
  return (
    <Dialog
      title={title}
      onClose={() => onClose(false)}
      actions={
        <Button onClick={() => void save()}>
          <T id="alarm.duty.call.save" />
        </Button>
      }
    >
      <Radios
        name="memberId"
        label={t('alarm.shifts.who')}
        error={errorOf(errors, 'memberId')}
        choices={directory.members(unitId, HEARERS).map((one) => ({ value: one.memberId as string, label: one.name }))}
        value={memberId}
        onChange={setMemberId}
      />
      <DateField
        name="day"
        label={t('alarm.shifts.from')}
        error={errorOf(errors, 'day')}
        value={day}
        onChange={setDay}
      />
      <TimeField name="time" label={t('alarm.shifts.time')} value={time} onChange={setTime} />
      <Radios
        name="hours"
        label={t('alarm.shifts.hours')}
        layout="row"
        choices={LENGTHS.map((value) => ({ value, label: t('alarm.shifts.length', { hours: Number(value) }) }))}
        value={hours}
        onChange={setHours}
      />
    </Dialog>
  )
}
