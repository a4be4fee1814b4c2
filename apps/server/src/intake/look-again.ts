import { endOfDay, REFERRAL_SENDERS } from '@ariadne/domain'
import type { Screening } from '@ariadne/domain'
import { sql } from 'kysely'
import type { CommandContext, HandlerOutcome } from '../platform/commands/registry.ts'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { seatsIn } from './seats.ts'

const settle = async (
  tx: Tx,
  where: ReturnType<typeof sql>,
  because: string,
  by: string,
  now: string,
): Promise<number> => {
  const { rows } = await sql`update look_again set settled_at = ${now}, settled_because = ${because}, settled_by = ${by}
    where settled_at is null and ${where} returning screening_id`.execute(tx)
  return rows.length
}

/**
 * Links a screening to the talk before it, and keeps the promise to look again: a reminder for one of whom too little is known, settled
 * by the second talk. An earlier talk that never comes, or a code from elsewhere, stays as it was said.
 */
export const keepThread = async (tx: Tx, screening: Screening, now: string): Promise<void> => {
  const { follows, screeningId, by, encounter, lookAgainOn } = screening
  if (!follows && !lookAgainOn) return
  await asSystem(tx, async () => {
    if (follows) {
      const earlier = follows.by === 'screening' ? follows.screeningId : null
      const hash = follows.by === 'card' ? follows.codeHash : null
      await sql`insert into screening_link (screening_id, earlier_id, card_code_hash)
        values (${screeningId}, ${earlier}, ${hash}) on conflict do nothing`.execute(tx)
      const before =
        earlier === null
          ? sql`screening_id in (select s.screening_id from screening s where s.card_code_hash = ${hash})`
          : sql`screening_id = ${earlier}`
      await settle(tx, sql`${before} and unit_id = ${by.unitId}`, 'second_talk', by.memberId ?? '', now)
    }
    if (!lookAgainOn) return
    const { ageBand, sex, language, placeType } = encounter
    await sql`insert into look_again (screening_id, unit_id, hints, since, due_at)
      values (${screeningId}, ${by.unitId}, ${JSON.stringify({ ageBand, sex, language, placeType })}, ${now},
        ${endOfDay(lookAgainOn)}) on conflict do nothing`.execute(tx)
  })
}

export const noSecondLook = async ({
  tx,
  who,
  now,
  body: { screeningId, unitId, because },
}: CommandContext<'screening.no_second_look'>): Promise<HandlerOutcome> => {
  if (seatsIn(who, unitId, REFERRAL_SENDERS).length === 0)
    return { status: 'refused', code: 'not_your_function', mayInstead: [...REFERRAL_SENDERS] }
  const done = await asSystem(tx, () =>
    settle(tx, sql`screening_id = ${screeningId} and unit_id = ${unitId}`, because, who.memberId, now),
  )
  return done > 0
    ? { status: 'accepted' }
    : {
        status: 'refused',
        code: 'look_again_unknown',
        field: 'screeningId',
        remedy: 'This reminder is not your unit’s, or somebody has settled it. Look again at your list.',
      }
}
