import type { AlarmView } from '@ariadne/contract'
import { ALARM_ANSWERERS, ALARM_WORDS, REFERRAL_SENDERS, standingOf, UNITS_WITHOUT_CASES } from '@ariadne/domain'
import type { AlarmWord, UnitId } from '@ariadne/domain'
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

/** The referral and the case that came of an alarm, as far as the member may read them. Runs as the member. */
export type ReferralOfAlarm = (
  tx: Tx,
  referralId: string,
  who: SignedIn,
) => Promise<{ referralId: string; caseId: string | null } | undefined>

/** Whether a word from outside lies before a unit of the reader's. Runs as the member. */
const isWrittenTo = async (tx: Tx, contactId: string): Promise<boolean> =>
  (await sql`select from outside_contact where contact_id = ${contactId}`.execute(tx)).rows.length > 0

const cameOf = (
  { referral_id }: Pick<StoredAlarm, 'referral_id'>,
  isSent: boolean,
  referral: Awaited<ReturnType<ReferralOfAlarm>>,
): AlarmView['cameOfIt'] => {
  if (referral !== undefined) return referral.caseId === null ? 'referral' : 'case'
  if (referral_id !== null) return 'referred_elsewhere'
  return isSent ? 'screening' : 'nothing_yet'
}

/** An alarm as one member may see it. Runs as the member; signs go only to units that may take the person up. */
const viewOf = async (tx: Tx, alarm: StoredAlarm, who: SignedIn, referralOf: ReferralOfAlarm): Promise<AlarmView> => {
  const steps = (
    await sql<Step>`select unit_id, step, at from duty_alarm_step s where alarm_id = ${alarm.alarm_id}
      and seq > coalesce((select max(seq) from duty_alarm_step c where c.alarm_id = s.alarm_id and c.step = 'called_again'), 0)
      order by seq`.execute(tx)
  ).rows
  const units = new Map(
    (
      await sql<UnitRow>`select id, name, kind, on_duty_state, on_duty_contact from unit
        where id = any (${[...alarm.ringing, alarm.raised_by_unit]}::text[])`.execute(tx)
    ).rows.map((row) => [row.id, row]),
  )
  const nameOf = (unitId: string): string => nameIn(units.get(unitId)?.name ?? { en: unitId }, who.language)
  const saidBy = (unitId: string) => {
    const words = steps.filter((one) => one.unit_id === unitId && ALARM_WORDS.some((word) => word === one.step))
    const standing = standingOf(words.map(({ step }) => step as AlarmWord))
    return { ...standing, at: words.findLast(({ step }) => step === standing.answer)?.at ?? null }
  }
  const called = unitsWith(who, ALARM_ANSWERERS).filter((unitId) =>
    alarm.ringing.some((one) => one === unitId),
  ) as UnitId[]
  const answerFor = called.filter((unitId) => !alarm.declined.includes(unitId))
  const takesUp = answerFor.find((unitId) => !UNITS_WITHOUT_CASES.some((kind) => kind === units.get(unitId)?.kind))
  const mayTakeUp = takesUp !== undefined
  const from = alarm.raised_by_unit === null ? undefined : units.get(alarm.raised_by_unit)
  const isOff = alarm.answer === 'called_off'
  const isOver = alarm.answered_at !== null
  const mayChange = isOff ? [] : isOver ? called.filter((one) => one === alarm.answered_by_unit) : called
  const changeFor = mayChange
    .map((unitId) => ({ unitId, answer: saidBy(unitId).answer }))
    .find((one) => one.answer !== null)
  const callers = unitsWith(who, REFERRAL_SENDERS) as UnitId[]
  const screening = mayTakeUp && alarm.screening_id !== null ? await findCodedResult(tx, alarm.screening_id) : null
  const referral = mayTakeUp && alarm.referral_id !== null ? await referralOf(tx, alarm.referral_id, who) : undefined
  const isSealed = alarm.place_at !== null && !isOff
  return {
    alarmId: alarm.alarm_id,
    kind: alarm.kind,
    screeningId: alarm.screening_id as AlarmView['screeningId'],
    contactId: alarm.contact_id !== null && (await isWrittenTo(tx, alarm.contact_id)) ? alarm.contact_id : null,
    hints: alarm.hints,
    hintsAt: alarm.hints_at,
    placeAt: isSealed ? alarm.place_at : null,
    placeFor: isSealed ? (takesUp ?? null) : null,
    raisedAt: alarm.raised_at,
    receivedAt: alarm.received_at,
    state: isOff ? 'called_off' : isOver ? 'answered' : alarm.due_at === null ? 'nobody' : 'ringing',
    dueAt: alarm.due_at,
    widensAt: alarm.widens_at,
    calls: alarm.ringing.map((unitId) => {
      const { answer, at, afterAll } = saidBy(unitId)
      return {
        unitId,
        unitName: nameOf(unitId),
        at: steps.find((one) => one.unit_id === unitId && one.step === 'called')?.at ?? alarm.received_at,
        answer,
        answeredAt: at,
        afterAll,
      }
    }),
    fromUnitName: alarm.raised_by_unit === null ? null : nameOf(alarm.raised_by_unit),
    calledOffAt: isOff ? alarm.answered_at : null,
    callOffFor: isOff || alarm.raised_by_unit === null ? [] : callers.filter((one) => one === alarm.raised_by_unit),
    changeFor: changeFor === undefined ? null : (changeFor as AlarmView['changeFor']),
    callBack: from?.on_duty_state === 'confirmed' ? from.on_duty_contact : null,
    answerFor: isOver ? [] : answerFor,
    referralId: referral?.referralId ?? null,
    caseId: (referral?.caseId ?? null) as AlarmView['caseId'],
    cameOfIt: !mayTakeUp || alarm.kind === 'outside' ? null : cameOf(alarm, screening !== null, referral),
    screening,
  }
}

export const viewAlarm = async (
  tx: Tx,
  alarmId: string,
  who: SignedIn,
  referralOf: ReferralOfAlarm,
): Promise<AlarmView | undefined> => {
  const alarm = await findAlarm(tx, alarmId)
  return alarm && viewOf(tx, alarm, who, referralOf)
}

/** The alarms that a member raised since `from`, the latest first. */
export const viewOwnAlarms = async (
  tx: Tx,
  who: SignedIn,
  from: string,
  referralOf: ReferralOfAlarm,
): Promise<AlarmView[]> => {
  const { rows } = await sql<StoredAlarm>`select * from duty_alarm where raised_by_member = (select actor_member())
    and received_at > ${from} order by received_at desc limit 50`.execute(tx)
  const views = []
  for (const alarm of rows) views.push(await viewOf(tx, alarm, who, referralOf))
  return views
}
