import type { CompletedCourse } from '@ariadne/domain/training/definitions'
import type { Completion, Learner } from '@ariadne/domain/training'
import { sql } from 'kysely'
import type { Message, Tx } from '../platform/database/index.ts'

/** Keeps a completion once. Runs as the member. Says whether the id was used for another one. */
export const keepCompletion = async (
  tx: Tx,
  memberId: string,
  done: CompletedCourse,
  { validUntil, receivedAt }: { validUntil: string; receivedAt: string },
): Promise<'kept' | 'again' | 'other'> => {
  const { rows } = await sql`
    insert into training_completion
      (completion_id, member_id, course_id, course_version, completed_at, valid_until, received_at)
    values (${done.completionId}, ${memberId}, ${done.courseId}, ${done.version}, ${done.completedAt}, ${validUntil},
      ${receivedAt})
    on conflict (completion_id) do nothing returning completion_id`.execute(tx)
  if (rows.length > 0) return 'kept'
  // The moment is not compared: how wrong a device's clock is reads a little differently each time it sends.
  const same = await sql`
    select 1 from training_completion where completion_id = ${done.completionId} and course_id = ${done.courseId}
      and course_version = ${done.version}`.execute(tx)
  return same.rows.length > 0 ? 'again' : 'other'
}

/** What the member who asks has done, the latest first. Runs as the member. */
export const listOwnCompletions = async (tx: Tx): Promise<Completion[]> => {
  const { rows } = await sql<Completion>`
    select course_id as "courseId", course_version as version, completed_at as "completedAt",
      valid_until as "validUntil" from training_completion where member_id = (select actor_member())
    order by completed_at desc, completion_id desc`.execute(tx)
  return rows
}

/** The kinds of the units somebody belongs to: with their functions, what courses ask about a member. */
export const readUnitKinds = async (tx: Tx, unitIds: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ kind: string }>`
    select distinct kind from unit where id = any (${[...unitIds]}::text[])`.execute(tx)
  return rows.map(({ kind }) => kind)
}

export type TrainedMember = {
  organisationId: string
  organisationName: Message
  learner: Learner
  completions: Completion[]
}

/** Every active member with what they have done, without who they are. Runs as the instance; only counts leave it. */
export const listTrainedMembers = async (tx: Tx, organisationId: string | null): Promise<TrainedMember[]> => {
  const { rows } = await sql<{
    organisationId: string
    organisationName: Message
    functions: string[] | null
    unitKinds: string[] | null
    completions: Completion[]
  }>`
    select o.id as "organisationId", o.name as "organisationName",
      (select array_agg(distinct f) from membership s, unnest(s.functions) f
        where s.member_id = m.id and s.until is null) as functions,
      (select array_agg(distinct u.kind) from membership s join unit u on u.id = s.unit_id
        where s.member_id = m.id and s.until is null) as "unitKinds",
      coalesce((select jsonb_agg(jsonb_build_object('courseId', c.course_id, 'version', c.course_version,
          'completedAt', to_char(c.completed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'validUntil', to_char(c.valid_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
        from training_completion c where c.member_id = m.id), '[]') as completions
    from member m join organisation o on o.id = m.organisation_id
    where m.state = 'active' and (${organisationId}::text is null or o.id = ${organisationId})
    order by o.id, m.id`.execute(tx)
  return rows.map(({ functions, unitKinds, ...row }) => ({
    ...row,
    learner: { functions: functions ?? [], unitKinds: unitKinds ?? [] },
  }))
}
