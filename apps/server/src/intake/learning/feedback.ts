import type { CommandBody, SignFeedback } from '@ariadne/contract'
import { sql } from 'kysely'
import type { LoadedSet } from '../../platform/content/load.ts'
import { asSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import type { Quarter } from './quarters.ts'

/** Keeps what somebody said of a sign, once. It has to be a sign of a version that is here. */
export const keepFeedback = async (
  tx: Tx,
  { feedback }: CommandBody<'sign.feedback'>,
  sets: readonly LoadedSet[],
  now: string,
) => {
  const { feedbackId, setId, setVersion, sign, code, note } = feedback
  const set = sets.find((one) => one.set.id === setId && one.set.version === setVersion)?.set
  if (!set || (sign !== null && !set.signs.some(({ id }) => id === sign)))
    return { status: 'refused' as const, code: 'sign_unknown', field: 'feedback.sign' }
  await asSystem(tx, () =>
    sql`insert into sign_feedback (feedback_id, set_id, set_version, sign, code, note, given_on)
      values (${feedbackId}, ${setId}, ${setVersion}, ${sign}, ${code}, ${note}, ${now.slice(0, 10)})
      on conflict (feedback_id) do nothing`.execute(tx),
  )
  return { status: 'accepted' as const }
}

type Line = Pick<SignFeedback, 'setId' | 'setVersion' | 'sign' | 'code'> & { count: number; notes: string[] }

/** What was said in a quarter, by sign and code. */
export const listFeedback = (tx: Tx, { from, until }: Quarter): Promise<Line[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<Line>`
      select set_id as "setId", set_version as "setVersion", sign, code, count(*)::int as count,
        coalesce(array_agg(note order by given_on desc) filter (where note <> ''), '{}') as notes
      from sign_feedback where given_on >= ${from}::timestamptz::date and given_on < ${until}::timestamptz::date
      group by set_id, set_version, sign, code order by count desc, set_id, sign, code limit 500`.execute(tx)
    return rows
  })
