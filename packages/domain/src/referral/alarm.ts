import type { FunctionName, UnitKind } from '../functions.ts'
import type { MemberId, UnitId } from '../ids.ts'
import type { Instant } from '../time.ts'

/** What a team says to an alarm. `cannot` passes it on at once. */
export const ALARM_ANSWERS = ['coming', 'calling', 'cannot'] as const
export type AlarmAnswer = (typeof ALARM_ANSWERS)[number]

/** What a team can say: an answer, or that its last one was a slip. */
export const ALARM_WORDS = [...ALARM_ANSWERS, 'undone'] as const
export type AlarmWord = (typeof ALARM_WORDS)[number]

/** What a team has said so far: its last answer, and whether it had promised before. */
export interface Said {
  readonly answer: AlarmAnswer | null
  /** It had said that it comes or calls, and cannot after all. */
  readonly afterAll: boolean
}

/** What stands of the words of one team, the earliest first. A slip takes back the word before it. */
export const standingOf = (words: readonly AlarmWord[]): Said => {
  const standing: AlarmAnswer[] = []
  for (const word of words)
    if (word === 'undone') standing.pop()
    else standing.push(word)
  const answer = standing.at(-1) ?? null
  return { answer, afterAll: answer === 'cannot' && standing.some((one) => one !== 'cannot') }
}

/** Who can answer: those who take a person up, and at the end the office that has to see that somebody does. */
export const ALARM_ANSWERERS = [
  'case_coordinator',
  'case_worker',
  'national_coordinator',
] as const satisfies readonly FunctionName[]

/** A unit as the order of ringing needs to know it. */
export interface DutyUnit {
  readonly unitId: UnitId
  readonly kind: UnitKind
  /** It has an on-duty contact. */
  readonly onDuty: boolean
}

const DUTY_KINDS: Readonly<Record<'child' | 'adult', readonly UnitKind[]>> = {
  child: ['child_protection', 'nrm_office'],
  adult: ['nrm_office', 'victim_support_authority', 'ngo_support'],
}

/**
 * Who is called, one after the other: the unit the person was referred to, then those on duty (a child's begin with child
 * protection), then the coordinator. Units without an on-duty contact are called when nobody has one: a silent alarm helps nobody.
 */
export const ringOrder = (
  units: readonly DutyUnit[],
  { child, referredTo, raisedBy }: { child: boolean; referredTo: UnitId | null; raisedBy: UnitId | null },
): UnitId[] => {
  const kinds = DUTY_KINDS[child ? 'child' : 'adult']
  const fitting = units
    .filter((unit) => kinds.includes(unit.kind) && unit.unitId !== raisedBy)
    .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.unitId < b.unitId ? -1 : 1))
  const onDuty = fitting.filter((unit) => unit.onDuty)
  const coordinators = units.filter((unit) => unit.kind === 'coordinator_office')
  const order = [
    ...(referredTo === null ? [] : [referredTo]),
    ...(onDuty.length > 0 ? onDuty : fitting).map(({ unitId }) => unitId),
    ...coordinators.map(({ unitId }) => unitId),
  ]
  return [...new Set(order)]
}

export const answerDue = (rungAt: Instant, minutes: number): Instant =>
  new Date(Date.parse(rungAt) + minutes * 60_000).toISOString()

/** An alarm while it rings: every unit called so far goes on being called. */
export interface Ringing {
  readonly order: readonly UnitId[]
  readonly ringing: readonly UnitId[]
}

/** The next unit to call, or undefined when everybody was. */
export const nextToRing = ({ order, ringing }: Ringing): UnitId | undefined =>
  order.find((unitId) => !ringing.includes(unitId))

/** The order anew when it is learned where the person was referred: that unit is called before all who were not yet. */
export const ringFirst = ({ order, ringing }: Ringing, unitId: UnitId): UnitId[] =>
  ringing.includes(unitId)
    ? [...order]
    : [...ringing, unitId, ...order.filter((one) => one !== unitId && !ringing.includes(one))]

/** A turn of duty: overlapping turns are several people on duty. */
export interface Shift {
  readonly memberId: MemberId
  readonly from: Instant
  readonly until: Instant
}

/** Who is on duty at a moment: nobody in particular where no turn is written down, which is everybody. */
export const onDutyAt = (shifts: readonly Shift[], now: Instant): MemberId[] => [
  ...new Set(shifts.filter(({ from, until }) => from <= now && now < until).map(({ memberId }) => memberId)),
]

/** The longest turn that can be written down: more is a mistake in the date. */
export const LONGEST_SHIFT_HOURS = 7 * 24

/** When a unit's call widens to everybody, and when the next unit is called. With nobody in particular on duty it is wide at once. */
export const clocksOfCall = (
  now: Instant,
  alone: readonly MemberId[],
  minutes: { readonly alarmAnswerMinutes: number; readonly alarmPassOnMinutes: number },
): { widensAt: Instant | null; dueAt: Instant } => {
  const dueAt = answerDue(now, minutes.alarmPassOnMinutes)
  const widensAt = alone.length === 0 ? null : answerDue(now, minutes.alarmAnswerMinutes)
  return { widensAt: widensAt !== null && widensAt < dueAt ? widensAt : null, dueAt }
}
