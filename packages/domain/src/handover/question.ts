import { z } from 'zod'
import { transition } from '../case/define.ts'
import { referenceOf } from '../case/reference.ts'
import { InstanceId, UnitId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { Day } from '../time.ts'
import { HandoverRole, isEnded } from './state.ts'
import * as v from '../case/vocabulary.ts'
import { handoverId, getHandover, move, step, SENDER, RECEIVER, needs } from './steps.ts'

export const capabilityAsked = transition('handover.capability_asked', 'handover', {
  who: SENDER,
  body: z.strictObject({
    handoverId,
    role: HandoverRole,
    peer: InstanceId,
    recipientUnitId: UnitId,
    recipientCountry: v.Country,
    needs,
    ageBand: v.AgeBand,
    sex: v.Sex,
    languages: z.array(v.Language).min(1).max(5),
    urgency: z.enum(['urgent', 'standard']),
    fromOn: Day,
    untilOn: Day,
  }),
  guard: (state, body, context) => {
    const ours = context.act.by.instanceId === state.instanceId
    if (ours && !['open', 'monitoring'].includes(state.status)) return refuse('case_not_open')
    if (ours && state.lead?.instanceId !== state.instanceId) return refuse('not_the_lead')
    if (body && state.handovers.some((handover) => handover.handoverId === body.handoverId))
      return refuse('handover_exists', { field: 'handoverId' })
    if (body && body.untilOn < body.fromOn) return refuse('date_before_start', { field: 'untilOn' })
    if (
      body?.role === 'take_lead' &&
      state.handovers.some(
        (handover) => handover.role === 'take_lead' && handover.direction === 'outgoing' && !isEnded(handover),
      )
    )
      return refuse('lead_already_offered', { field: 'role' })
    return null
  },
  apply: (state, body, context) => {
    const incoming = context.act.by.instanceId !== state.instanceId
    state.handovers.push({
      handoverId: body.handoverId,
      direction: incoming ? 'incoming' : 'outgoing',
      peer: incoming ? context.act.by.instanceId : body.peer,
      role: body.role,
      stage: 'capability_asked',
      stageSince: context.act.occurredAt,
      recipientUnitId: body.recipientUnitId,
      recipientCountry: body.recipientCountry,
      senderUnitId: context.act.by.unitId,
      query: {
        needs: body.needs,
        ageBand: body.ageBand,
        sex: body.sex,
        languages: body.languages,
        urgency: body.urgency,
        fromOn: body.fromOn,
        untilOn: body.untilOn,
      },
      capability: null,
      agreementId: null,
      agreementHash: null,
      offer: null,
      acknowledgedAt: null,
      acceptance: null,
      declined: null,
      personConfirmedAt: null,
      dossier: null,
      logistics: null,
      arrival: null,
      notArrivedAt: null,
      feedback: [],
      result: null,
      withdrawal: null,
      closedAt: null,
    })
    if (incoming && state.lead === null)
      state.lead = { instanceId: context.act.by.instanceId, unitId: context.act.by.unitId }
    if (incoming) {
      if (state.reference === '') state.reference = referenceOf(body.recipientCountry, state.caseId)
      state.person.ageBand = body.ageBand
      state.person.sex = body.sex
      state.person.languages = body.languages
    }
  },
})

export const capabilityAnswered = transition('handover.capability_answered', 'handover', {
  who: RECEIVER,
  body: z.strictObject({ handoverId, answer: z.enum(['possible', 'not_possible', 'ask']) }),
  guard: step('receiver', ['capability_asked']),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.capability = { answer: body.answer, at: context.act.occurredAt }
    move(handover, 'capability_answered', context)
  },
})
