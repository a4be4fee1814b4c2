import type { Api } from '@ariadne/contract'
import type { CaseState } from '@ariadne/domain'
import { sql } from 'kysely'
import { findStanding, standsInTheWay } from '../casework/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'

type View = Api['GET /api/cases/{caseId}/erasure']['response']

/** Functions that may be the second person. The first is a case coordinator. */
export const SECOND = ['case_coordinator', 'case_worker', 'focal_point']
const functionsIn = (who: SignedIn, unitId: string): readonly string[] =>
  who.memberships.find((one) => one.unitId === unitId)?.functions ?? []
export const mayConfirm = (who: SignedIn, asked: { unitId: string; askedBy: string }): boolean =>
  asked.askedBy !== who.memberId && functionsIn(who, asked.unitId).some((name) => SECOND.includes(name))

/** The unit of the asker that coordinates this case: only there two people can decide. */
export const findCoordinating = async (tx: Tx, who: SignedIn, caseId: string): Promise<string | undefined> => {
  const { rows } = await sql<{ unit_id: string }>`
    select unit_id from case_access where case_id = ${caseId} and function = 'case_coordinator'
    order by unit_id`.execute(tx)
  return rows.map((row) => row.unit_id).find((unitId) => functionsIn(who, unitId).includes('case_coordinator'))
}

/** Whether somebody works on this case in a function that may answer another country. Not every unit has a coordinator. */
export const mayAnswer = async (tx: Tx, who: SignedIn, caseId: string): Promise<boolean> => {
  const { rows } = await sql<{ unit_id: string; function: string }>`
    select unit_id, function from case_access where case_id = ${caseId}`.execute(tx)
  return rows.some((row) => SECOND.includes(row.function) && functionsIn(who, row.unit_id).includes(row.function))
}

export type Asked = { unitId: string; reason: string; askedBy: string; askedAt: string; byName: string }
export const findAsked = async (tx: Tx, caseId: string): Promise<Asked | undefined> => {
  const { rows } = await sql<Asked>`
    select e.unit_id as "unitId", e.reason, e.asked_by as "askedBy", e.asked_at as "askedAt", m.display_name as "byName"
    from erasure e join member m on m.id = e.asked_by
    where e.case_id = ${caseId} and e.confirmed_at is null`.execute(tx)
  return rows[0]
}

const AMOUNT = /^P(\d+)([DWMY])$/u
/** A day so long after another, by an ISO 8601 period of days, weeks, months or years. */
export const dayAfter = (at: string, period: string): string => {
  const [, amount = '0', unit] = AMOUNT.exec(period) ?? []
  const day = new Date(at)
  const count = Number(amount)
  if (unit === 'Y') day.setUTCFullYear(day.getUTCFullYear() + count)
  else if (unit === 'M') day.setUTCMonth(day.getUTCMonth() + count)
  else day.setUTCDate(day.getUTCDate() + count * (unit === 'W' ? 7 : 1))
  return day.toISOString().slice(0, 10)
}

export const obstacleOf = (state: CaseState): View['obstacle'] =>
  standsInTheWay(state) === null ? null : ['closed', 'retained'].includes(state.status) ? 'handovers' : 'open'

/** What the page about erasing a case shows; undefined for who may not read the case. */
export const viewErasure = async (
  tx: Tx,
  who: SignedIn,
  caseId: string,
  about: { period: string | null; peerName: (id: string) => string },
): Promise<View | undefined> => {
  const standing = await findStanding(tx, caseId)
  if (standing === undefined) return undefined
  const { rows } = await sql<{ at: string }>`
    select last_activity_at as at from case_row where case_id = ${caseId}`.execute(tx)
  const asked = await findAsked(tx, caseId)
  const heard = await sql<{ handoverId: string; peer: string; at: string; answer: string | null }>`
    select handover_id as "handoverId", peer, heard_at as at, answer from erasure_heard
    where case_id = ${caseId} order by heard_at`.execute(tx)
  const coordinates = (await findCoordinating(tx, who, caseId)) !== undefined
  const answers = await mayAnswer(tx, who, caseId)
  const obstacle = obstacleOf(standing.state)
  return {
    obstacle,
    dueOn: about.period === null || obstacle === 'open' ? null : dayAfter(rows[0]?.at ?? '', about.period),
    mayAsk: coordinates && obstacle === null && asked === undefined,
    asked:
      asked === undefined
        ? null
        : {
            reason: asked.reason,
            at: asked.askedAt,
            byName: asked.byName,
            byMe: asked.askedBy === who.memberId,
            mayConfirm: mayConfirm(who, asked),
          },
    heard: heard.rows.map(({ peer, ...rest }) => ({
      ...rest,
      fromName: about.peerName(peer),
      mayAnswer: answers && rest.answer === null,
    })),
    // Reasons and answers were checked when they were stored.
  } as View
}
