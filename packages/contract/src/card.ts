import { CARD_ANSWERS, CardAnswer, CardReason, CardShown, InstanceId, Instant, UnitId } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { read } from './route.ts'

const RequestId = z.uuidv7()

/** The card shown in another country: asked for there, decided about where it was given. */
export const CARD_COMMANDS = {
  /** The person is here, shows the card and wants it. The code itself stays on the device: its digest goes. */
  'card.show': z.strictObject({
    requestId: RequestId,
    unitId: UnitId,
    toInstance: InstanceId,
    codeHash: CardShown.shape.codeHash,
    reason: CardReason,
    language: CardShown.shape.language,
    present: z.literal(true),
    willing: z.literal(true),
  }),
  /** `silence` sends nothing: nobody learns that the card is known here. */
  'card.decide': z.strictObject({
    requestId: RequestId,
    unitId: UnitId,
    answer: z.enum([...CARD_ANSWERS, 'silence']),
  }),
  /** Those who asked have seen the answer. */
  'card.seen': z.strictObject({ requestId: RequestId, unitId: UnitId }),
} as const

const Asked = z.object({
  requestId: RequestId,
  unitId: UnitId,
  toInstance: InstanceId,
  reason: CardReason,
  language: z.string(),
  shownAt: Instant,
  expiresAt: Instant,
  state: z.enum(['waiting', 'answered', 'no_answer']),
  answer: CardAnswer.nullable(),
  answerUnit: z.string().nullable(),
  answeredAt: Instant.nullable(),
  seenAt: Instant.nullable(),
})

export const CardRequestView = z
  .object({
    requestId: RequestId,
    unitId: UnitId,
    fromInstance: InstanceId,
    fromUnit: UnitId,
    reason: CardReason,
    language: z.string(),
    shownAt: Instant,
    expiresAt: Instant,
    state: z.enum(['waiting', 'answered', 'silent', 'over']),
    answer: CardAnswer.nullable(),
    decidedAt: Instant.nullable(),
    /** What the card belongs to here, as far as the reader may see it. */
    referralId: z.string().nullable(),
    caseId: z.string().nullable(),
  })
  .openapi('CardRequestView')
export type CardRequestView = z.infer<typeof CardRequestView>

export const cardRoutes = {
  cardsAsked: read(
    '/api/cards/asked',
    'Cards that people showed at your units, with what the other country answered, and cards of yours shown there',
    z.object({ requests: z.array(Asked), shown: z.array(CardRequestView) }),
  ),
  cardShown: read('/api/cards/shown/{requestId}', 'A card of yours, shown in another country', CardRequestView, {
    params: z.object({ requestId: RequestId }),
  }),
}
