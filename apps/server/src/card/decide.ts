import {
  CARD_ANSWERED,
  CARD_DECIDERS,
  CARD_WAITS_DAYS,
  cardHolder,
  CardShown,
  judgeCardShown,
  plusDays,
  plusHours,
} from '@ariadne/domain'
import type { CardAnswered } from '@ariadne/domain'
import { sql } from 'kysely'
import type { MessageHandler } from '../network/index.ts'
import type { CommandContext, HandlerOutcome } from '../platform/commands/registry.ts'
import { asSystem } from '../platform/database/index.ts'
import type { CardDeps } from './deps.ts'
import { seated } from './seats.ts'
import { countToday, findThread, forgetUnknown, insertShown, listDecidingUnits, lockShown } from './store.ts'

/**
 * A card was shown in another country. Known or not, in time or not: the same rows are read, one is written, and the sender gets the
 * receipt that every message gets. What is here goes before the people responsible, and nowhere else.
 */
export const meetCard =
  (deps: CardDeps): MessageHandler =>
  async (tx, { from, thread, body }) => {
    const parsed = CardShown.safeParse(body)
    if (!parsed.success || parsed.data.requestId !== thread) return { ok: false, code: 'body_invalid' }
    const shown = parsed.data
    const now = deps.now()
    // Somebody else's clock decides nothing here.
    const expiresAt = [shown.expiresAt, plusDays(now, CARD_WAITS_DAYS)].toSorted()[0] ?? now
    const judged = judgeCardShown({ expiresAt }, await countToday(tx, from, shown.unitId, plusDays(now, -1)), now)
    const found = await findThread(tx, shown.codeHash)
    const units = await listDecidingUnits(tx)
    const holder = found && cardHolder(found, units)
    const became = judged !== 'look' ? judged : !found ? 'unknown' : holder ? 'waiting' : 'nobody'
    const isBefore = became === 'waiting'
    const { acknowledgeHours, acknowledgeUrgentHours } = deps.targets()
    const isUrgent = shown.reason === 'needs_help' || shown.reason === 'leaving_soon'
    await insertShown(tx, {
      ...shown,
      expiresAt,
      peer: from,
      became,
      unitIdHere: isBefore ? (holder ?? null) : null,
      referralId: isBefore ? (found?.referralId ?? null) : null,
      caseId: isBefore ? (found?.caseId ?? null) : null,
      receivedAt: now,
      dueAt: isBefore ? plusHours(now, isUrgent ? acknowledgeUrgentHours : acknowledgeHours) : null,
      hints: {
        urgency: isUrgent ? 'urgent' : 'standard',
        language: shown.language,
        peerUnit: shown.unitId,
      },
    })
    await forgetUnknown(tx, from, now)
    if (became === 'too_many') deps.log.warn({ peer: from }, 'more card codes in a day than are looked up')
    return { ok: true }
  }

/** What the people responsible decide. Only a decision to answer leaves the country; silence does not. */
export const decideCard = (
  deps: CardDeps,
  { tx, who, now, body }: CommandContext<'card.decide'>,
): Promise<HandlerOutcome> => {
  const { requestId, unitId, answer } = body
  if (!seated(who, unitId, CARD_DECIDERS))
    return Promise.resolve({ status: 'refused', code: 'not_your_function', mayInstead: [...CARD_DECIDERS] })
  return asSystem(tx, async () => {
    const row = await lockShown(tx, requestId)
    if (row === undefined || row.unit_id !== unitId)
      return {
        status: 'refused',
        code: 'card_request_unknown',
        field: 'requestId',
        remedy: 'There is no such request here, or it is another unit’s. Look again at your list.',
      }
    const decided = answer === 'silence' ? null : answer
    if (row.became !== 'waiting') {
      const isSame = row.answer === decided && row.became === (decided === null ? 'silent' : 'answered')
      return isSame ? { status: 'accepted' } : { status: 'refused', code: 'card_answered' }
    }
    await sql`update card_shown set became = ${decided === null ? 'silent' : 'answered'}, answer = ${decided},
      decided_at = ${now}, decided_by = ${who.memberId} where request_id = ${requestId}`.execute(tx)
    if (decided !== null) {
      const message: CardAnswered = { requestId, unitId, answer: decided, answeredAt: now }
      await deps.send(tx, { peer: row.peer, thread: requestId, kind: CARD_ANSWERED, body: message, purpose: 'card' })
    }
    return { status: 'accepted' }
  })
}
