import type { CaseId, InstanceId } from '../ids.ts'
import type { Act, Action } from './action.ts'
import { findActDefinition } from './catalogue.ts'
import { emptyCase, type CaseState } from './state.ts'
import { lift } from './upcast.ts'

/** A part of an act's body that names the handover it belongs to, so that a dossier's parts are found with it. */
const handoverOf = (body: Record<string, unknown>): string | null =>
  typeof body['handoverId'] === 'string' ? body['handoverId'] : null

/** Applies one act in place. An act of a kind we do not know changes nothing but marks the case read-only. */
const applyInPlace = (
  state: CaseState,
  action: Pick<Action, 'id' | 'kind' | 'version' | 'by' | 'occurredAt' | 'parts' | 'body'>,
): void => {
  state.sequence += 1
  if (action.occurredAt > state.lastActivityAt) state.lastActivityAt = action.occurredAt
  const definition = findActDefinition(action.kind)
  const body =
    action.body && definition ? lift(action.kind, action.version, action.body, definition.version) : action.body
  if (!definition || body === undefined) {
    if (!state.unknownKinds.includes(`${action.kind}@${action.version}`))
      state.unknownKinds.push(`${action.kind}@${action.version}`)
    return
  }
  if (definition.region) state.revisions[definition.region] += 1
  if (body === null) {
    // Erased: that it happened remains, what it said does not. A case whose first act is gone is gone as a whole.
    if (state.sequence === 1) state.status = 'erased'
    return
  }
  definition.apply(state, body, { now: action.occurredAt, act: action })
  for (const part of action.parts)
    state.parts.push({
      ...part,
      actionId: action.id,
      at: action.occurredAt,
      byUnitId: action.by.unitId,
      handoverId: handoverOf(body) as never,
    })
}

/** The state after one more act; the given state is left as it was. */
export const append = (state: CaseState, action: Act | Action): CaseState => {
  const next = structuredClone(state)
  applyInPlace(next, action)
  return next
}

/** The state of a case: a pure fold over its list, the same in browser and server. */
export const fold = (caseId: CaseId, instanceId: InstanceId, actions: readonly (Act | Action)[]): CaseState => {
  const state = emptyCase(caseId, instanceId)
  for (const action of actions) applyInPlace(state, action)
  return state
}
