import type { AlarmView } from '@ariadne/contract'
import { ALARM_ANSWERERS, UNITS_WITHOUT_CASES } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Message, Tx } from '../../platform/database/index.ts'
import type { SignedIn } from '../../platform/http/env.ts'
import { nameIn } from '../../platform/organisation/names.ts'
import { findCodedResult } from '../store.ts'
import { unitsWith } from '../seats.ts'
import { findAlarm } from './store.ts'
import type { StoredAlarm } from './store.ts'

type Step = { unit_id: string; step: string; at: string }
type UnitRow = { id: string; name: Message; kind: string; on_duty_state: string; on_duty_contact: string | null }

/** An alarm as one member may see it. Runs as the member; signs go only to units that may take the person up. */
const viewOf = async (tx: Tx, alarm: StoredAlarm, who: SignedIn): Promise<AlarmView> => {
  const steps = (
    await sql<Step>`select unit_id, step, at from duty_alarm_step where alarm_id = ${alarm.alarm_id}`.execute(tx)
  ).rows
  const units = new Map(
    (
      await sql<UnitRow>`select id, name, kind, on_duty_state, on_duty_contact from unit
        where id = any (${[...alarm.ringing, alarm.raised_by_unit]}::text[])`.execute(tx)
    ).rows.map((row) => [row.id, row]),
  )
  const nameOf = (unitId: string): string => nameIn(units.get(unitId)?.name ?? { en: unitId }, who.language)
  const stepOf = (unitId: string, ...wanted: string[]) =>
    steps.find((one) => one.unit_id === unitId && wanted.includes(one.step))
  const answerFor = unitsWith(who, ALARM_ANSWERERS).filter(
    (unitId) => alarm.ringing.some((one) => one === unitId) && stepOf(unitId, 'cannot') === undefined,
  )
  const mayTakeUp = answerFor.some((unitId) => !UNITS_WITHOUT_CASES.some((kind) => kind === units.get(unitId)?.kind))
  const from = units.get(alarm.raised_by_unit)
  return {
    alarmId: alarm.alarm_id,
    screeningId: alarm.screening_id as AlarmView['screeningId'],
    hints: alarm.hints,
    raisedAt: alarm.raised_at,
    receivedAt: alarm.received_at,
    state: alarm.answered_at !== null ? 'answered' : alarm.due_at === null ? 'nobody' : 'ringing',
    dueAt: alarm.due_at,
    widensAt: alarm.widens_at,
    calls: alarm.ringing.map((unitId) => {
      const answered = stepOf(unitId, 'coming', 'calling', 'cannot')
      return {
        unitId,
        unitName: nameOf(unitId),
        at: stepOf(unitId, 'called')?.at ?? alarm.received_at,
        answer: (answered?.step ?? null) as AlarmView['calls'][number]['answer'],
        answeredAt: answered?.at ?? null,
      }
    }),
    fromUnitName: nameOf(alarm.raised_by_unit),
    callBack: from?.on_duty_state === 'confirmed' ? from.on_duty_contact : null,
    answerFor: alarm.answered_at === null ? (answerFor as AlarmView['answerFor']) : [],
    referralId: mayTakeUp ? alarm.referral_id : null,
    screening: mayTakeUp ? await findCodedResult(tx, alarm.screening_id) : null,
  }
}

export const viewAlarm = async (tx: Tx, alarmId: string, who: SignedIn): Promise<AlarmView | undefined> => {
  const alarm = await findAlarm(tx, alarmId)
  return alarm && viewOf(tx, alarm, who)
}

/** The alarms that a member raised since `from`, the latest first. */
export const viewOwnAlarms = async (tx: Tx, who: SignedIn, from: string): Promise<AlarmView[]> => {
  const { rows } = await sql<StoredAlarm>`select * from duty_alarm where raised_by_member = (select actor_member())
    and received_at > ${from} order by received_at desc limit 50`.execute(tx)
  const views = []
  for (const alarm of rows) views.push(await viewOf(tx, alarm, who))
  return views
}
