import type { Tx } from '../../platform/database/index.ts'
import type { UnitId, UnitKind, AlarmAnswer, DutyUnit } from '@ariadne/domain'
import { ALARM_ANSWERERS } from '@ariadne/domain'
import { sql } from 'kysely'

/** An alarm as it is kept. */
export type StoredAlarm = {
  alarm_id: string
  screening_id: string
  referral_id: string | null
  raised_by_unit: UnitId
  raised_by_member: string
  hints: Record<string, string>
  raised_at: string
  received_at: string
  ring_order: UnitId[]
  ringing: UnitId[]
  due_at: string | null
  only_members: string[]
  widens_at: string | null
  answered_at: string | null
  answered_by_unit: UnitId | null
  answer: AlarmAnswer | null
}

/**
 * Units of this country that an alarm may call, with whether somebody is on duty there. A unit where nobody could answer is not called:
 * it would cost ten minutes.
 */
export const listDutyUnits = async (tx: Tx): Promise<DutyUnit[]> => {
  const { rows } = await sql<{ unitId: UnitId; kind: UnitKind; onDuty: boolean }>`
    select u.id as "unitId", u.kind, u.on_duty_state <> 'empty' as "onDuty" from unit u
    where u.state = 'active' and exists (
      select from membership s join member m on m.id = s.member_id and m.state = 'active'
      where s.unit_id = u.id and s.until is null and s.functions && ${[...ALARM_ANSWERERS]}::text[]
    ) order by u.id`.execute(tx)
  return rows
}

/** Holds the alarm of a screening until the transaction ends. */
export const lockAlarm = async (
  tx: Tx,
  by: { alarmId: string } | { screeningId: string },
): Promise<StoredAlarm | undefined> => {
  const which = 'alarmId' in by ? sql`alarm_id = ${by.alarmId}` : sql`screening_id = ${by.screeningId}`
  const { rows } = await sql<StoredAlarm>`select * from duty_alarm where ${which} for update`.execute(tx)
  return rows[0]
}

/** Runs as the member: what is not theirs to see is not there. */
export const findAlarm = async (tx: Tx, alarmId: string): Promise<StoredAlarm | undefined> =>
  (await sql<StoredAlarm>`select * from duty_alarm where alarm_id = ${alarmId}`.execute(tx)).rows[0]

/** Puts an alarm in, once a screening. Says whether it is new. */
export const insertAlarm = async (
  tx: Tx,
  alarm: Pick<
    StoredAlarm,
    | 'alarm_id'
    | 'screening_id'
    | 'raised_by_unit'
    | 'raised_by_member'
    | 'hints'
    | 'raised_at'
    | 'received_at'
    | 'ring_order'
  >,
): Promise<boolean> => {
  const { rows } = await sql`
    insert into duty_alarm (alarm_id, screening_id, raised_by_unit, raised_by_member, hints, raised_at, received_at,
      ring_order, ringing)
    values (${alarm.alarm_id}, ${alarm.screening_id}, ${alarm.raised_by_unit}, ${alarm.raised_by_member},
      ${JSON.stringify(alarm.hints)}, ${alarm.raised_at}, ${alarm.received_at}, ${alarm.ring_order}::text[], '{}')
    on conflict (screening_id) do nothing returning alarm_id`.execute(tx)
  return rows.length > 0
}

export const noteAlarmStep = async (
  tx: Tx,
  step: { alarmId: string; unitId: string; step: 'called' | AlarmAnswer; by: string | null; at: string },
): Promise<void> => {
  await sql`insert into duty_alarm_step (alarm_id, unit_id, step, by_member, at)
    values (${step.alarmId}, ${step.unitId}, ${step.step}, ${step.by}, ${step.at}) on conflict do nothing`.execute(tx)
}

/** Rings at one unit more, until `dueAt`; without one there is nobody left to ring. */
export const ringAt = async (
  tx: Tx,
  alarm: StoredAlarm,
  change: {
    order?: readonly UnitId[]
    next: UnitId | undefined
    dueAt: string | null
    widensAt: string | null
    /** Who of the next unit is called alone, until it widens. */
    alone: readonly string[]
  },
  now: string,
): Promise<void> => {
  const ringing = change.next === undefined ? alarm.ringing : [...alarm.ringing, change.next]
  await sql`update duty_alarm set ringing = ${ringing}::text[], due_at = ${change.dueAt},
    widens_at = ${change.widensAt}, only_members = ${[...change.alone]}::text[],
    ring_order = ${change.order ?? alarm.ring_order}::text[] where alarm_id = ${alarm.alarm_id}`.execute(tx)
  if (change.next !== undefined)
    await noteAlarmStep(tx, { alarmId: alarm.alarm_id, unitId: change.next, step: 'called', by: null, at: now })
}

/** Calls everybody of the unit that was called last. */
export const widen = async (tx: Tx, alarmId: string): Promise<void> => {
  await sql`update duty_alarm set only_members = '{}', widens_at = null where alarm_id = ${alarmId}`.execute(tx)
}

export const answerAlarm = async (
  tx: Tx,
  alarmId: string,
  by: { unitId: string; memberId: string; answer: 'coming' | 'calling' },
  now: string,
): Promise<void> => {
  await sql`update duty_alarm set answered_at = ${now}, answered_by_unit = ${by.unitId},
    answered_by_member = ${by.memberId}, answer = ${by.answer}, due_at = null, widens_at = null,
    only_members = '{}' where alarm_id = ${alarmId}`.execute(tx)
}

export const nameReferral = async (tx: Tx, alarmId: string, referralId: string): Promise<void> => {
  await sql`update duty_alarm set referral_id = ${referralId} where alarm_id = ${alarmId}`.execute(tx)
}
