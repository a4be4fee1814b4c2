import type { DataClass, DossierClass } from '../dataClasses.ts'
import type { FunctionName } from '../functions.ts'
import type {
  ActionId,
  AgreementId,
  CaseId,
  HandoverId,
  InstanceId,
  MemberId,
  PartId,
  ScreeningId,
  UnitId,
} from '../ids.ts'
import type { HandoverState } from '../handover/state.ts'
import type { Day, Instant } from '../time.ts'
import { REGIONS, type Region } from './action.ts'
import type * as v from './vocabulary.ts'

/** A unit (or one member of it) that works on the case, and the classes of sealed information it may open. */
export interface Assignment {
  unitId: UnitId
  memberId: MemberId | null
  function: FunctionName
  classes: DataClass[]
  since: Instant
}

export interface Agreement {
  agreementId: AgreementId
  recipient: { instanceId: InstanceId; unitId: UnitId; country: string }
  classes: DossierClass[]
  purpose: v.AgreementPurpose
  expiresOn: Day
  language: string
  interpreter: 'none_needed' | 'present' | 'remote'
  lawfulBasis: v.LawfulBasis
  transferBasis: v.TransferBasis
  givenAt: Instant
  refused: boolean
  guardianAuthorisedAt: Instant | null
  childAssentedAt: Instant | null
  withdrawnAt: Instant | null
  hash: string
}

export interface Override {
  overrideId: ActionId
  ground: v.OverrideGround
  classes: DossierClass[]
  recipient: { instanceId: InstanceId; unitId: UnitId }
  invokedBy: MemberId
  invokedAt: Instant
  confirmedBy: MemberId | null
  confirmBy: Instant
  personInformedAt: Instant | null
}

/** One case, as the fold of its actions leaves it. Coded facts only; what identifies a person is in sealed parts. */
export interface CaseState {
  caseId: CaseId
  instanceId: InstanceId
  reference: string
  sequence: number
  revisions: Record<Region, number>
  /** Kinds of action this version of the software does not know. While there are any, the case can be read but not changed. */
  unknownKinds: string[]
  status: v.CaseStatus
  statusSince: Instant | null
  lead: { instanceId: InstanceId; unitId: UnitId } | null
  openedAt: Instant | null
  lastActivityAt: Instant
  closureReason: string | null
  historic: { source: string; year: number; exploitation: string[]; countryOfExploitation: string | null } | null
  person: {
    ageBand: v.AgeBand
    sex: v.Sex
    languages: string[]
    asylum: v.AsylumStatus
    nationalityClaimed: string | null
    nationalityVerified: { country: string; at: Instant } | null
  }
  confidentialityExplainedAt: Instant | null
  fileBasis: 'person_agreed' | 'anonymous' | 'child_protection' | null
  referralId: string | null
  screenings: { screeningId: ScreeningId; setId: string; setVersion: string; outcome: string; at: Instant }[]
  identification: {
    status: v.IdentificationStatus
    since: Instant | null
    firstReviewer: MemberId | null
    appealUntil: Day | null
  }
  assistance: { status: v.AssistanceStatus; since: Instant | null }
  reflection: {
    status: v.ReflectionStatus
    startedAt: Instant | null
    endsOn: Day | null
    lengthBasis: string | null
    endReason: string | null
  }
  guardianship: {
    status: v.GuardianshipStatus
    unitId: UnitId | null
    memberId: MemberId | null
    requestedAt: Instant | null
    since: Instant | null
  }
  investigation: v.InvestigationStatus
  assignments: Assignment[]
  risks: { id: ActionId; type: v.RiskType; level: v.RiskLevel; at: Instant; validUntil: Day }[]
  safetyPlan: { at: Instant; reviewOn: Day } | null
  supportPlan: { at: Instant; reviewOn: Day; needs: string[] } | null
  services: {
    id: ActionId
    type: v.ServiceType
    status: 'requested' | 'started' | 'ended' | 'refused'
    unitId: UnitId | null
    at: Instant
  }[]
  unmetNeeds: { type: v.ServiceType; at: Instant }[]
  compensation: { status: string; at: Instant } | null
  bestInterests: { id: ActionId; outcome: string; country: string; at: Instant; byUnitId: UnitId }[]
  agreements: Agreement[]
  overrides: Override[]
  handovers: HandoverState[]
  followUps: { dueOn: Day; doneAt: Instant | null; reached: string | null }[]
  parts: {
    partId: PartId
    class: DataClass
    actionId: ActionId
    at: Instant
    byUnitId: UnitId
    handoverId: HandoverId | null
  }[]
}

export const emptyCase = (caseId: CaseId, instanceId: InstanceId): CaseState => ({
  caseId,
  instanceId,
  reference: '',
  sequence: 0,
  revisions: Object.fromEntries(REGIONS.map((region) => [region, 0])) as Record<Region, number>,
  unknownKinds: [],
  status: 'draft',
  statusSince: null,
  lead: null,
  openedAt: null,
  lastActivityAt: '1970-01-01T00:00:00.000Z',
  closureReason: null,
  historic: null,
  person: {
    ageBand: 'unknown_adult',
    sex: 'NonSpecifiedUnknown',
    languages: [],
    asylum: 'not_explained',
    nationalityClaimed: null,
    nationalityVerified: null,
  },
  confidentialityExplainedAt: null,
  fileBasis: null,
  referralId: null,
  screenings: [],
  identification: { status: 'unassessed', since: null, firstReviewer: null, appealUntil: null },
  assistance: { status: 'none', since: null },
  reflection: { status: 'not_due', startedAt: null, endsOn: null, lengthBasis: null, endReason: null },
  guardianship: { status: 'not_needed', unitId: null, memberId: null, requestedAt: null, since: null },
  investigation: 'none',
  assignments: [],
  risks: [],
  safetyPlan: null,
  supportPlan: null,
  services: [],
  unmetNeeds: [],
  compensation: null,
  bestInterests: [],
  agreements: [],
  overrides: [],
  handovers: [],
  followUps: [],
  parts: [],
})
