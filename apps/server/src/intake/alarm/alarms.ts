import {
  ALARM_ANSWERERS,
  clocksOfCall,
  isInFuture,
  mintId,
  nextToRing,
  REFERRAL_SENDERS,
  ringFirst,
  ringOrder,
} from '@ariadne/domain'
import type { Screening, Targets, UnitId } from '@ariadne/domain'
import type { CommandContext, HandlerOutcome } from '../../platform/commands/registry.ts'
import { asSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import type { DueRows } from '../../platform/due.ts'
import { shiftBack } from '../../platform/clock-skew.ts'
import { seatsIn } from '../seats.ts'
import {
  answerAlarm,
  findAlarm,
  insertAlarm,
  listDutyUnits,
  lockAlarm,
  nameReferral,
  noteAlarmStep,
  ringAt,
  widen,
} from './store.ts'
import { membersOnDuty } from '../shifts.ts'
import type { StoredAlarm } from './store.ts'

/** What comes due when nobody has answered. */
export const UNANSWERED = 'alarm.unanswered'
/** What comes due when nobody on duty has answered: everybody of the unit is called. */
export const WIDENS = 'alarm.widens'

export type Alarms = {
  /** Calls the on-duty team for a screening that says "act now", unless it was called for it already. */
  raiseFor: (tx: Tx, screening: Screening, now: string, skewMs: number) => Promise<void>
  /** The person of an alarm was referred: that unit is called before all who were not yet. */
  referred: (
    tx: Tx,
    referral: { referralId: string; screeningId: string; toUnitId: UnitId; by: Pick<Screening['by'], 'memberId'> },
    now: string,
  ) => Promise<void>
  raise: (context: CommandContext<'alarm.raise'>) => Promise<HandlerOutcome>
  answer: (context: CommandContext<'alarm.answer'>) => Promise<HandlerOutcome>
  /** The time of a call is over: the next team is called. */
  escalate: (tx: Tx, alarmId: string, now: string) => Promise<void>
  /** Nobody on duty has answered: everybody of their unit is called. */
  widen: (tx: Tx, alarmId: string) => Promise<void>
}

type Raised = {
  screeningId: string
  by: Screening['by']
  raisedAt: string
  hints: Record<string, string>
}

const isChildBand = (ageBand: string | undefined): boolean =>
  ageBand !== undefined && ['under_12', '12_15', '16_17', 'doubt_child'].includes(ageBand)

/** Alarms ring through the app of whoever is on duty, and on devices that were let ring while it is closed. */
export const createAlarms = ({
  due,
  called,
  instanceId,
  targets,
}: {
  due: DueRows
  /** Somebody new is called: their devices ring. */
  called: (tx: Tx, alarmId: string) => Promise<void>
  instanceId: string
  targets: () => Targets
}): Alarms => {
  /** Calls one unit more, and winds the clock for the one after. */
  const ringNext = async (tx: Tx, alarm: StoredAlarm, now: string, order = alarm.ring_order): Promise<void> => {
    const next = nextToRing({ order, ringing: alarm.ringing })
    const alone = next === undefined ? [] : await membersOnDuty(tx, next, now)
    const { widensAt, dueAt } =
      next === undefined ? { widensAt: null, dueAt: null } : clocksOfCall(now, alone, targets())
    await ringAt(tx, alarm, { order, next, dueAt, widensAt, alone: widensAt === null ? [] : alone }, now)
    if (next !== undefined) await called(tx, alarm.alarm_id)
    if (widensAt === null) await due.settle(tx, WIDENS, alarm.alarm_id)
    else await due.schedule(tx, WIDENS, alarm.alarm_id, widensAt)
    if (dueAt === null) await due.settle(tx, UNANSWERED, alarm.alarm_id)
    else await due.schedule(tx, UNANSWERED, alarm.alarm_id, dueAt)
  }

  const call = async (
    tx: Tx,
    { screeningId, by, raisedAt, hints }: Raised,
    now: string,
  ): Promise<string | undefined> => {
    const alarmId = mintId<string>(Date.parse(now))
    const order = ringOrder(await listDutyUnits(tx), {
      child: isChildBand(hints['ageBand']),
      referredTo: null,
      raisedBy: by.unitId,
    })
    const isNew = await insertAlarm(tx, {
      alarm_id: alarmId,
      screening_id: screeningId,
      raised_by_unit: by.unitId,
      raised_by_member: by.memberId ?? '',
      hints,
      raised_at: raisedAt,
      received_at: now,
      ring_order: order,
    })
    const alarm = isNew ? await lockAlarm(tx, { alarmId }) : undefined
    if (alarm === undefined) return undefined
    await ringNext(tx, alarm, now)
    return alarmId
  }

  return {
    raiseFor: async (tx, screening, now, skewMs) => {
      if (screening.outcome !== 'act_now') return
      const { placeType, ageBand, sex, language } = screening.encounter
      const raisedAt = shiftBack(screening.finishedAt, skewMs)
      const hints = { placeType, ageBand, sex, language }
      await asSystem(tx, () => call(tx, { screeningId: screening.screeningId, by: screening.by, raisedAt, hints }, now))
    },

    referred: async (tx, { screeningId, referralId, toUnitId, by }, now) => {
      const alarm = await lockAlarm(tx, { screeningId })
      // Somebody else's referral says nothing about this person: it neither hides the one there is nor calls anybody.
      if (alarm === undefined || alarm.raised_by_member !== by.memberId) return
      await nameReferral(tx, alarm.alarm_id, referralId)
      if (alarm.answered_at !== null || alarm.ringing.includes(toUnitId)) return
      await ringNext(tx, alarm, now, ringFirst({ order: alarm.ring_order, ringing: alarm.ringing }, toUnitId))
    },

    raise: async ({ tx, who, now, skewMs, body }) => {
      const { by, screeningId, raisedAt: said, ...known } = body
      const raisedAt = shiftBack(said, skewMs)
      const seated = seatsIn(who, by.unitId, [by.function]).length > 0
      if (by.instanceId !== instanceId || by.memberId !== who.memberId || !seated)
        return {
          status: 'refused',
          code: 'actor_differs',
          field: 'by',
          remedy: 'Raise an alarm as yourself, for a unit you belong to, in a function you have there.',
        }
      if (!REFERRAL_SENDERS.some((name) => name === by.function))
        return { status: 'refused', code: 'not_your_function', mayInstead: [...REFERRAL_SENDERS] }
      if (isInFuture(raisedAt, now)) return { status: 'refused', code: 'date_in_future', field: 'raisedAt' }
      const hints = Object.fromEntries(
        Object.entries(known).filter((entry): entry is [string, string] => Boolean(entry[1])),
      )
      await asSystem(tx, () => call(tx, { screeningId, by, raisedAt, hints }, now))
      return { status: 'accepted', result: { screeningId } }
    },

    answer: async ({ tx, who, now, body: { alarmId, unitId, answer } }) => {
      if ((await findAlarm(tx, alarmId)) === undefined)
        return {
          status: 'refused',
          code: 'alarm_unknown',
          field: 'alarmId',
          remedy: 'There is no such alarm here, or it does not ring at your unit. Look again at your list.',
        }
      return asSystem(tx, async () => {
        const alarm = await lockAlarm(tx, { alarmId })
        const rings = alarm?.ringing.includes(unitId) === true && seatsIn(who, unitId, ALARM_ANSWERERS).length > 0
        if (alarm === undefined || !rings)
          return { status: 'refused', code: 'not_your_function', mayInstead: [...ALARM_ANSWERERS] }
        if (alarm.answered_at !== null) {
          const isSame = alarm.answered_by_unit === unitId && alarm.answer === answer
          return isSame ? { status: 'accepted' } : { status: 'refused', code: 'alarm_answered' }
        }
        await noteAlarmStep(tx, { alarmId, unitId, step: answer, by: who.memberId, at: now })
        if (answer === 'cannot') {
          // Said by the unit called last, it must not wait for the clock.
          if (alarm.ringing.at(-1) === unitId) await ringNext(tx, alarm, now)
          return { status: 'accepted' }
        }
        await answerAlarm(tx, alarmId, { unitId, memberId: who.memberId, answer }, now)
        await due.settle(tx, UNANSWERED, alarmId)
        await due.settle(tx, WIDENS, alarmId)
        return { status: 'accepted' }
      })
    },

    widen: async (tx, alarmId) => {
      const alarm = await lockAlarm(tx, { alarmId })
      if (alarm === undefined || alarm.answered_at !== null) return
      await widen(tx, alarmId)
      await called(tx, alarmId)
    },

    escalate: async (tx, alarmId, now) => {
      const alarm = await lockAlarm(tx, { alarmId })
      if (alarm !== undefined && alarm.answered_at === null) await ringNext(tx, alarm, now)
    },
  }
}
