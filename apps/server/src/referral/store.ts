import { acknowledgeDue, mintId, openDue, referralMovers } from '@ariadne/domain'
import type { Actor, ReferralSent, ReferralStatus, Targets } from '@ariadne/domain'
import type { Selectable } from 'kysely'
import type { Tx } from '../platform/database/index.ts'
import { referralTables } from './tables.ts'
import type { ReferralTable } from './tables.ts'

export type StoredReferral = Selectable<ReferralTable>

/** The queue in which a referral of a status waits. */
export const QUEUE_OF = {
  sent: 'referral_to_acknowledge',
  acknowledged: 'referral_to_open',
  declined: 'referral_returned',
} as const satisfies Partial<Record<ReferralStatus, string>>

/** Runs as the member: what is not theirs to see is not there. */
export const findReferral = (tx: Tx, referralId: string): Promise<StoredReferral | undefined> =>
  referralTables(tx).selectFrom('referral').selectAll().where('referral_id', '=', referralId).executeTakeFirst()

/** For the instance: holds the referral until the transaction ends, so that two moves follow on each other. */
export const lockReferral = (tx: Tx, referralId: string): Promise<StoredReferral | undefined> =>
  referralTables(tx)
    .selectFrom('referral')
    .selectAll()
    .where('referral_id', '=', referralId)
    .forUpdate()
    .executeTakeFirst()

type Standing = Pick<StoredReferral, 'status' | 'responsible_unit'>

/** What follows from where a referral stands: who sees it, where it waits and until when. */
const waiting = (referral: ReferralSent, { status, responsible_unit }: Standing, now: string, targets: Targets) => ({
  status,
  responsible_unit,
  audiences: referralMovers(status).map((name) => `${responsible_unit}/${name}`),
  queue: status === 'opened' ? null : QUEUE_OF[status],
  since: now,
  due_at:
    status === 'opened'
      ? null
      : status === 'acknowledged'
        ? openDue(referral.ageBand, now, targets)
        : acknowledgeDue(referral.urgency, now, targets),
})

export const insertReferral = async (
  tx: Tx,
  referral: ReferralSent,
  digest: string,
  now: string,
  targets: Targets,
): Promise<void> => {
  const { ageBand, sex, urgency, language, accompaniment } = referral
  await referralTables(tx)
    .insertInto('referral')
    .values({
      referral_id: referral.referralId,
      screening_id: referral.screeningId,
      from_unit: referral.by.unitId,
      from_member: referral.by.memberId ?? '',
      to_unit: referral.toUnitId,
      ...waiting(referral, { status: 'sent', responsible_unit: referral.toUnitId }, now, targets),
      hints: JSON.stringify({ ageBand, sex, urgency, language, accompaniment }),
      sent_at: referral.sentAt,
      received_at: now,
      digest,
      document: JSON.stringify(referral),
    })
    .execute()
}

export type ReferralChange = Standing &
  Partial<
    Pick<StoredReferral, 'acknowledged_at' | 'acknowledged_by' | 'declined_because' | 'redirected_to' | 'case_id'>
  > & { parts?: ReferralSent['parts'] }

/** Moves a locked referral on, and with it whoever it waits for. */
export const moveReferral = async (
  tx: Tx,
  before: StoredReferral,
  { parts, ...change }: ReferralChange,
  now: string,
  targets: Targets,
): Promise<void> => {
  await referralTables(tx)
    .updateTable('referral')
    .set({
      ...change,
      ...waiting(before.document, change, now, targets),
      ...(parts === undefined ? {} : { document: JSON.stringify({ ...before.document, parts }) }),
    })
    .where('referral_id', '=', before.referral_id)
    .execute()
}

/** Takes a referral off the board of whoever it came back to: they have seen it and need do nothing more. */
export const settleReturned = async (tx: Tx, referralId: string): Promise<void> => {
  await referralTables(tx)
    .updateTable('referral')
    .set({ queue: null, due_at: null })
    .where('referral_id', '=', referralId)
    .execute()
}

export const noteStep = async (
  tx: Tx,
  referralId: string,
  step: string,
  by: Pick<Actor, 'unitId' | 'memberId' | 'function'>,
  now: string,
  detail: Record<string, unknown> = {},
): Promise<void> => {
  await referralTables(tx)
    .insertInto('referral_step')
    .values({
      id: mintId(Date.parse(now)),
      referral_id: referralId,
      step,
      by_unit: by.unitId,
      by_member: by.memberId ?? '',
      by_function: by.function,
      at: now,
      detail: JSON.stringify(detail),
    })
    .execute()
}
