import * as steps from '../../apps/server/src/demo/handoverSteps.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { openAdultCase } from './cases.ts'
import type { Region } from './region.ts'

export const AL_CHILD = { instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL', kind: 'child_protection' }
export const MK_NRM = { instanceId: 'ins_mk', unitId: 'unt_mk_nrm_skopje', country: 'MK', kind: 'nrm_office' }

/** A handover of an adult, taken as far as a test needs it. Both sides act through their own instance. */
export type Handover = {
  region: Region
  sender: Person
  receiver: Person
  giving: steps.Giving
  caseId: string
  handoverId: string
  agreed: steps.Agreed
  /** The case at the receiver, once the question has arrived. */
  there: string
  senderAct: (kind: string, body?: Record<string, unknown>, texts?: Parameters<Person['act']>[3]) => Promise<unknown>
  receiverAct: (kind: string, body?: Record<string, unknown>, texts?: Parameters<Person['act']>[3]) => Promise<unknown>
  stages: () => Promise<[string | undefined, string | undefined]>
  leads: () => Promise<[string | undefined, string | undefined]>
  offer: () => Promise<unknown>
  accept: () => Promise<unknown>
}

/** Everything that has to be true of an adult before their case may move to another country. */
export const readyToMove = async (worker: Person, region: Region, caseId: string, country: string): Promise<void> => {
  await worker.act(caseId, 'nationality.recorded', { country, basis: 'document_seen' })
  await worker.act(caseId, 'risk.assessed', {
    type: 'pre_return',
    level: 'low',
    validUntil: region.day(25),
    tookPart: ['person', 'social_worker'],
  })
}

/** Opens a case and asks the other side whether it could; the question has arrived when this returns. */
export const beginHandover = async (
  region: Region,
  sender: Person,
  receiver: Person,
  plan: {
    role?: steps.Role
    to?: steps.Recipient
    classes?: steps.Giving['classes']
    caseId?: string
    settle?: boolean
  } = {},
): Promise<Handover> => {
  const { role = 'take_lead', to = AL_CHILD, classes = ['identity', 'contact'], settle = true } = plan
  const caseId = plan.caseId ?? (await openAdultCase(sender))
  if (role === 'take_lead') await readyToMove(sender, region, caseId, to.country)
  const giving: steps.Giving = { caseId, role, to, classes, language: 'sq', expiresOn: region.day(300) }
  const agreed = await steps.agree(sender, giving)
  const handoverId = await steps.ask(sender, giving, {
    needs: ['safe_accommodation'],
    ageBand: '25_39',
    sex: 'Feminine',
    languages: ['sq'],
    fromOn: region.day(1),
    untilOn: region.day(30),
  })
  if (settle) await region.settle()
  const handover: Handover = {
    region,
    sender,
    receiver,
    giving,
    caseId,
    handoverId,
    agreed,
    there: settle ? await steps.findCaseOf(receiver, handoverId) : '',
    senderAct: (kind, body = {}, texts = {}) => sender.act(caseId, kind, { handoverId, ...body }, texts),
    receiverAct: (kind, body = {}, texts = {}) => receiver.act(handover.there, kind, { handoverId, ...body }, texts),
    stages: async () => [
      await stageOf(sender, caseId, handoverId),
      await stageOf(receiver, handover.there, handoverId),
    ],
    leads: async () => [
      (await sender.loadCase(caseId)).state.lead?.instanceId,
      (await receiver.loadCase(handover.there)).state.lead?.instanceId,
    ],
    offer: () =>
      steps.offer(sender, giving, {
        handoverId,
        agreed,
        needs: ['safe_accommodation'],
        child: false,
        respondBy: region.at(2),
      }),
    accept: () =>
      steps.accept(receiver, handover.there, {
        handoverId,
        placeType: 'shelter',
        guardianArrangement: 'not_needed',
        from: region.day(1),
        languages: ['sq'],
      }),
  }
  return handover
}

const stageOf = async (who: Person, caseId: string, handoverId: string): Promise<string | undefined> =>
  (await who.loadCase(caseId)).state.handovers.find((one) => one.handoverId === handoverId)?.stage

const WAY = ['answered', 'offered', 'acknowledged', 'accepted', 'dossier', 'logistics', 'arrived'] as const
export type Milestone = (typeof WAY)[number]

/** Goes on, step by step and settling in between, until `milestone`. */
export const proceedTo = async (handover: Handover, milestone: Milestone, from?: Milestone): Promise<void> => {
  const { region, sender, receiver, caseId, handoverId } = handover
  const start = from === undefined ? 0 : WAY.indexOf(from) + 1
  const go: Record<Milestone, () => Promise<unknown>> = {
    answered: () => handover.receiverAct('handover.capability_answered', { answer: 'possible' }),
    offered: () => handover.offer(),
    acknowledged: () => handover.receiverAct('handover.acknowledged'),
    accepted: () => handover.accept(),
    dossier: async () => {
      await steps.confirmWithPerson(sender, caseId, handoverId)
      await steps.sendDossier(sender, caseId, {
        handoverId,
        texts: { identity: 'Fictional Adult' },
        expiresOn: region.day(200),
      })
    },
    logistics: async () => {
      await handover.senderAct(
        'handover.logistics_sent',
        { meetOn: region.day(1), mode: 'escorted_land' },
        { logistics: 'At the bridge, 10:00; "larch"' },
      )
      await region.settle()
      await handover.receiverAct('handover.logistics_confirmed')
    },
    arrived: () =>
      handover.receiverAct('handover.arrival_confirmed', { metBy: receiver.memberId, codeWordGiven: true }),
  }
  for (const step of WAY.slice(start, WAY.indexOf(milestone) + 1)) {
    await go[step]()
    await region.settle()
  }
}
