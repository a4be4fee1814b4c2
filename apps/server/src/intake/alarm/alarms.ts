import { ALARM_ANSWERERS, clocksOfCall, mintId, nextToRing, ringFirst, ringOrder, standingOf } from '@ariadne/domain'
import type { AlarmWord, Screening, Targets, UnitId } from '@ariadne/domain'
import type { CommandContext, HandlerOutcome } from '../../platform/commands/registry.ts'
import { asSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import type { DueRows } from '../../platform/due.ts'
import { shiftBack } from '../../platform/clock-skew.ts'
import { seatsIn } from '../seats.ts'
import { createCaller, hintsOf, judgeCaller } from './caller.ts'
import {
  answerAlarm,
  beginAgain,
  dropPlace,
  findAlarm,
  findPlace,
  insertAlarm,
  keepHints,
  listDutyUnits,
  lockAlarm,
  nameReferral,
  noteDeclined,
  noteAlarmStep,
  reopenAlarm,
  ringAt,
  widen,
  wordsOf,
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
  openPlace: (context: CommandContext<'alarm.open_place'>) => Promise<HandlerOutcome>
  openedPlaceAgain: (context: CommandContext<'alarm.open_place'>) => Promise<{ part: unknown }>
  /** Somebody without an account says that a person is in danger now. In the transaction that takes their word in. */
  raiseOutside: (
    tx: Tx,
    word: { contactId: string; toUnitId: UnitId; child: boolean; hints: Record<string, string> },
    now: string,
  ) => Promise<void>
  /** The time of a call is over: the next team is called. */
  escalate: (tx: Tx, alarmId: string, now: string) => Promise<void>
  /** Nobody on duty has answered: everybody of their unit is called. */
  widen: (tx: Tx, alarmId: string) => Promise<void>
  /** The place was kept long enough. */
  endPlace: (tx: Tx, alarmId: string) => Promise<void>
} & Pick<ReturnType<typeof createCaller>, 'tell' | 'place' | 'callOff'>

type Raised = {
  screeningId: string
  by: Screening['by']
  raisedAt: string
  hints: Record<string, string>
}
type NewAlarm = Parameters<typeof insertAlarm>[1]

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

  const settle = async (tx: Tx, alarmId: string): Promise<void> => {
    await due.settle(tx, UNANSWERED, alarmId)
    await due.settle(tx, WIDENS, alarmId)
  }

  /** Once more at the units called so far, because a promise stands no longer: the clock runs anew. */
  const ringOn = async (tx: Tx, alarm: StoredAlarm, now: string): Promise<void> => {
    const { dueAt } = clocksOfCall(now, [], targets())
    await reopenAlarm(tx, alarm.alarm_id)
    await ringAt(tx, alarm, { next: undefined, dueAt, widensAt: null, alone: [] }, now)
    await due.schedule(tx, UNANSWERED, alarm.alarm_id, dueAt)
  }

  const start = async (tx: Tx, alarm: Omit<NewAlarm, 'alarm_id' | 'received_at'>, now: string): Promise<boolean> => {
    const alarmId = mintId<string>(Date.parse(now))
    const isNew = await insertAlarm(tx, { ...alarm, alarm_id: alarmId, received_at: now })
    const kept = isNew ? await lockAlarm(tx, { alarmId }) : undefined
    if (kept !== undefined) await ringNext(tx, kept, now)
    return isNew
  }

  const call = async (tx: Tx, { screeningId, by, raisedAt, hints }: Raised, now: string): Promise<void> => {
    const order = ringOrder(await listDutyUnits(tx), {
      child: isChildBand(hints['ageBand']),
      referredTo: null,
      raisedBy: by.unitId,
    })
    const from = { raised_by_unit: by.unitId, raised_by_member: by.memberId ?? '' }
    const fresh = { kind: 'officer' as const, screening_id: screeningId, contact_id: null, ...from }
    if (await start(tx, { ...fresh, hints, raised_at: raisedAt, ring_order: order }, now)) return
    const alarm = await lockAlarm(tx, { screeningId })
    if (alarm === undefined) return
    const isOwn = alarm.raised_by_unit === by.unitId
    if (isOwn && raisedAt > alarm.hints_at) await keepHints(tx, alarm.alarm_id, hints, raisedAt)
    // A call made before it was called off came late; one made after it is a new call. Another unit calls nobody off.
    if (alarm.answer !== 'called_off' || (isOwn && raisedAt <= (alarm.answered_at ?? ''))) return
    const caller = { unitId: by.unitId, memberId: by.memberId ?? '' }
    await beginAgain(tx, alarm.alarm_id, { by: caller, order, raisedAt })
    const step = { unitId: by.unitId, step: 'called_again' as const, by: caller.memberId, at: raisedAt }
    await noteAlarmStep(tx, { alarmId: alarm.alarm_id, ...step })
    const again = await lockAlarm(tx, { screeningId })
    if (again !== undefined) await ringNext(tx, again, now)
  }

  const caller = createCaller({
    due,
    instanceId,
    settle,
    comeBefore: async (tx, { screeningId, by, saidAt }, now) => {
      await insertAlarm(tx, {
        alarm_id: mintId<string>(Date.parse(now)),
        kind: 'officer',
        screening_id: screeningId,
        contact_id: null,
        raised_by_unit: by.unitId,
        raised_by_member: by.memberId ?? '',
        hints: {},
        raised_at: saidAt,
        received_at: now,
        ring_order: [],
      })
      return lockAlarm(tx, { screeningId })
    },
  })

  /** Runs as the instance what a member of a unit that was called says or asks; the alarm is held meanwhile. */
  const asCalled = async (
    { tx, who, body: { alarmId, unitId } }: CommandContext<'alarm.answer' | 'alarm.open_place'>,
    work: (alarm: StoredAlarm) => Promise<HandlerOutcome>,
  ): Promise<HandlerOutcome> => {
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
      return alarm !== undefined && rings
        ? work(alarm)
        : { status: 'refused', code: 'not_your_function', mayInstead: [...ALARM_ANSWERERS] }
    })
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
      const refusal = judgeCaller(body, who, instanceId, raisedAt, now)
      if (refusal) return refusal
      await asSystem(tx, () => call(tx, { screeningId, by, raisedAt, hints: hintsOf(known) }, now))
      return { status: 'accepted', result: { screeningId } }
    },

    raiseOutside: async (tx, { contactId, toUnitId, child, hints }, now) => {
      const order = ringOrder(await listDutyUnits(tx), { child, referredTo: toUnitId, raisedBy: null })
      const from = { kind: 'outside' as const, screening_id: null, raised_by_unit: null, raised_by_member: null }
      await start(tx, { ...from, contact_id: contactId, hints, raised_at: now, ring_order: order }, now)
    },

    answer: (context) =>
      asCalled(context, async (alarm) => {
        const { tx, who, now, body } = context
        const { alarmId, unitId, answer } = body
        const words = await wordsOf(tx, alarmId, unitId)
        const before = standingOf(words).answer
        if (answer === before) return { status: 'accepted' }
        if (alarm.answered_at !== null && alarm.answered_by_unit !== unitId)
          return { status: 'refused', code: alarm.answer === 'called_off' ? 'alarm_called_off' : 'alarm_answered' }
        if (alarm.answer === 'called_off') return { status: 'refused', code: 'alarm_called_off' }
        if (answer === 'undone' && before === null) return { status: 'accepted' }
        await noteAlarmStep(tx, { alarmId, unitId, step: answer, by: who.memberId, at: now })
        const standing = standingOf([...words, answer] satisfies AlarmWord[]).answer
        const others = alarm.declined.filter((one) => one !== unitId)
        await noteDeclined(tx, alarmId, standing === 'cannot' ? [...others, unitId] : others)
        if (standing === 'coming' || standing === 'calling') {
          await answerAlarm(tx, alarmId, { unitId, memberId: who.memberId, answer: standing }, now)
          await settle(tx, alarmId)
        } else if (alarm.answered_at !== null) {
          await ringOn(tx, alarm, now)
          // Whoever counted on them waits no longer: the next team is called at once.
          if (standing === 'cannot') await ringNext(tx, alarm, now)
        } else if (standing === 'cannot' && alarm.ringing.at(-1) === unitId) {
          // Said by the unit called last, it must not wait for the clock.
          await ringNext(tx, alarm, now)
        }
        return { status: 'accepted' }
      }),

    openPlace: (context) =>
      asCalled(context, async (alarm) => {
        const { tx, who, now, body } = context
        const part = await findPlace(tx, alarm.alarm_id)
        if (part === null)
          return {
            status: 'refused',
            code: 'nothing_sealed',
            field: 'alarmId',
            remedy: 'No place is kept here any more.',
          }
        const by = { unitId: body.unitId, by: who.memberId }
        await noteAlarmStep(tx, { alarmId: alarm.alarm_id, ...by, step: 'place_opened', at: now })
        return { status: 'accepted', result: { part } }
      }),

    openedPlaceAgain: async (context) => {
      let part: unknown = null
      await asCalled(context, async (alarm) => {
        part = await findPlace(context.tx, alarm.alarm_id)
        return { status: 'accepted' }
      })
      return { part }
    },

    tell: caller.tell,
    place: caller.place,
    callOff: caller.callOff,
    endPlace: dropPlace,

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
