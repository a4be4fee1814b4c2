import {
  type Act,
  type Action,
  type Actor,
  type CaseState,
  type PossibleAct,
  append,
  fold,
  possibleActs,
} from '@ariadne/domain'
import type { Api } from '@ariadne/contract'
import { useMemo } from 'react'
import { useRead, type Read } from '../api/useRead.ts'
import { nowIso } from '../clock.ts'
import type { OutboxEntry } from '../device/outbox.ts'
import { useOutbox } from '../device/sender.ts'
import { useMe, type Me } from '../session/me.tsx'

export type CaseView = Api['GET /api/cases/{caseId}']['response']

/** An act that somebody here may do; `by` is the first of their functions in which it can be done. */
export interface Possible extends PossibleAct {
  readonly by: Actor
  /** Every function of theirs in which it can be done (or, when it cannot, in which it is theirs). */
  readonly actors: readonly Actor[]
}

/** A case as a page needs it: the list, its fold, and what each of the reader's functions could do now. */
export interface OpenCase {
  readonly view: CaseView
  readonly actions: readonly Action[]
  /** Done on this device and still waiting in its outbox; `state` has them already. */
  readonly pending: readonly Act[]
  readonly state: CaseState
  readonly actors: readonly Actor[]
  readonly possible: readonly Possible[]
}

/** Every unit and function in which this member could act. */
export const actorsOf = (me: Me): Actor[] =>
  me.member.memberships.flatMap(({ unitId, functions }) =>
    functions.map((name) => ({
      instanceId: me.instance.instanceId,
      unitId,
      memberId: me.member.memberId,
      function: name,
    })),
  )

/** One entry for each act that any of the actors may do: what can be done before what cannot. */
const possibleFor = (state: CaseState, actors: readonly Actor[], now: string): Possible[] => {
  const best = new Map<string, Possible>()
  for (const by of actors)
    for (const one of possibleActs(state, by, now)) {
      const known = best.get(one.kind)
      if (!known || (known.refusal !== null && one.refusal === null)) best.set(one.kind, { ...one, by, actors: [by] })
      else if ((known.refusal === null) === (one.refusal === null))
        best.set(one.kind, { ...known, actors: [...known.actors, by] })
    }
  return [...best.values()]
}

export const openCase = (view: CaseView, me: Me, pending: readonly Act[] = []): OpenCase => {
  const actions = view.actions as unknown as Action[]
  const known = new Set<string>(actions.map((action) => action.id))
  const waiting = pending.filter((act) => !known.has(act.id))
  const state = waiting.reduce<CaseState>(append, fold(view.caseId, view.instanceId, actions))
  const actors = actorsOf(me)
  return { view, actions, pending: waiting, state, actors, possible: possibleFor(state, actors, nowIso()) }
}

/** Acts on a case that this device has not been able to send yet, in their order. */
export const pendingActs = (entries: readonly OutboxEntry[], caseId: string): Act[] =>
  entries
    .filter((entry) => entry.kind === 'case.act' && entry.subject === caseId)
    .filter((entry) => entry.state === 'waiting' || entry.state === 'sending')
    .flatMap((entry) => (entry.body?.['acts'] ?? []) as Act[])

/** Reads a case and folds it here, with the same code as the server; what waits in this device's outbox is on top. */
export const useCase = (caseId: string): Read<OpenCase> => {
  const me = useMe()
  const read = useRead('GET /api/cases/{caseId}', { params: { caseId } })
  const entries = useOutbox()
  const data = read.state === 'ready' ? read.data : null
  const open = useMemo(
    () => (data ? openCase(data, me, pendingActs(entries, caseId)) : null),
    [data, me, entries, caseId],
  )
  return read.state === 'ready' && open ? { ...read, data: open } : (read as Read<never>)
}
