import type { DataClass } from '../dataClasses.ts'
import type { Actor, FunctionName, Member } from '../functions.ts'
import type { MemberId, UnitId } from '../ids.ts'
import { isEnded, type HandoverState } from '../handover/state.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { endOfDay, isInFuture, isPast, type Day, type Instant } from '../time.ts'
import type { Act } from './action.ts'
import { ACTS, findActDefinition } from './catalogue.ts'
import type { ActContext, ActDefinition, Relation } from './define.ts'
import type { CaseState } from './state.ts'

/**
 * Who may read a case, why, and which sealed classes they may open. `memberId` null: every member of the unit with the function.
 * `until`: the last day on which they may open any; null as long as they are a reader.
 */
export interface CaseReader {
  readonly unitId: UnitId
  readonly memberId: MemberId | null
  readonly function: FunctionName
  readonly classes: readonly DataClass[] | 'all'
  readonly until: Day | null
}

const LEAD_FUNCTIONS = [
  'case_coordinator',
  'case_worker',
  'focal_point',
  'panel_member',
] as const satisfies readonly FunctionName[]
const RECEIVER_FUNCTIONS = ['focal_point', 'case_coordinator', 'case_worker'] as const satisfies readonly FunctionName[]

/**
 * What the unit asked by another country may open: what was sent to it, until the day that the dossier names, and nothing once it is
 * over without them (the person said no, the question was taken back or declined). Only the lead is bound by no such day.
 */
const asReceiver = (handover: HandoverState): Pick<CaseReader, 'classes' | 'until'> => ({
  classes: isEnded(handover) && handover.stage !== 'closed' ? [] : 'all',
  until: handover.dossier?.expiresOn ?? null,
})

/**
 * The readers of a case, from coded facts alone. The server writes exactly these rows for row-level security.
 * No coordinator, rapporteur, secretariat or administrator is ever among them (DESIGN rule 6).
 */
export const caseReaders = (state: CaseState): CaseReader[] => {
  const readers: CaseReader[] = []
  const everyone = (
    unitId: UnitId,
    functions: readonly FunctionName[],
    may: Pick<CaseReader, 'classes' | 'until'>,
  ): void => {
    for (const name of functions) readers.push({ unitId, memberId: null, function: name, ...may })
  }
  if (state.lead?.instanceId === state.instanceId)
    everyone(state.lead.unitId, LEAD_FUNCTIONS, { classes: 'all', until: null })
  for (const handover of state.handovers) {
    // The unit that led before keeps the coded ledger and the feedback, and can open what it wrote itself, no more.
    if (handover.direction === 'outgoing' && state.lead?.instanceId !== state.instanceId)
      everyone(handover.senderUnitId, RECEIVER_FUNCTIONS, { classes: [], until: null })
    if (handover.direction === 'incoming') everyone(handover.recipientUnitId, RECEIVER_FUNCTIONS, asReceiver(handover))
  }
  for (const one of state.assignments)
    readers.push({
      unitId: one.unitId,
      memberId: one.memberId,
      function: one.function,
      classes: one.function === 'interpreter' ? [] : one.classes,
      until: null,
    })
  if (state.guardianship.unitId && state.guardianship.memberId)
    readers.push({
      unitId: state.guardianship.unitId,
      memberId: state.guardianship.memberId,
      function: 'guardian',
      classes: 'all',
      until: null,
    })
  return readers
}

const matches = (
  reader: CaseReader,
  unitId: UnitId,
  memberId: MemberId | null,
  functions: readonly string[],
): boolean =>
  reader.unitId === unitId &&
  functions.includes(reader.function) &&
  (reader.memberId === null || reader.memberId === memberId)

/** Whether a member may read the case's coded facts at all. */
export const mayRead = (member: Member, state: CaseState): boolean =>
  member.instanceId === state.instanceId &&
  caseReaders(state).some((reader) =>
    member.memberships.some((one) => matches(reader, one.unitId, member.memberId, one.functions)),
  )

/** The sealed classes an actor may open in this case now. */
export const openableClasses = (
  actor: Pick<Actor, 'unitId' | 'memberId' | 'function'>,
  state: CaseState,
  now: Instant,
): ReadonlySet<DataClass> | 'all' => {
  const classes = new Set<DataClass>()
  for (const reader of caseReaders(state)) {
    if (!matches(reader, actor.unitId, actor.memberId, [actor.function])) continue
    if (reader.until !== null && isPast(endOfDay(reader.until), now)) continue
    if (reader.classes === 'all') return 'all'
    for (const one of reader.classes) classes.add(one)
  }
  return classes
}

/**
 * The units a sealed part of an act is wrapped for: of a handover act, the unit that acts and the unit on the other side;
 * otherwise every unit of this instance that may open its class once the act is done.
 * @param state for a handover act the state before it, otherwise the state after it
 */
export const unitsToSealFor = (state: CaseState, act: Pick<Act, 'by' | 'body'>, partClass: DataClass): UnitId[] => {
  const handover = state.handovers.find((one) => one.handoverId === act.body['handoverId'])
  if (handover)
    return [
      ...new Set([act.by.unitId, handover.direction === 'outgoing' ? handover.recipientUnitId : handover.senderUnitId]),
    ]
  return [
    ...new Set(
      caseReaders(state)
        .filter((one) => one.classes === 'all' || one.classes.includes(partClass))
        .map((one) => one.unitId),
    ),
  ]
}

