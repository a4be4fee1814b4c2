import { CHAIN_START, emptyCase, fold } from '@ariadne/domain'
import type { Action, CaseId, CaseState, InstanceId } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Tx } from '../platform/database/index.ts'
import { FOLD_VERSION } from './project.ts'
import type { Projection } from './project.ts'
import { caseTables } from './tables.ts'
import type { CaseActionTable } from './tables.ts'

/** Where a case stands: its state and the hash that the next action is chained to. */
export type Standing = { state: CaseState; lastHash: string }

const toAction = (row: Selectable<CaseActionTable>): Action => ({
  id: row.id as Action['id'],
  caseId: row.case_id as Action['caseId'],
  kind: row.kind,
  version: row.version,
  by: {
    instanceId: row.by_instance,
    unitId: row.by_unit,
    memberId: row.by_member,
    function: row.by_function,
  } as Action['by'],
  occurredAt: row.occurred_at,
  receivedAt: row.received_at,
  reliesOn: row.relies_on,
  body: row.body,
  parts: row.parts,
  sequence: row.sequence,
  salt: row.salt,
  digest: row.digest,
  hash: row.hash,
})

/** The whole list of a case, in order. What the caller may not see is not there. */
export const listActions = async (tx: Tx, caseId: string): Promise<Action[]> => {
  const rows = await caseTables(tx)
    .selectFrom('case_action')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('sequence')
    .execute()
  return rows.map(toAction)
}

export const findActions = async (tx: Tx, ids: readonly string[]): Promise<Action[]> => {
  if (ids.length === 0) return []
  const rows = await caseTables(tx).selectFrom('case_action').selectAll().where('id', 'in', ids).execute()
  return rows.map(toAction)
}

/**
 * Locks a case for this transaction and says where it stands; a case that does not exist yet is locked by its id, so
 * that two first acts do not meet.
 */
export const lockStanding = async (tx: Tx, caseId: CaseId, instanceId: InstanceId): Promise<Standing> => {
  const found = () =>
    caseTables(tx)
      .selectFrom('case_row')
      .select(['state', 'last_hash', 'fold'])
      .where('case_id', '=', caseId)
      .forUpdate()
      .executeTakeFirst()
  let row = await found()
  if (row === undefined) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${caseId}, 1))`.execute(tx)
    row = await found()
  }
  if (row === undefined) return { state: emptyCase(caseId, instanceId), lastHash: CHAIN_START }
  const state = row.fold === FOLD_VERSION ? row.state : fold(caseId, instanceId, await listActions(tx, caseId))
  return { state, lastHash: row.last_hash }
}

export const findStanding = async (tx: Tx, caseId: string): Promise<Standing | undefined> => {
  const row = await caseTables(tx)
    .selectFrom('case_row')
    .select(['state', 'last_hash'])
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  return row && { state: row.state, lastHash: row.last_hash }
}

const actionRow = (action: Action) => ({
  id: action.id,
  case_id: action.caseId,
  sequence: action.sequence,
  kind: action.kind,
  version: action.version,
  by_instance: action.by.instanceId,
  by_unit: action.by.unitId,
  by_member: action.by.memberId,
  by_function: action.by.function,
  occurred_at: action.occurredAt,
  received_at: action.receivedAt,
  relies_on: action.reliesOn,
  body: action.body,
  parts: action.parts,
  salt: action.salt,
  digest: action.digest,
  hash: action.hash,
})

/**
 * Appends to the lists of any number of cases and makes what is kept beside the lists agree with the states they lead
 * to: rows that stay are left or updated, others go. One statement, since appending is what everything waits for.
 */
export const storeCases = async (
  tx: Tx,
  projections: readonly Projection[],
  appended: readonly Action[] = [],
): Promise<void> => {
  const cases = projections.map(({ row }) => row.case_id)
  const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::jsonb`
  await sql`
    with acts as (
      insert into case_action
      select * from jsonb_to_recordset(${json(appended.map(actionRow))}) as t (
        id uuid, case_id uuid, sequence integer, kind text, version integer, by_instance text, by_unit text,
        by_member text, by_function text, occurred_at timestamptz, received_at timestamptz, relies_on jsonb,
        body jsonb, parts jsonb, salt text, digest text, hash text)
    ), cases as (
      insert into case_row
      select * from jsonb_to_recordset(${json(projections.map(({ row }) => row))}) as t (
        case_id uuid, reference text, status text, age_band text, sex text, identification text, lead_here boolean,
        historic boolean, last_activity_at timestamptz, next_due_at timestamptz, sequence integer, last_hash text,
        fold integer, state jsonb)
      on conflict (case_id) do update set
        reference = excluded.reference, status = excluded.status, age_band = excluded.age_band, sex = excluded.sex,
        identification = excluded.identification, lead_here = excluded.lead_here, historic = excluded.historic,
        last_activity_at = excluded.last_activity_at, next_due_at = excluded.next_due_at,
        sequence = excluded.sequence, last_hash = excluded.last_hash, fold = excluded.fold, state = excluded.state
    ), readers as materialized (
      select * from jsonb_to_recordset(${json(projections.flatMap(({ access }) => access))}) as t (
        case_id uuid, audience text, unit_id text, function text, member_id text, classes text[], historic boolean,
        status text, last_activity_at timestamptz)
    ), readers_gone as (
      delete from case_access a where a.case_id = any (${cases}::uuid[])
        and not exists (select from readers r where r.case_id = a.case_id and r.audience = a.audience)
    ), readers_kept as (
      insert into case_access select * from readers
      on conflict (case_id, audience) do update set
        classes = excluded.classes, historic = excluded.historic, status = excluded.status,
        last_activity_at = excluded.last_activity_at
    ), waiting as materialized (
      select * from jsonb_to_recordset(${json(projections.flatMap(({ queue }) => queue))}) as t (
        case_id uuid, entry_key text, unit_id text, queue text, act text, subject_id text, audiences text[],
        since timestamptz, due_at timestamptz, reference text, hints jsonb, escalation_unit text)
    ), waiting_gone as (
      delete from queue_entry q where q.case_id = any (${cases}::uuid[])
        and not exists (select from waiting w where w.case_id = q.case_id and w.entry_key = q.entry_key)
    )
    -- An entry that is still waiting keeps its row, and with it the moment it was seen to be late.
    insert into queue_entry (case_id, entry_key, unit_id, queue, act, subject_id, audiences, since, due_at, reference,
      hints, escalation_unit)
    select * from waiting
    on conflict (case_id, entry_key) do update set
      audiences = excluded.audiences, reference = excluded.reference, hints = excluded.hints,
      escalation_unit = excluded.escalation_unit`.execute(tx)
}
