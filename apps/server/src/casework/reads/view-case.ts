import type { CaseView } from '@ariadne/contract'
import { canonicalJson, caseReaders, sha256 } from '@ariadne/domain'
import type { Action, CaseReader } from '@ariadne/domain'
import { sql } from 'kysely'
import { asSystem } from '../../platform/database/index.ts'
import type { Message, Tx } from '../../platform/database/index.ts'
import { nameIn } from '../../platform/organisation/names.ts'
import type { PeerDirectory } from '../directory.ts'
import { listReadersOfParts } from '../sealed-parts.ts'
import { findStanding, listActions } from '../store.ts'

/** Messages about a case that are on their way, from the stage that sends them. */
export type MessageSource = (tx: Tx, caseId: string) => Promise<CaseView['messages']>

type Names = {
  unit: (instanceId: string, unitId: string) => string | null
  member: (id: string | null) => string | null
}

const namesFor = async (
  tx: Tx,
  actions: readonly Action[],
  readers: readonly CaseReader[],
  context: { instanceId: string; language: string; peers: PeerDirectory },
): Promise<Names> => {
  const units = [...new Set([...actions.map((one) => one.by.unitId), ...readers.map((one) => one.unitId)])]
  const members = [...new Set(actions.flatMap((one) => (one.by.memberId === null ? [] : [one.by.memberId])))]
  const found = await sql<{ id: string; name: Message | string }>`
    select id, name from unit where id = any (${units}::text[])
    union all select id, to_jsonb(display_name) from member where id = any (${members}::text[])`.execute(tx)
  const byId = new Map(
    found.rows.map(({ id, name }) => [id, typeof name === 'string' ? name : nameIn(name, context.language)]),
  )
  return {
    unit: (instanceId, unitId) =>
      (instanceId === context.instanceId ? byId.get(unitId) : context.peers.findName(instanceId, unitId)) ?? null,
    // People of other instances are not ours to name; a person who works here is never one of them.
    member: (id) => (id === null ? null : (byId.get(id) ?? null)),
  }
}

/** One case as its reader gets it, or undefined when it is not theirs to see. Runs as the member. */
export const viewCase = async (
  tx: Tx,
  caseId: string,
  context: { instanceId: string; language: string; peers: PeerDirectory; messages: MessageSource },
): Promise<CaseView | undefined> => {
  const standing = await findStanding(tx, caseId)
  if (standing === undefined) return undefined
  const { state } = standing
  const actions = await listActions(tx, caseId)
  const readers = caseReaders(state)
  const names = await namesFor(tx, actions, readers, context)
  const [wraps, messages] = await asSystem(tx, async () => [
    await listReadersOfParts(tx, caseId),
    await context.messages(tx, caseId),
  ])
  return {
    caseId: state.caseId,
    instanceId: state.instanceId,
    actions: actions.map((action) => ({
      ...action,
      parts: [...action.parts],
      reliesOn: { ...action.reliesOn } as Record<string, number>,
      byName: action.by.instanceId === context.instanceId ? names.member(action.by.memberId) : null,
      unitName: names.unit(action.by.instanceId, action.by.unitId),
    })),
    readers: readers.map((reader) => ({
      unitId: reader.unitId,
      unitName: names.unit(context.instanceId, reader.unitId) ?? reader.unitId,
      memberId: reader.memberId,
      function: reader.function,
      classes: reader.classes === 'all' ? 'all' : [...reader.classes],
    })),
    wraps: wraps as CaseView['wraps'],
    messages,
    stateHash: await sha256(canonicalJson(state)),
  }
}
