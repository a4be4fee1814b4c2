import type { SealedPart } from '@ariadne/contract'
import { isInFuture, plusDays, REFERRAL_SENDERS } from '@ariadne/domain'
import type { Actor } from '@ariadne/domain'
import { findOwnUnits, mayHoldCases } from '../../casework/index.ts'
import type { CommandContext, HandlerOutcome } from '../../platform/commands/registry.ts'
import { shiftBack } from '../../platform/clock-skew.ts'
import { asSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import type { DueRows } from '../../platform/due.ts'
import type { SignedIn } from '../../platform/http/env.ts'
import { seatsIn } from '../seats.ts'
import { answerAlarm, dropPlace, keepHints, keepPlace, lockAlarm, noteAlarmStep } from './store.ts'
import type { StoredAlarm } from './store.ts'

/** What comes due when a place has been kept long enough. */
export const PLACE_ENDS = 'alarm.place_ends'
const PLACE_DAYS = 3

type Said = { by: Actor; screeningId: string }

/** Who calls, tells more or calls off does it as themselves, from a seat that refers people. */
export const judgeCaller = (
  { by }: Pick<Said, 'by'>,
  who: SignedIn,
  instanceId: string,
  at: string,
  now: string,
): HandlerOutcome | null => {
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
  return isInFuture(at, now) ? { status: 'refused', code: 'date_in_future', field: 'at' } : null
}

/** Facts that are known, as hints: no entry for what is not. */
export const hintsOf = (known: Readonly<Record<string, string | number | null | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(known).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])))

const notYours: HandlerOutcome = {
  status: 'refused',
  code: 'alarm_not_yours',
  field: 'screeningId',
  remedy: 'Another unit called for this person. Ask that unit.',
}

/** The place is sealed for units that take people up, each with a key of its own, and for this alarm. */
const placeObstacle = async (tx: Tx, part: SealedPart, screeningId: string): Promise<HandlerOutcome | null> => {
  const refused = (code: string, field: string, remedy: string): HandlerOutcome => ({
    status: 'refused',
    code,
    field,
    remedy,
  })
  if (part.subject !== screeningId)
    return refused('sealed_part_elsewhere', 'part.subject', 'Seal the place for this screening.')
  const units = await findOwnUnits(
    tx,
    part.wraps.map((wrap) => wrap.reader),
  )
  const isRight = part.wraps.every(({ reader, keyId }) => {
    const unit = units.get(reader)
    return unit !== undefined && mayHoldCases(unit) && unit.keyIds.includes(keyId)
  })
  return isRight
    ? null
    : refused('wrap_for_a_stranger', 'part.wraps', 'Seal for units of this country that are called.')
}

/** What the unit that called says afterwards: more of the person, where exactly, and that it is over. */
export const createCaller = ({
  due,
  instanceId,
  settle,
  comeBefore,
}: {
  due: DueRows
  instanceId: string
  /** Nobody is called any further. */
  settle: (tx: Tx, alarmId: string) => Promise<void>
  /** Keeps an alarm that nobody was called for, because its end came before its beginning. */
  comeBefore: (tx: Tx, said: Said & { saidAt: string }, now: string) => Promise<StoredAlarm | undefined>
}) => {
  type Kind = 'alarm.tell' | 'alarm.place' | 'alarm.call_off'
  const about = <K extends Kind>(
    { tx, who, now, skewMs, body }: CommandContext<K>,
    work: (alarm: StoredAlarm | undefined, saidAt: string) => Promise<HandlerOutcome>,
  ): Promise<HandlerOutcome> => {
    const said = body as Said & { saidAt: string }
    const saidAt = shiftBack(said.saidAt, skewMs)
    const refusal = judgeCaller(said, who, instanceId, saidAt, now)
    if (refusal) return Promise.resolve(refusal)
    return asSystem(tx, async () => {
      const alarm = await lockAlarm(tx, { screeningId: said.screeningId })
      if (alarm !== undefined && alarm.raised_by_unit !== said.by.unitId) return notYours
      return work(alarm, saidAt)
    })
  }
  const nothing: HandlerOutcome = { status: 'accepted', result: { kept: false } }
  const kept: HandlerOutcome = { status: 'accepted', result: { kept: true } }

  return {
    tell: (context: CommandContext<'alarm.tell'>): Promise<HandlerOutcome> =>
      about(context, async (alarm, saidAt) => {
        const { screeningId: _screening, by: _by, saidAt: _said, ...known } = context.body
        if (alarm === undefined || alarm.answer === 'called_off' || saidAt < alarm.hints_at) return nothing
        await keepHints(context.tx, alarm.alarm_id, hintsOf(known), saidAt)
        return kept
      }),

    place: (context: CommandContext<'alarm.place'>): Promise<HandlerOutcome> =>
      about(context, async (alarm, saidAt) => {
        const { tx, now, body } = context
        const refusal = await placeObstacle(tx, body.part, body.screeningId)
        if (refusal) return refusal
        const isLate = alarm !== undefined && alarm.place_at !== null && saidAt < alarm.place_at
        if (alarm === undefined || alarm.answer === 'called_off' || isLate) return nothing
        await keepPlace(tx, alarm.alarm_id, body.part, saidAt)
        await due.schedule(tx, PLACE_ENDS, alarm.alarm_id, plusDays(now, PLACE_DAYS))
        return kept
      }),

    callOff: (context: CommandContext<'alarm.call_off'>): Promise<HandlerOutcome> =>
      about(context, async (known, saidAt) => {
        const { tx, who, now, body } = context
        const alarm = known ?? (await comeBefore(tx, { ...body, saidAt }, now))
        // Said before it was called the last time: that call stands.
        if (alarm === undefined || saidAt < alarm.raised_at) return nothing
        if (alarm.answer === 'called_off') return kept
        const by = { unitId: body.by.unitId, memberId: who.memberId }
        await noteAlarmStep(tx, {
          alarmId: alarm.alarm_id,
          unitId: by.unitId,
          step: 'called_off',
          by: by.memberId,
          at: saidAt,
        })
        await answerAlarm(tx, alarm.alarm_id, { ...by, answer: 'called_off' }, saidAt)
        await settle(tx, alarm.alarm_id)
        await dropPlace(tx, alarm.alarm_id)
        await due.settle(tx, PLACE_ENDS, alarm.alarm_id)
        return kept
      }),
  }
}
