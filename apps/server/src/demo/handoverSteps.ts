import { agreementHash, mintId, type AgreedTerms, type DataClass } from '@ariadne/domain'
import type { Person } from './person.ts'

// The steps of a handover as the people on both sides take them, one command each. Used by the demo's first cases, by
// the stories and by the soak.

export type Recipient = { instanceId: string; unitId: string; country: string; kind: string }
export type Role = 'take_lead' | 'provide_service' | 'family_assessment' | 'return_support'

export type Giving = {
  caseId: string
  role: Role
  to: Recipient
  classes: readonly DataClass[]
  language: string
  expiresOn: string
}

const PURPOSES = {
  take_lead: 'take_over_lead',
  provide_service: 'provide_service',
  family_assessment: 'family_assessment',
  return_support: 'return_support',
} as const

export type Agreed = { agreementId: string; hash: string }

/** What goes to whom, for what, until when: said by the person to their case worker, privately. */
export const agree = async (worker: Person, giving: Giving): Promise<Agreed> => {
  const { instanceId, unitId, country } = giving.to
  const terms = {
    agreementId: mintId<string>(Date.parse(worker.now())),
    recipient: { instanceId, unitId, country },
    classes: [...giving.classes],
    purpose: PURPOSES[giving.role],
    expiresOn: giving.expiresOn,
    language: giving.language,
    lawfulBasis: 'public_task',
    transferBasis: 'to_be_confirmed',
  }
  const hash = await agreementHash(terms as unknown as AgreedTerms)
  await worker.act(giving.caseId, 'agreement.given', {
    ...terms,
    interpreter: 'present',
    toldPrivately: true,
    toldMayRefuse: true,
    toldWhatCannotBeRecalled: true,
    hash,
  })
  return { agreementId: terms.agreementId, hash }
}

/** A child's agreement: the guardian authorises, the child assents. */
export const authorise = async (
  guardian: Person,
  caseId: string,
  { agreementId }: Agreed,
  language: string,
): Promise<void> => {
  await guardian.act(caseId, 'agreement.guardian_authorised', { agreementId })
  await guardian.act(caseId, 'agreement.child_assented', { agreementId, explainedIn: language, withoutPressure: true })
}

export type Asked = {
  needs: readonly string[]
  ageBand: string
  sex: string
  languages: readonly string[]
  urgency?: 'urgent' | 'standard'
  fromOn: string
  untilOn: string
}

/** Can you do this at all? Nothing about the person goes with the question. */
export const ask = async (worker: Person, giving: Giving, asked: Asked): Promise<string> => {
  const handoverId = mintId<string>(Date.parse(worker.now()))
  await worker.act(giving.caseId, 'handover.capability_asked', {
    handoverId,
    role: giving.role,
    peer: giving.to.instanceId,
    recipientUnitId: giving.to.unitId,
    recipientCountry: giving.to.country,
    needs: [...asked.needs],
    ageBand: asked.ageBand,
    sex: asked.sex,
    languages: [...asked.languages],
    urgency: asked.urgency ?? 'standard',
    fromOn: asked.fromOn,
    untilOn: asked.untilOn,
  })
  return handoverId
}

export const offer = (
  worker: Person,
  giving: Giving,
  input: {
    handoverId: string
    agreed: Agreed
    needs: readonly string[]
    child: boolean
    riskFlags?: readonly string[]
    respondBy: string
  },
) =>
  worker.act(giving.caseId, 'handover.offered', {
    handoverId: input.handoverId,
    agreementId: input.agreed.agreementId,
    agreementHash: input.agreed.hash,
    recipientKind: giving.to.kind,
    needs: [...input.needs],
    riskFlags: [...(input.riskFlags ?? [])],
    child: input.child,
    respondBy: input.respondBy,
  })

export const accept = (
  receiver: Person,
  caseId: string,
  input: {
    handoverId: string
    placeType: string
    guardianArrangement: string
    from: string
    languages: readonly string[]
  },
) =>
  receiver.act(caseId, 'handover.accepted', {
    handoverId: input.handoverId,
    workerId: receiver.memberId,
    workerName: receiver.name,
    placeType: input.placeType,
    guardianArrangement: input.guardianArrangement,
    from: input.from,
    staffLanguages: [...input.languages],
    conditions: [],
  })

export const confirmWithPerson = (worker: Person, caseId: string, handoverId: string) =>
  worker.act(caseId, 'handover.person_confirmed', { handoverId, toldWhoAndWhere: true, privately: true })

/** The dossier: one sealed text a class, for the receiving unit's eyes. */
export const sendDossier = (
  worker: Person,
  caseId: string,
  input: { handoverId: string; texts: Partial<Record<DataClass, string>>; expiresOn: string },
) =>
  worker.act(
    caseId,
    'handover.dossier_sent',
    {
      handoverId: input.handoverId,
      classes: Object.keys(input.texts),
      expiresOn: input.expiresOn,
      onwardSharing: false,
    },
    input.texts,
  )

/** The case of this handover in the receiving instance, as its reader finds it in the list. */
export const findCaseOf = async (reader: Person, handoverId: string): Promise<string> => {
  let after: string | null = null
  do {
    const page: { entries: { caseId: string }[]; next: string | null } = await reader.get(
      `/api/cases${after === null ? '' : `?after=${encodeURIComponent(after)}`}`,
    )
    for (const { caseId } of page.entries) {
      const { state } = await reader.loadCase(caseId)
      if (state.handovers.some((one) => one.handoverId === handoverId)) return caseId
    }
    after = page.next
  } while (after !== null)
  throw new Error(`${reader.name} sees no case with the handover ${handoverId}.`)
}
