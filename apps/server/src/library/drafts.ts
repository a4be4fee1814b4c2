import { moveOn, ScreeningRefused } from '@ariadne/domain/screening'
import type { Lifecycle, LifecycleAct, SetProblem } from '@ariadne/domain/screening'
import { readOverlay, readSet } from '@ariadne/domain/screening/definitions'
import type { CommandOutcome } from '@ariadne/contract'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { LoadedSet } from '../platform/content/load.ts'
import { draftChangesNothing } from './nothing.ts'
import type { LibraryTables } from './tables.ts'

type Json = Record<string, unknown>
export type Outcome = Omit<CommandOutcome, 'id'>
export type Draft = {
  draftId: string
  revision: number
  state: Lifecycle['state']
  definition: Json
  texts: Record<string, Json>
  changedAt: string
  changedBy: string
}

export const refuse = (code: string, field?: string, remedy?: string): Outcome => ({
  status: 'refused',
  code,
  ...(field === undefined ? {} : { field }),
  ...(remedy === undefined ? {} : { remedy }),
})
const tables = (tx: Tx) => tx.withTables<LibraryTables>()

const columns = [
  'draft_id as draftId',
  'revision',
  'state',
  'definition',
  'texts',
  'changed_at as changedAt',
  'changed_by as changedBy',
] as const

export const findDraft = (tx: Tx, draftId: string): Promise<Draft | undefined> =>
  asSystem(tx, () =>
    tables(tx).selectFrom('content_draft').select(columns).where('draft_id', '=', draftId).executeTakeFirst(),
  )

export const listDrafts = (tx: Tx): Promise<Draft[]> =>
  asSystem(tx, () => tables(tx).selectFrom('content_draft').select(columns).orderBy('changed_at', 'desc').execute())

/** What a country lays over a regional set names the version it lies over; a set of its own does not. */
export const isOverlay = (definition: Json): boolean => Object.hasOwn(definition, 'over')

/** What is still wrong with a draft; a draft may be wrong for as long as it is one. */
export const problemsOf = (
  { definition, texts }: Pick<Draft, 'definition' | 'texts'>,
  sets: readonly LoadedSet[],
): SetProblem[] => {
  const read = isOverlay(definition)
    ? readOverlay(definition, (id, version) => sets.find(({ set }) => set.id === id && set.version === version), texts)
    : readSet(definition, texts)
  return read.ok ? [] : read.problems
}

/** The definition with its place in life, which the draft's own steps decide and nothing that was typed. */
const placed = (definition: Json, lifecycle: Json): Json => {
  const { replaces = null, ...life }: Json = { ...(definition['lifecycle'] as Json | undefined), ...lifecycle }
  return { ...definition, lifecycle: isOverlay(definition) ? life : { replaces, ...life } }
}

const write = (tx: Tx, draft: Draft, act: string): Promise<void> =>
  asSystem(tx, async () => {
    const { draftId, revision, changedAt: at, changedBy } = draft
    const row = {
      revision,
      state: draft.state,
      definition: JSON.stringify(draft.definition),
      texts: JSON.stringify(draft.texts),
      changed_at: at,
      changed_by: changedBy,
    }
    await tables(tx)
      .insertInto('content_draft')
      .values({ draft_id: draftId, ...row })
      .onConflict((c) => c.column('draft_id').doUpdateSet(row))
      .execute()
    await tables(tx)
      .insertInto('content_draft_history')
      .values({ draft_id: draftId, revision, act, by_member: changedBy, at })
      .execute()
  })

const moved = (before: Draft | undefined, revision: number): Outcome | null => {
  const now = before?.revision ?? 0
  return now === revision
    ? null
    : { status: 'conflict', conflict: { region: 'content_draft', reliedOn: revision, now }, code: 'draft_moved_on' }
}