/** Every way the actor stands to the case just now. */
export const relationsOf = (actor: Actor, state: CaseState): ReadonlySet<Relation> => {
  const relations = new Set<Relation>()
  if (actor.instanceId !== state.instanceId) {
    if (state.handovers.some((handover) => handover.peer === actor.instanceId) || state.sequence === 0)
      relations.add('peer')
    return relations
  }
  if (actor.function === 'instance') return relations.add('clock')
  if (state.sequence === 0) relations.add('opener')
  if (state.lead?.instanceId === state.instanceId && state.lead.unitId === actor.unitId) relations.add('lead')
  // Until the new lead's case is closed, the unit that handed over still finishes its own side of that handover. Who
  // asks abroad for the lead here is no lead by that.
  if (
    state.lead?.instanceId !== state.instanceId &&
    state.handovers.some((one) => one.direction === 'outgoing' && one.senderUnitId === actor.unitId)
  )
    relations.add('lead')
  if (state.handovers.some((one) => one.direction === 'incoming' && one.recipientUnitId === actor.unitId))
    relations.add('receiver')
  if (
    state.assignments.some(
      (one) =>
        one.unitId === actor.unitId &&
        one.function === actor.function &&
        (one.memberId === null || one.memberId === actor.memberId),
    )
  )
    relations.add('assigned')
  if (
    actor.memberId !== null &&
    state.guardianship.memberId === actor.memberId &&
    state.guardianship.unitId === actor.unitId
  )
    relations.add('guardian')
  return relations
}

const mayDo = (definition: ActDefinition, actor: Actor, state: CaseState): boolean => {
  const relations = relationsOf(actor, state)
  return definition.who.some(
    (doer) =>
      (doer.function === actor.function || (doer.as === 'peer' && actor.function === 'instance')) &&
      relations.has(doer.as),
  )
}

const functionsThatMay = (definition: ActDefinition): FunctionName[] => [
  ...new Set(
    definition.who.flatMap((doer) => (doer.as === 'peer' || doer.function === 'instance' ? [] : [doer.function])),
  ),
]

const partsObstacle = (definition: ActDefinition, act: Pick<Act, 'parts'>): Refusal | null => {
  for (const rule of definition.parts)
    if (rule.need === 'must' && !act.parts.some((part) => rule.class === 'chosen' || part.class === rule.class))
      return refuse('sealed_part_missing', { field: 'parts' })
  const allowed = definition.parts.map((rule) => rule.class)
  return act.parts.some((part) => !allowed.includes('chosen') && !allowed.includes(part.class))
    ? refuse('sealed_part_not_expected', { field: 'parts' })
    : null
}

export type Judgement =
  | { readonly outcome: 'allowed' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'conflict'; readonly region: string; readonly reliedOn: number; readonly now: number }

/**
 * Judges one act against a state: known kind, valid body, who, when, conflict, guard. Server and browser both ask this.
 * @param now the receiving side's clock
 */
export const judge = (state: CaseState, act: Act, now: Instant): Judgement => {
  const refused = (refusal: Refusal): Judgement => ({ outcome: 'refused', refusal })
  if (state.unknownKinds.length > 0) return refused(refuse('case_read_only_newer_version'))
  const definition = findActDefinition(act.kind)
  if (!definition || act.version > definition.version) return refused(refuse('act_unknown', { field: 'kind' }))
  const body = definition.body.safeParse(act.body)
  if (!body.success)
    return refused(refuse('field_invalid', { field: ['body', ...(body.error.issues[0]?.path ?? [])].join('.') }))
  if (isInFuture(act.occurredAt, now)) return refused(refuse('date_in_future', { field: 'occurredAt' }))
  if (!mayDo(definition, act.by, state))
    return refused(refuse('not_your_function', { mayInstead: functionsThatMay(definition) }))
  const parts = partsObstacle(definition, act)
  if (parts) return refused(parts)
  if (definition.region && act.by.instanceId === state.instanceId) {
    const reliedOn = act.reliesOn[definition.region] ?? 0
    if (reliedOn !== state.revisions[definition.region])
      return { outcome: 'conflict', region: definition.region, reliedOn, now: state.revisions[definition.region] }
  }
  const obstacle = definition.guard(state, body.data, { now, act })
  return obstacle ? refused(obstacle) : { outcome: 'allowed' }
}

export interface PossibleAct {
  readonly kind: string
  readonly refusal: Refusal | null
}

/**
 * What this actor could do next with this case, and for what stands in the way: why. Acts of other functions are absent,
 * so that a button exists exactly when it would work.
 */
export const possibleActs = (state: CaseState, actor: Actor, now: Instant): PossibleAct[] => {
  if (state.unknownKinds.length > 0) return []
  const context: ActContext = { now, act: { id: '' as never, by: actor, occurredAt: now, parts: [] } }
  return [...ACTS.values()]
    .filter((definition) => mayDo(definition, actor, state))
    .map((definition) => ({ kind: definition.kind, refusal: definition.guard(state, null, context) }))
}

/** Only the acts that can be done at once. */
export const nextActs = (state: CaseState, actor: Actor, now: Instant): string[] =>
  possibleActs(state, actor, now)
    .filter((possible) => possible.refusal === null)
    .map((possible) => possible.kind)
