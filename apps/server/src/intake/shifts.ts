import type { DutyShift } from '@ariadne/contract'
import { ALARM_ANSWERERS, LONGEST_SHIFT_HOURS, onDutyAt } from '@ariadne/domain'
import type { MemberId, Shift } from '@ariadne/domain'
import { sql } from 'kysely'
import type { CommandContext, HandlerOutcome } from '../platform/commands/registry.ts'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import { seatsIn } from './seats.ts'

/** Who writes down the turns of a unit: those who coordinate there. */
const PLANNERS = ['case_coordinator', 'national_coordinator'] as const
const mayPlan = (who: SignedIn, unitId: string): boolean => seatsIn(who, unitId, PLANNERS).length > 0

/** Who of a unit is on duty now and can answer. Runs as the instance. */
export const membersOnDuty = async (tx: Tx, unitId: string, now: string): Promise<MemberId[]> => {
  const { rows } = await sql<Shift>`
    select d.member_id as "memberId", d.from_at as "from", d.until_at as "until" from duty_shift d
    join member m on m.id = d.member_id and m.state = 'active'
    join membership s on s.member_id = d.member_id and s.unit_id = d.unit_id and s.until is null
    where d.unit_id = ${unitId} and d.removed_at is null and d.until_at > ${now} and d.from_at <= ${now}
      and s.functions && ${[...ALARM_ANSWERERS]}::text[]`.execute(tx)
  return onDutyAt(rows, now)
}

/** The turns of the reader's own units that are not over. Runs as the member. */
export const listShifts = async (tx: Tx, who: SignedIn, now: string): Promise<DutyShift[]> => {
  const { rows } = await sql<Omit<DutyShift, 'mayRemove'>>`
    select d.shift_id as "shiftId", d.unit_id as "unitId", d.member_id as "memberId", m.display_name as "memberName",
      d.from_at as "from", d.until_at as "until"
    from duty_shift d join member m on m.id = d.member_id
    where d.removed_at is null and d.until_at > ${now} order by d.unit_id, d.from_at, d.shift_id limit 200`.execute(tx)
  return rows.map((row) => ({ ...row, mayRemove: mayPlan(who, row.unitId) }))
}

const wrong = (field: string, remedy: string): HandlerOutcome => ({
  status: 'refused',
  code: 'shift_wrong',
  field,
  remedy,
})

export const addShift = async ({
  tx,
  who,
  now,
  body: { shiftId, unitId, memberId, from, until },
}: CommandContext<'duty.shift_add'>): Promise<HandlerOutcome> => {
  if (!mayPlan(who, unitId)) return { status: 'refused', code: 'not_your_function', mayInstead: [...PLANNERS] }
  const length = Date.parse(until) - Date.parse(from)
  if (length <= 0 || length > LONGEST_SHIFT_HOURS * 3_600_000 || until <= now)
    return wrong('until', 'A turn ends after it begins, in the future, and within seven days.')
  return asSystem(tx, async () => {
    const { rows } = await sql`select from membership s join member m on m.id = s.member_id and m.state = 'active'
      where s.member_id = ${memberId} and s.unit_id = ${unitId} and s.until is null
        and s.functions && ${[...ALARM_ANSWERERS]}::text[]`.execute(tx)
    if (rows.length === 0) return wrong('memberId', 'Choose somebody of this unit who can answer an alarm.')
    await sql`insert into duty_shift (shift_id, unit_id, member_id, from_at, until_at, set_by, set_at)
      values (${shiftId}, ${unitId}, ${memberId}, ${from}, ${until}, ${who.memberId}, ${now})
      on conflict (shift_id) do nothing`.execute(tx)
    return { status: 'accepted' }
  })
}

export const removeShift = async ({
  tx,
  who,
  now,
  body: { shiftId, unitId },
}: CommandContext<'duty.shift_remove'>): Promise<HandlerOutcome> => {
  if (!mayPlan(who, unitId)) return { status: 'refused', code: 'not_your_function', mayInstead: [...PLANNERS] }
  return asSystem(tx, async () => {
    await sql`update duty_shift set removed_at = ${now} where shift_id = ${shiftId} and unit_id = ${unitId}
      and removed_at is null`.execute(tx)
    return { status: 'accepted' }
  })
}
