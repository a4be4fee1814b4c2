import {
  CARD_ASKERS,
  CARD_SHOWN,
  CARD_WAITS_DAYS,
  CardAnswered,
  canonicalJson,
  CARDS_A_DAY,
  plusDays,
  sha256,
} from '@ariadne/domain'
import type { CardShown } from '@ariadne/domain'
import { sql } from 'kysely'
import type { MessageHandler } from '../network/index.ts'
import type { CommandContext, HandlerOutcome } from '../platform/commands/registry.ts'
import { asSystem } from '../platform/database/index.ts'
import type { CardDeps } from './deps.ts'
import { seated } from './seats.ts'

/** Asks the country that gave the card. Nothing here learns whether the code is known there. */
export const showCard = (
  deps: CardDeps,
  { tx, who, now, body }: CommandContext<'card.show'>,
): Promise<HandlerOutcome> => {
  const { unitId, toInstance, requestId } = body
  if (!seated(who, unitId, CARD_ASKERS))
    return Promise.resolve({ status: 'refused', code: 'not_your_function', mayInstead: [...CARD_ASKERS] })
  return asSystem(tx, async () => {
    await deps.trust.refresh()
    const status = deps.trust.status()
    const peer = status.fresh && status.list.members.find((one) => one.id === toInstance && one.kind === 'country')
    if (!peer || toInstance === deps.me)
      return {
        status: 'refused',
        code: 'card_country_unknown',
        field: 'toInstance',
        remedy: 'Choose the country that gave the card. While the trust list is out of date none can be asked.',
      }
    const digest = await sha256(canonicalJson(body))
    const before = await sql<{ digest: string }>`
      select digest from card_asked where request_id = ${requestId}`.execute(tx)
    if (before.rows[0])
      return before.rows[0].digest === digest
        ? { status: 'accepted', result: { requestId } }
        : { status: 'refused', code: 'card_request_reused', field: 'requestId' }
    // One at a time for a unit, so that what is counted is what was sent.
    await sql`select id from unit where id = ${unitId} for update`.execute(tx)
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from card_asked
      where unit_id = ${unitId} and shown_at > ${plusDays(now, -1)}`.execute(tx)
    if ((rows[0]?.count ?? 0) >= CARDS_A_DAY.unit)
      return {
        status: 'refused',
        code: 'card_too_many',
        field: 'unitId',
        remedy: 'Call the other country’s focal point, whose number is in the directory.',
      }
    const { codeHash, reason, language } = body
    const expiresAt = plusDays(now, CARD_WAITS_DAYS)
    await sql`insert into card_asked (request_id, unit_id, by_member, to_instance, reason, language, digest, shown_at, expires_at)
      values (${requestId}, ${unitId}, ${who.memberId}, ${toInstance}, ${reason}, ${language}, ${digest}, ${now},
        ${expiresAt})`.execute(tx)
    const message: CardShown = {
      requestId,
      codeHash,
      unitId,
      reason,
      language,
      present: true,
      willing: true,
      shownAt: now,
      expiresAt,
    }
    await deps.send(tx, { peer: toInstance, thread: requestId, kind: CARD_SHOWN, body: message, purpose: 'card' })
    return { status: 'accepted', result: { requestId } }
  })
}

/** A person of the other country has decided. An answer counts once, whenever it comes. */
export const takeAnswer =
  (deps: CardDeps): MessageHandler =>
  async (tx, { from, thread, body }) => {
    const parsed = CardAnswered.safeParse(body)
    if (!parsed.success || parsed.data.requestId !== thread) return { ok: false, code: 'body_invalid' }
    const { requestId, unitId, answer } = parsed.data
    const { rows } = await sql<{ answer: string | null; expires_at: string }>`select answer, expires_at from card_asked
      where request_id = ${requestId} and to_instance = ${from} for update`.execute(tx)
    const asked = rows[0]
    if (asked === undefined) return { ok: false, code: 'card_request_unknown' }
    if (asked.answer !== null) return asked.answer === answer ? { ok: true } : { ok: false, code: 'card_answered' }
    await sql`update card_asked set answer = ${answer}, answer_unit = ${unitId}, answered_at = ${deps.now()}
      where request_id = ${requestId}`.execute(tx)
    return { ok: true }
  }

export const noteSeen = ({ tx, who, now, body }: CommandContext<'card.seen'>): Promise<HandlerOutcome> => {
  if (!seated(who, body.unitId, CARD_ASKERS))
    return Promise.resolve({ status: 'refused', code: 'not_your_function', mayInstead: [...CARD_ASKERS] })
  return asSystem(tx, async () => {
    await sql`update card_asked set seen_at = ${now} where request_id = ${body.requestId} and unit_id = ${body.unitId}
      and answer is not null and seen_at is null`.execute(tx)
    return { status: 'accepted' }
  })
}
