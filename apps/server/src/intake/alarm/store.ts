import type { Tx } from '../../platform/database/index.ts'
import type { SealedPart } from '@ariadne/contract'
import type { UnitId, UnitKind, AlarmWord, DutyUnit } from '@ariadne/domain'
import { ALARM_ANSWERERS, ALARM_WORDS } from '@ariadne/domain'
import { sql } from 'kysely'

/** An alarm as it is kept. */
export type StoredAlarm = {
  alarm_id: string
  kind: 'officer' | 'outside'
  screening_id: string | null
  contact_id: string | null
  referral_id: string | null
  raised_by_unit: UnitId | null
  raised_by_member: string | null
  hints: Record<string, string>
  hints_at: string
  place_at: string | null
  raised_at: string
  received_at: string
  ring_order: UnitId[]
  ringing: UnitId[]
  declined: UnitId[]
  due_at: string | null
  only_members: string[]
  widens_at: string | null
  answered_at: string | null
  answered_by_unit: UnitId | null
  answer: 'coming' | 'calling' | 'called_off' | null
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

/** Puts an alarm in, once a screening or contact. Says whether it is new. */
export const insertAlarm = async (
  tx: Tx,
  alarm: Pick<
    StoredAlarm,
    | 'alarm_id'
    | 'kind'
    | 'screening_id'
    | 'contact_id'
    | 'raised_by_unit'
    | 'raised_by_member'
    | 'hints'
    | 'raised_at'
    | 'received_at'
    | 'ring_order'
  >,
): Promise<boolean> => {
  const { rows } = await sql`
    insert into duty_alarm (alarm_id, kind, screening_id, contact_id, raised_by_unit, raised_by_member, hints, hints_at,
      raised_at, received_at, ring_order, ringing)
    values (${alarm.alarm_id}, ${alarm.kind}, ${alarm.screening_id}, ${alarm.contact_id}, ${alarm.raised_by_unit},
      ${alarm.raised_by_member}, ${JSON.stringify(alarm.hints)}, ${alarm.raised_at}, ${alarm.raised_at},
      ${alarm.received_at}, ${alarm.ring_order}::text[], '{}')
    on conflict do nothing returning alarm_id`.execute(tx)
  return rows.length > 0
}

export type AlarmStep = AlarmWord | 'called' | 'called_off' | 'called_again' | 'place_opened'

export const noteAlarmStep = async (
  tx: Tx,
  step: { alarmId: string; unitId: string; step: AlarmStep; by: string | null; at: string },
): Promise<void> => {
  await sql`insert into duty_alarm_step (alarm_id, unit_id, step, by_member, at)
    values (${step.alarmId}, ${step.unitId}, ${step.step}, ${step.by}, ${step.at})`.execute(tx)
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
  by: { unitId: string; memberId: string; answer: 'coming' | 'calling' | 'called_off' },
  now: string,
): Promise<void> => {
  await sql`update duty_alarm set answered_at = ${now}, answered_by_unit = ${by.unitId},
    answered_by_member = ${by.memberId}, answer = ${by.answer}, due_at = null, widens_at = null,
    only_members = '{}' where alarm_id = ${alarmId}`.execute(tx)
}

export const nameReferral = async (tx: Tx, alarmId: string, referralId: string): Promise<void> => {
  await sql`update duty_alarm set referral_id = ${referralId} where alarm_id = ${alarmId}`.execute(tx)
}

/** It rings on: what a unit had promised stands no longer. */
export const reopenAlarm = async (tx: Tx, alarmId: string): Promise<void> => {
  await sql`update duty_alarm set answered_at = null, answered_by_unit = null, answered_by_member = null, answer = null
    where alarm_id = ${alarmId}`.execute(tx)
}

/** Called again after it was called off: from the beginning, for whoever calls now. Devices ring anew. */
export const beginAgain = async (
  tx: Tx,
  alarmId: string,
  { by, order, raisedAt }: { by: { unitId: string; memberId: string }; order: readonly UnitId[]; raisedAt: string },
): Promise<void> => {
  await reopenAlarm(tx, alarmId)
  await sql`update duty_alarm set ringing = '{}', declined = '{}', ring_order = ${[...order]}::text[],
    raised_by_unit = ${by.unitId}, raised_by_member = ${by.memberId}, raised_at = ${raisedAt} where alarm_id = ${alarmId}`.execute(
    tx,
  )
  await sql`delete from ringer_call where alarm_id = ${alarmId}`.execute(tx)
}

export const noteDeclined = async (tx: Tx, alarmId: string, declined: readonly UnitId[]): Promise<void> => {
  await sql`update duty_alarm set declined = ${[...declined]}::text[] where alarm_id = ${alarmId}`.execute(tx)
}

export const keepHints = async (
  tx: Tx,
  alarmId: string,
  hints: Readonly<Record<string, string>>,
  saidAt: string,
): Promise<void> => {
  await sql`update duty_alarm set hints = ${JSON.stringify(hints)}, hints_at = ${saidAt}
    where alarm_id = ${alarmId}`.execute(tx)
}

export const keepPlace = async (tx: Tx, alarmId: string, part: SealedPart, saidAt: string): Promise<void> => {
  await sql`insert into duty_alarm_place (alarm_id, part) values (${alarmId}, ${JSON.stringify(part)})
    on conflict (alarm_id) do update set part = excluded.part`.execute(tx)
  await sql`update duty_alarm set place_at = ${saidAt} where alarm_id = ${alarmId}`.execute(tx)
}

export const findPlace = async (tx: Tx, alarmId: string): Promise<SealedPart | null> =>
  (await sql<{ part: SealedPart }>`select part from duty_alarm_place where alarm_id = ${alarmId}`.execute(tx)).rows[0]
    ?.part ?? null

/** What was sealed has done its work. */
export const dropPlace = async (tx: Tx, alarmId: string): Promise<void> => {
  await sql`delete from duty_alarm_place where alarm_id = ${alarmId}`.execute(tx)
}

/** What a unit has said to an alarm, the earliest first; since it was last called. */
export const wordsOf = async (tx: Tx, alarmId: string, unitId: string): Promise<AlarmWord[]> => {
  const { rows } = await sql<{ step: AlarmWord }>`select step from duty_alarm_step s
    where alarm_id = ${alarmId} and unit_id = ${unitId} and step = any (${[...ALARM_WORDS]}::text[])
      and seq > coalesce((select max(seq) from duty_alarm_step c where c.alarm_id = s.alarm_id and c.step = 'called_again'), 0)
    order by seq`.execute(tx)
  return rows.map((row) => row.step)
}