/** Keeps a draft as it is now. Only a proposed one can be changed: what is looked at must not move under the eyes. */
export const saveDraft = async (
  tx: Tx,
  by: { memberId: string; now: string },
  given: Pick<Draft, 'draftId' | 'revision' | 'definition' | 'texts'>,
  country: string | undefined,
): Promise<Outcome> => {
  if (isOverlay(given.definition) && given.definition['country'] !== country)
    return refuse('draft_of_other_country', 'definition.country', 'Each country writes its own, on its own instance.')
  const before = await findDraft(tx, given.draftId)
  const conflict = moved(before, given.revision)
  if (conflict) return conflict
  if (before && before.state !== 'proposed')
    return refuse('draft_not_open', 'draftId', `It is ${before.state}. Send it back first, or begin a new version.`)
  const revision = given.revision + 1
  await write(
    tx,
    {
      ...given,
      definition: placed(given.definition, { state: 'proposed', effectiveFrom: null }),
      revision,
      state: 'proposed',
      changedAt: by.now,
      changedBy: by.memberId,
    },
    'save',
  )
  return { status: 'accepted', result: { revision } }
}

/**
 * One step in a draft's life. Nothing with a fault is put to review, and nobody approves what they wrote themselves. What
 * is approved or retired is published in the same transaction, or nothing happens.
 */
export const moveDraft = async (
  tx: Tx,
  by: { memberId: string; now: string },
  { draftId, revision, move }: { draftId: string; revision: number; move: LifecycleAct },
  rules: {
    readonly sets: readonly LoadedSet[]
    /** Why a draft can never come into use here; null when it can. */
    readonly findForeign: (definition: Json) => Outcome | null
    readonly publish: (tx: Tx, draft: Draft, now: string) => Promise<Outcome | null>
  },
): Promise<Outcome> => {
  const before = await findDraft(tx, draftId)
  if (!before) return refuse('not_found', 'draftId')
  const conflict = moved(before, revision)
  if (conflict) return conflict
  if (move.act === 'submit') {
    const foreign = rules.findForeign(before.definition)
    if (foreign) return foreign
    const [first] = problemsOf(before, rules.sets)
    if (first)
      return refuse('draft_has_faults', `${first.file}: ${first.path.join('.')}`, `${first.message}. ${first.remedy}`)
    if (draftChangesNothing(before, rules.sets))
      return refuse(
        'draft_changes_nothing',
        'definition',
        'It says what the version before says. Change something first.',
      )
  }
  if (move.act === 'approve' && (await listWriters(tx, draftId)).includes(by.memberId))
    return refuse('draft_needs_second', 'draftId', 'Somebody who wrote none of it approves it.')
  try {
    const lifecycle = { replaces: null, ...(before.definition['lifecycle'] as Omit<Lifecycle, 'replaces'>) }
    const next = moveOn({ ...lifecycle, state: before.state }, move, by.now.slice(0, 10))
    const draft: Draft = {
      ...before,
      definition: placed(before.definition, { ...next }),
      revision: revision + 1,
      state: next.state,
      changedAt: by.now,
      changedBy: by.memberId,
    }
    await write(tx, draft, move.act)
    if (move.act === 'approve' || move.act === 'retire') {
      const refusal = await asSystem(tx, () => rules.publish(tx, draft, by.now))
      if (refusal) return refusal
    }
    return { status: 'accepted', result: { revision: revision + 1 } }
  } catch (error) {
    if (error instanceof ScreeningRefused) return refuse(error.code, `move.${error.field}`, error.remedy)
    throw error
  }
}

/** Everybody who wrote at what a draft says. */
export const listWriters = (tx: Tx, draftId: string): Promise<string[]> =>
  asSystem(tx, async () => {
    const rows = await tables(tx)
      .selectFrom('content_draft_history')
      .select('by_member')
      .distinct()
      .where('draft_id', '=', draftId)
      .where('act', '=', 'save')
      .execute()
    return rows.map((row) => row.by_member)
  })
