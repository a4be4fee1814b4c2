import type { CardRequestView } from '@ariadne/contract'
import { cardRequestState } from '@ariadne/domain'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Tx } from '../platform/database/index.ts'

type Asked = {
  requestId: string
  unitId: string
  toInstance: string
  reason: string
  language: string
  shownAt: string
  expiresAt: string
  answer: 'may_speak' | 'please_contact' | 'no' | null
  answerUnit: string | null
  answeredAt: string | null
  seenAt: string | null
}

const MOST = 50

/** What was asked for people who stood at the reader's units, the latest first. Runs as the member. */
export const listAsked = async (tx: Tx, now: string) => {
  const { rows } = await sql<Asked>`
    select request_id as "requestId", unit_id as "unitId", to_instance as "toInstance", reason, language,
      shown_at as "shownAt", expires_at as "expiresAt", answer, answer_unit as "answerUnit",
      answered_at as "answeredAt", seen_at as "seenAt"
    from card_asked order by shown_at desc, request_id limit ${MOST}`.execute(tx)
  return rows.map((row) => ({ ...row, state: cardRequestState(row, now) }))
}

type Shown = Omit<CardRequestView, 'state'> & { became: 'waiting' | 'answered' | 'silent' }

const shownRows = (where: RawBuilder<unknown>) => sql<Shown>`
  select s.request_id as "requestId", s.unit_id as "unitId", s.peer as "fromInstance", s.peer_unit as "fromUnit",
    s.reason, s.language, s.shown_at as "shownAt", s.expires_at as "expiresAt", s.became, s.answer,
    s.decided_at as "decidedAt", r.referral_id as "referralId", c.case_id as "caseId"
  from card_shown s left join referral r on r.referral_id = s.referral_id left join case_row c on c.case_id = s.case_id
  ${where}`

const viewOf = ({ became, ...view }: Shown, now: string): CardRequestView => ({
  ...view,
  state: became === 'waiting' && view.expiresAt <= now ? 'over' : became,
})

/** A card of this country, shown abroad. Runs as the member: a case stands here only for whoever may read it. */
export const viewShown = async (tx: Tx, requestId: string, now: string): Promise<CardRequestView | undefined> => {
  const [row] = (await shownRows(sql`where s.request_id = ${requestId}`).execute(tx)).rows
  return row && viewOf(row, now)
}

/** Cards of the reader's units that were shown abroad, the latest first. Runs as the member. */
export const listShown = async (tx: Tx, now: string): Promise<CardRequestView[]> =>
  (await shownRows(sql`order by s.received_at desc, s.request_id limit ${MOST}`).execute(tx)).rows.map((row) =>
    viewOf(row, now),
  )
