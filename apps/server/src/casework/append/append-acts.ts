import { randomBytes } from 'node:crypto'
import type { SealedPart } from '@ariadne/contract'
import { append, canonicalJson, chain, consequencesOf, digestOf, findActDefinition, judge } from '@ariadne/domain'
import type {
  Judgement,
  Act,
  Action,
  Actor,
  CaseId,
  CaseState,
  FunctionName,
  InstanceId,
  Targets,
} from '@ariadne/domain'
import { asSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { isFit } from '../../platform/fit-json.ts'
import type { PeerDirectory } from '../directory.ts'
import { project } from '../project.ts'
import { dropWraps, storeParts, storeWraps } from '../sealed-parts.ts'
import type { AddedWrap, Refused } from '../sealed-parts.ts'
import { findActions, lockStanding, storeCases } from '../store.ts'
import { referenceObstacle } from './references.ts'
import { addedWrapsObstacle, sealingObstacle } from './sealing.ts'
import { seatObstacle } from './seat.ts'
import type { ActSource } from './seat.ts'

export type AppendRequest = {
  caseId: CaseId
  acts: readonly Act[]
  parts?: readonly SealedPart[]
  /** Data keys of parts already there, wrapped for readers who joined since. */
  wraps?: readonly AddedWrap[]
  from: ActSource
}

/** What was appended, as those who go on from here see it: queueing messages, closing a referral. */
export type Appended = {
  caseId: CaseId
  before: CaseState
  state: CaseState
  /** The acts asked for and what followed from them, in order. */
  actions: readonly Action[]
  parts: readonly SealedPart[]
  from: ActSource
}

export type AppendOutcome =
  | { status: 'accepted'; state: CaseState; actions: readonly Action[] }
  | { status: 'refused'; code: string; field?: string; remedy?: string; mayInstead?: readonly FunctionName[] }
  | { status: 'conflict'; code: 'conflict'; conflict: { region: string; reliedOn: number; now: number } }

/** Asked before anything is written: another stage's reason why these acts cannot be done now. */
export type AppendCheck = (
  tx: Tx,
  proposed: { caseId: CaseId; before: CaseState; state: CaseState; acts: readonly Act[]; from: ActSource },
) => Promise<Refused | null>
/** Runs in the transaction of the append, after it was written. Throwing undoes it all. */
export type AppendedHook = (tx: Tx, appended: Appended) => Promise<void>

export type AppendDeps = {
  instanceId: InstanceId
  country: string
  now: () => string
  targets: () => Targets
  peers: () => PeerDirectory
  checks: readonly AppendCheck[]
  hooks: readonly AppendedHook[]
}

const refused = (refusal: Refused | { code: string; field?: string; mayInstead?: readonly FunctionName[] }) => ({
  status: 'refused' as const,
  ...refusal,
})

/** Whether an act that comes again says what it said the first time. Erased acts cannot be compared, so they are not. */
const isSame = async (action: Action, act: Act): Promise<boolean> => {
  const frame = ({ caseId, kind, version, by, occurredAt, reliesOn }: Act) =>
    canonicalJson({ caseId, kind, version, by, occurredAt, reliesOn })
  return (
    action.salt !== null &&
    frame({ ...action, body: {} }) === frame(act) &&
    (await digestOf(action.salt, act.body, act.parts)) === action.digest
  )
}

const isStorable = (act: Act): boolean => {
  const ids = [act.id, act.caseId, ...act.parts.map((part) => part.partId)].join('')
  return ids === ids.toLowerCase() && isFit([act.body, act.reliesOn])
}

/**
 * A copy of an act of ours, which was judged when it was done and signed here, is a fact: by now its agreement may have
 * expired, or be forgotten. It can be taken in when its kind and body are known and the handover it goes on with is there.
 * A copy of the peer's act is judged as it was when it came first; only the peer ever said it.
 */
const judgeCopy = (state: CaseState, act: Act, now: string): Judgement => {
  if (act.by.instanceId !== state.instanceId) return judge(state, act, now)
  const definition = findActDefinition(act.kind)
  const refuseIt = (code: string): Judgement => ({ outcome: 'refused', refusal: { code } })
  if (!definition || act.version > definition.version) return refuseIt('act_unknown')
  if (!definition.body.safeParse(act.body).success) return refuseIt('field_invalid')
  const begins = act.kind === 'handover.capability_asked'
  const known = state.handovers.some((one) => one.handoverId === act.body['handoverId'])
  return begins === known ? refuseIt('handover_not_at_this_stage') : { outcome: 'allowed' }
}

/** Units of ours that have left the case altogether and no longer need to open anything of it. */
const leavers = (before: CaseState, after: CaseState): string[] => {
  const working = (state: CaseState): Set<string> =>
    new Set([
      ...state.assignments.map((one) => one.unitId as string),
      ...(state.guardianship.unitId ? [state.guardianship.unitId] : []),
    ])
  const staying = new Set([
    ...working(after),
    ...(after.lead ? [after.lead.unitId as string] : []),
    ...after.handovers.flatMap((one) => [one.senderUnitId as string, one.recipientUnitId]),
  ])
  return [...working(before)].filter((unitId) => !staying.has(unitId))
}

/**
 * Appends acts to one case, in order and all or none, with everything that follows from them, in the caller's
 * transaction. The same acts again change nothing and are accepted again.
 *
 * The domain judges each act; what it cannot know is checked here: that the actor is really there, that units and
 * people named exist, that sealed parts are in their place and readable by those who must read them only.
 */
export const appendActs = (deps: AppendDeps, tx: Tx, request: AppendRequest): Promise<AppendOutcome> =>
  asSystem(tx, async (): Promise<AppendOutcome> => {
    const { caseId, from, parts = [], wraps = [] } = request
    const now = deps.now()
    const { state: before, lastHash } = await lockStanding(tx, caseId, deps.instanceId)
    const known = new Map(
      (
        await findActions(
          tx,
          request.acts.map((act) => act.id),
        )
      ).map((action) => [action.id as string, action]),
    )

    let state = before
    const fresh: Act[] = []
    const appended: Act[] = []
    const storedBefore = new Set<string>()
    for (const [index, act] of request.acts.entries()) {
      const seat = seatObstacle(act, from, deps.instanceId)
      if (seat) return refused(seat)
      const action = known.get(act.id)
      if (action !== undefined) {
        if (await isSame(action, act)) {
          for (const part of act.parts) storedBefore.add(part.partId)
          continue
        }
        return refused({
          code: 'act_id_reused',
          field: `acts.${index}.id`,
          remedy: 'This id belongs to another act. Give the changed act an id of its own.',
        })
      }
      if (act.caseId !== caseId || !isStorable(act)) return refused({ code: 'field_invalid', field: `acts.${index}` })
      const judgement = from.kind === 'copy' ? judgeCopy(state, act, now) : judge(state, act, now)
      if (judgement.outcome === 'refused') return refused(judgement.refusal)
      if (judgement.outcome === 'conflict')
        return {
          status: 'conflict',
          code: 'conflict',
          conflict: { region: judgement.region, reliedOn: judgement.reliedOn, now: judgement.now },
        }
      const reference =
        from.kind === 'copy'
          ? null
          : await referenceObstacle({ tx, state, act, peers: deps.peers(), country: deps.country })
      if (reference) return refused(reference)
      state = append(state, act)
      fresh.push(act)
      appended.push(act)
      for (const consequence of consequencesOf(state, act)) {
        // Nobody does it, so nobody's right to is asked; whether it can be done is.
        const obstacle = findActDefinition(consequence.kind)?.guard(state, consequence.body, { now, act: consequence })
        if (obstacle) throw new Error(`What follows from ${act.kind} cannot be done: ${obstacle.code}`)
        state = append(state, consequence)
        appended.push(consequence)
      }
    }
    if (fresh.length === 0 && wraps.length === 0) return { status: 'accepted', state, actions: [] }

    const newParts = parts.filter((part) => !storedBefore.has(part.partId))
    const sealing =
      (from.kind === 'copy'
        ? null
        : await sealingObstacle(tx, { state, acts: fresh, parts: newParts, peers: deps.peers() })) ??
      (await addedWrapsObstacle(tx, {
        state,
        wraps,
        sealers: from.kind === 'member' ? request.acts.map((act) => act.by) : [],
        peers: deps.peers(),
        now,
      }))
    if (sealing) return refused(sealing)
    for (const check of deps.checks) {
      const obstacle = await check(tx, { caseId, before, state, acts: appended, from })
      if (obstacle) return refused(obstacle)
    }

    const actions: Action[] = []
    let previous = lastHash
    for (const act of appended) {
      const action = await chain(
        act,
        before.sequence + actions.length + 1,
        now,
        randomBytes(16).toString('hex'),
        previous,
      )
      actions.push(action)
      previous = action.hash
    }
    if (actions.length > 0) await storeCases(tx, [project(state, previous, deps.targets())], actions)
    const mintedBy =
      from.kind === 'peer'
        ? from.instanceId
        : from.kind === 'copy'
          ? (fresh[0]?.by.instanceId ?? deps.instanceId)
          : deps.instanceId
    await storeParts(tx, { kind: 'case', id: caseId }, mintedBy, newParts, now)
    await storeWraps(tx, wraps)
    await dropWraps(tx, caseId, leavers(before, state))
    if (actions.length > 0)
      for (const hook of deps.hooks) await hook(tx, { caseId, before, state, actions, parts: newParts, from })
    return { status: 'accepted', state, actions }
  })

/** Adds readers to parts of a case without any act: they joined since, and somebody who can open the parts lets them in. */
export const addWraps = (
  deps: Pick<AppendDeps, 'instanceId' | 'peers' | 'now'>,
  tx: Tx,
  request: { caseId: CaseId; sealers: readonly Actor[]; wraps: readonly AddedWrap[] },
): Promise<Refused | null> =>
  asSystem(tx, async () => {
    const { state } = await lockStanding(tx, request.caseId, deps.instanceId)
    const obstacle = await addedWrapsObstacle(tx, { ...request, state, peers: deps.peers(), now: deps.now() })
    if (obstacle === null) await storeWraps(tx, request.wraps)
    return obstacle
  })
