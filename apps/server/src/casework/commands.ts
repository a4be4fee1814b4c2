import type { SealedPart } from '@ariadne/contract'
import { openableClasses } from '@ariadne/domain'
import type { Actor, CaseState, DataClass } from '@ariadne/domain'
import { sql } from 'kysely'
import type { CommandContext, HandlerOutcome } from '../platform/commands/registry.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Register } from '../platform/stage.ts'
import type { AppendOutcome } from './append/append-acts.ts'
import type { Casework } from './casework.ts'
import { findStanding } from './store.ts'

/** What became of an append, in the words of a command's outcome. */
const outcomeOf = (appended: Exclude<AppendOutcome, { status: 'accepted' }>): HandlerOutcome =>
  appended.status === 'conflict'
    ? appended
    : {
        status: 'refused',
        code: appended.code,
        ...(appended.field === undefined ? {} : { field: appended.field }),
        ...(appended.remedy === undefined ? {} : { remedy: appended.remedy }),
        ...(appended.mayInstead === undefined ? {} : { mayInstead: [...appended.mayInstead] }),
      }

const memberOf = ({ who }: Pick<CommandContext<'case.act'>, 'who'>) => ({
  kind: 'member' as const,
  memberId: who.memberId,
  memberships: who.memberships,
})

/** The ciphertexts that an opening in the list gives a right to. The database asks for that opening, too. */
const openedParts = async (tx: Tx, openingId: string, partIds: readonly string[]): Promise<SealedPart[]> => {
  const { rows } = await sql<
    Pick<SealedPart, 'subject' | 'class' | 'iv' | 'ciphertext' | 'wraps'> & { part_id: SealedPart['partId'] }
  >`select * from open_sealed_parts(${openingId}, ${[...partIds]}::uuid[]) order by part_id`.execute(tx)
  return rows.map(({ part_id, ...rest }) => ({ v: 1, alg: 'A256GCM', partId: part_id, ...rest }))
}

const mayOpenAll = (
  state: CaseState,
  act: CommandContext<'case.open_parts'>['body']['act'],
  partIds: readonly string[],
  now: string,
): boolean => {
  const openable = openableClasses(act.by, state, now)
  const named = new Set(Array.isArray(act.body['classes']) ? (act.body['classes'] as DataClass[]) : [])
  const classes = new Map(state.parts.map((part) => [part.partId as string, part.class]))
  return partIds.every((partId) => {
    const dataClass = classes.get(partId)
    return dataClass !== undefined && named.has(dataClass) && (openable === 'all' || openable.has(dataClass))
  })
}

const refuse = (code: string, field: string, remedy: string): HandlerOutcome => ({
  status: 'refused',
  code,
  field,
  remedy,
})

export const registerCommands = (register: Pick<Register, 'command'>, casework: Casework): void => {
  register.command('case.act', async (context) => {
    const { caseId, acts, parts, wraps } = context.body
    const outcome = await casework.appendActs(context.tx, { caseId, acts, parts, wraps, from: memberOf(context) })
    if (outcome.status !== 'accepted') return outcomeOf(outcome)
    return { status: 'accepted', result: { sequence: outcome.state.sequence, revisions: outcome.state.revisions } }
  })

  register.command('case.wrap', async ({ tx, who, body: { caseId, unitId, wraps } }) => {
    const functions = who.memberships.find((one) => one.unitId === unitId)?.functions ?? []
    const sealers = functions.map(
      (name) => ({ instanceId: casework.instanceId, unitId, memberId: who.memberId, function: name }) as Actor,
    )
    const obstacle = await casework.addWraps(tx, { caseId, sealers, wraps })
    return obstacle ? { status: 'refused', ...obstacle } : { status: 'accepted' }
  })

  register.command(
    'case.open_parts',
    async (context) => {
      const { caseId, act, partIds } = context.body
      if (act.kind !== 'vault.opened')
        return refuse('act_unknown', 'act.kind', 'Opening sealed parts is the act vault.opened.')
      const outcome = await casework.appendActs(context.tx, { caseId, acts: [act], from: memberOf(context) })
      if (outcome.status !== 'accepted') return outcomeOf(outcome)
      // An opening stands in the list for what was opened with it, and for nothing that came later.
      if (outcome.actions.length === 0)
        return refuse('act_id_reused', 'act.id', 'Every opening is an act of its own. Say again why you open.')
      if (!mayOpenAll(outcome.state, act, partIds, context.now))
        return refuse(
          'class_not_openable',
          'partIds',
          'Open only parts of the classes you name, and of those your unit may open in this case.',
        )
      const parts = await openedParts(context.tx, act.id, partIds)
      return parts.length > 0
        ? { status: 'accepted', result: { parts } }
        : refuse('not_sealed_for_you', 'partIds', 'Ask a unit that can open these parts to add yours as a reader.')
    },
    // Ciphertext is not kept a second time with the outcome.
    {
      resultAgain: async ({ tx, who, now, body: { caseId, act, partIds } }) => {
        // Who has left the unit or the case since gets nothing again.
        const seated = who.memberships.some(
          ({ unitId, functions }) => unitId === act.by.unitId && functions.some((name) => name === act.by.function),
        )
        const standing = seated ? await findStanding(tx, caseId) : undefined
        const may = standing !== undefined && mayOpenAll(standing.state, act, partIds, now)
        return { parts: may ? await openedParts(tx, act.id, partIds) : [] }
      },
    },
  )
}
