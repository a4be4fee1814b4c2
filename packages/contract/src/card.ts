import { CARD_ANSWERS, CardAnswer, CardReason, CardShown, InstanceId, Instant, UnitId } from '@ariadne/domain'
import { CardPlace } from '@ariadne/domain/helpCard'
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
  /** A place that may be named on cards from now on. Whoever adds it has asked there: the door is open to all, and they agree to be named. */
  'card.place_add': CardPlace.extend({ placeId: z.uuidv7(), agreed: z.literal(true) }),
  /** Somebody asked there again: it holds. */
  'card.place_confirm': z.strictObject({ placeId: z.uuidv7() }),
  'card.place_remove': z.strictObject({ placeId: z.uuidv7() }),
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

const Place = CardPlace.extend({
  placeId: z.uuidv7(),
  confirmedBy: z.string(),
  confirmedAt: Instant,
  /** Nobody has asked there for 90 days. */
  stale: z.boolean(),
}).openapi('CardPlace')
export type Place = z.infer<typeof Place>

export const cardRoutes = {
  cardPlaces: read(
    '/api/cards/places',
    'Where somebody may go with a card of this country, and whether the reader keeps the list',
    z.object({ places: z.array(Place), mayKeep: z.boolean() }),
  ),
  cardsAsked: read(
    '/api/cards/asked',
    'Cards that people showed at your units, with what the other country answered, and cards of yours shown there',
    z.object({ requests: z.array(Asked), shown: z.array(CardRequestView) }),
  ),
  cardShown: read('/api/cards/shown/{requestId}', 'A card of yours, shown in another country', CardRequestView, {
    params: z.object({ requestId: RequestId }),
  }),
}
