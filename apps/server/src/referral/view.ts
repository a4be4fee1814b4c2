import type { ReferralView } from '@ariadne/contract'
import { judgeReferralMove, REFERRAL_MOVES, REFERRAL_RECEIVERS } from '@ariadne/domain'
import { inverseRelation } from '@ariadne/domain/screening'
import type { Actor, ReferralMove } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Intake, Together } from '../intake/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import { nameIn } from '../platform/organisation/names.ts'
import { findReferral } from './store.ts'
import type { StoredReferral } from './store.ts'

type Seat = Pick<Actor, 'unitId' | 'function'>

export const seatsOf = (who: Pick<SignedIn, 'memberships'>): Seat[] =>
  who.memberships.flatMap(({ unitId, functions }) => functions.map((name) => ({ unitId, function: name }) as Seat))

const standing = (row: StoredReferral) => ({
  status: row.status,
  responsibleUnitId: row.responsible_unit as Seat['unitId'],
})

/** What the member could do with it now, in any of their seats. */
const movesFor = (row: StoredReferral, seats: readonly Seat[]): ReferralMove[] =>
  row.status === 'declined' && row.queue === null
    ? []
    : REFERRAL_MOVES[row.status].filter((move) =>
        seats.some((seat) => judgeReferralMove(standing(row), move, seat) === null),
      )

const unitNames = async (tx: Tx, ids: readonly string[], language: string): Promise<(id: string) => string> => {
  const rows = await tx.selectFrom('unit').select(['id', 'name']).where('id', 'in', ids).execute()
  const names = new Map(rows.map((row) => [row.id, nameIn(row.name, language)]))
  return (id) => names.get(id) ?? id
}

/** The signs, with the earlier talks and the people somebody was met with; a companion's referral only where it is this reader's too. */
const resultOf = async (tx: Tx, row: StoredReferral, intake: Intake): Promise<ReferralView['screening']> => {
  const found = row.screening_id && (await intake.findResult(tx, row.screening_id, row.from_member))
  if (!found) return null
  const { group, ...result } = found
  if (group === undefined) return { ...result, companions: [] }
  const others = (await intake.findTogether(tx, group.groupId, row.from_member)).filter(
    (one) => one.screeningId !== row.screening_id,
  )
  const seen = await sql<{ screening_id: string; referral_id: string }>`
    select screening_id, referral_id from referral
    where screening_id = any (${others.map((one) => one.screeningId)}::uuid[]) and from_member = ${row.from_member}`.execute(
    tx,
  )
  const bond = (other: Together) => {
    const said = group.companions.find((one) => one.screeningId === other.screeningId)
    const saidOfThis = other.companions.find((one) => one.screeningId === row.screening_id)
    if (said) return { relation: said.relation, standing: said.standing }
    return saidOfThis
      ? { relation: inverseRelation(saidOfThis.relation), standing: saidOfThis.standing }
      : { relation: 'travels_with', standing: 'claimed' as const }
  }
  return {
    ...result,
    companions: others.map((other) => ({
      ...bond(other),
      ageBand: other.ageBand,
      referralId: seen.rows.find((one) => one.screening_id === other.screeningId)?.referral_id ?? null,
    })),
  }
}

/** Signs and case go to those who take the person up; whoever sent them has a receipt. */
const receives = (row: StoredReferral, seats: ReturnType<typeof seatsOf>): boolean =>
  row.status !== 'declined' &&
  seats.some((seat) => seat.unitId === row.responsible_unit && REFERRAL_RECEIVERS.some((one) => one === seat.function))

/** Where a referral has come to, for whoever may read it. Runs as the member. */
export const findReached = async (
  tx: Tx,
  referralId: string,
  who: SignedIn,
): Promise<{ referralId: string; caseId: string | null } | undefined> => {
  const row = await findReferral(tx, referralId)
  return row && { referralId, caseId: receives(row, seatsOf(who)) ? row.case_id : null }
}

/** A referral as one member may see it, or undefined when it is not theirs to see. Runs as the member. */
export const viewReferral = async (
  tx: Tx,
  referralId: string,
  who: SignedIn,
  intake: Intake,
): Promise<ReferralView | undefined> => {
  const row = await findReferral(tx, referralId)
  if (row === undefined) return undefined
  const seats = seatsOf(who)
  const name = await unitNames(tx, [row.from_unit, row.redirected_to ?? row.to_unit], who.language)
  const isReceived = receives(row, seats)
  return {
    referral: row.document,
    status: row.status,
    moves: movesFor(row, seats),
    receivedAt: row.received_at,
    acknowledgedAt: row.acknowledged_at,
    dueAt: row.due_at ?? row.since,
    caseId: (isReceived ? row.case_id : null) as ReferralView['caseId'],
    redirectedTo: row.redirected_to as ReferralView['redirectedTo'],
    declinedBecause: row.declined_because,
    fromUnitName: name(row.from_unit),
    toUnitName: name(row.redirected_to ?? row.to_unit),
    screening: isReceived ? await resultOf(tx, row, intake) : null,
  }
}
