import { type Action, type Actor, type CaseState, type PossibleAct, fold, possibleActs } from '@ariadne/domain'
import { useMemo } from 'react'
import { useRead, type Read } from '../api/useRead.ts'
import { nowIso } from '../clock.ts'
import { useMe, type Me } from '../session/me.tsx'
import type { Api } from '@ariadne/contract'

export type CaseView = Api['GET /api/cases/{caseId}']['response']

/** A case as a page needs it: the list, its fold, and what each of the reader's functions could do now. */
export interface OpenCase {
  readonly view: CaseView
  readonly actions: readonly Action[]
  readonly state: CaseState
  readonly actors: readonly Actor[]
  readonly possible: readonly (PossibleAct & { readonly by: Actor })[]
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

export const openCase = (view: CaseView, me: Me): OpenCase => {
  const actions = view.actions as unknown as Action[]
  const state = fold(view.caseId, view.instanceId, actions)
  const actors = actorsOf(me)
  const now = nowIso()
  const best = new Map<string, PossibleAct & { by: Actor }>()
  for (const by of actors)
    for (const possible of possibleActs(state, by, now)) {
      const known = best.get(possible.kind)
      if (!known || (known.refusal !== null && possible.refusal === null)) best.set(possible.kind, { ...possible, by })
    }
  return { view, actions, state, actors, possible: [...best.values()] }
}

/** Reads a case and folds it here, with the same code as the server. */
export const useCase = (caseId: string): Read<OpenCase> => {
  const me = useMe()
  const read = useRead('GET /api/cases/{caseId}', { params: { caseId } as never })
  const data = read.state === 'ready' ? read.data : null
  const open = useMemo(() => (data ? openCase(data, me) : null), [data, me])
  return read.state === 'ready' && open ? { ...read, data: open } : (read as Read<never>)
}
