import { cardRoutes } from '@ariadne/contract'
import { CARD_ANSWERED, CARD_SHOWN } from '@ariadne/domain'
import type { InstanceId } from '@ariadne/domain'
import { caseworkOf, targetsFor } from '../casework/index.ts'
import { handoverOf } from '../handover/index.ts'
import { networkOf } from '../network/index.ts'
import { stamp } from '../platform/clock.ts'
import { withActor } from '../platform/database/index.ts'
import { notFound } from '../platform/problem.ts'
import type { Stage } from '../platform/stage.ts'
import { noteSeen, showCard, takeAnswer } from './ask.ts'
import { decideCard, meetCard } from './decide.ts'
import type { CardDeps } from './deps.ts'
import { cards } from './migrations/0756-cards.ts'
import { cardSeats } from './migrations/0790-card-seats.ts'
import { cardPlaces } from './migrations/0860-card-places.ts'
import { addPlace, confirmPlace, listPlaces, mayKeepPlaces, removePlace } from './places.ts'
import { cardQueues } from './queues.ts'
import { forgetCase } from './store.ts'
import { listAsked, listShown, viewShown } from './view.ts'

/** The person's card, taken up in another country: asked for there, decided about by the people who gave it. */
export const cardStage: Stage = {
  name: 'card',
  migrations: [cards, cardSeats, cardPlaces],
  start: (platform, register) => {
    const { trust, messages } = networkOf(platform)
    const { clock, db, log, config } = platform
    const deps: CardDeps = {
      me: config.instance.id as InstanceId,
      log,
      now: () => stamp(clock),
      targets: () => targetsFor(platform),
      trust,
      send: (tx, message) => {
        const handover = handoverOf(platform)
        if (handover === undefined) throw new Error('This instance has no keys to speak with to other instances.')
        return handover.send(tx, message)
      },
    }
    caseworkOf(platform).onErased(forgetCase)
    messages.on(CARD_SHOWN, meetCard(deps))
    messages.on(CARD_ANSWERED, takeAnswer(deps))
    register.command('card.show', (context) => showCard(deps, context))
    register.command('card.decide', (context) => decideCard(deps, context))
    register.command('card.seen', noteSeen)
    register.command('card.place_add', addPlace)
    register.command('card.place_confirm', confirmPlace)
    register.command('card.place_remove', removePlace)
    register.queues(cardQueues)
    register.signedIn(cardRoutes.cardPlaces, async (c, who) => {
      const places = await withActor(db, who.actor, (tx) => listPlaces(tx, deps.now()))
      return c.json({ places, mayKeep: mayKeepPlaces(who) }, 200)
    })
    register.signedIn(cardRoutes.cardsAsked, async (c, who) => {
      const found = await withActor(db, who.actor, async (tx) => ({
        requests: await listAsked(tx, deps.now()),
        shown: await listShown(tx, deps.now()),
      }))
      return c.json(found as never, 200)
    })
    register.signedIn(cardRoutes.cardShown, async (c, who) => {
      const { requestId } = c.req.valid('param')
      const view = await withActor(db, who.actor, (tx) => viewShown(tx, requestId, deps.now()))
      if (view === undefined) throw notFound('card request')
      return c.json(view, 200)
    })
  },
}
