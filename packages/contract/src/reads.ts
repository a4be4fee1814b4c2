import {
  Actor,
  DataClass,
  FunctionName,
  InstanceId,
  Instant,
  MemberId,
  Membership,
  OrganisationId,
  REFERRAL_MOVES,
  ReferralId,
  ReferralSent,
  ReferralStatus,
  UnitId,
  UnitKind,
  CaseId,
  PartId,
  PartRef,
} from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { SealedPart, Wrap } from './commands.ts'
import { read } from './route.ts'

const cursor = z.string().max(200).optional()
const page = <S extends z.ZodType>(entry: S) => z.object({ entries: z.array(entry), next: z.string().nullable() })

export const KdfParams = z.object({
  /** As packages/vault names its parameter sets; `demo` is refused by browsers outside demo mode. */
  v: z.literal(1).or(z.literal('demo')),
  alg: z.literal('argon2id'),
  memoryKiB: z.int(),
  iterations: z.int(),
  parallelism: z.int(),
})
export type KdfParams = z.infer<typeof KdfParams>

/** Whoever is signed in, their units, and the sealed keys only their passphrase opens. */
export const Me = z
  .object({
    member: z.object({
      memberId: MemberId,
      name: z.string(),
      email: z.string(),
      memberships: z.array(Membership.extend({ unitName: z.string(), unitKind: UnitKind })),
    }),
    instance: z.object({
      instanceId: InstanceId,
      name: z.string(),
      country: z.string(),
      mode: z.enum(['demo', 'training', 'live']),
      kind: z.enum(['country', 'secretariat']),
    }),
    now: Instant,
    keys: z.object({
      publicKey: z.string(),
      keyId: z.string(),
      wrappedSeed: z.string(),
      kdf: KdfParams,
      salt: z.string(),
      /** Bridges to the passphrases before this one, newest first (packages/vault, `PassphraseBridge`). */
      bridges: z.array(z.record(z.string(), z.unknown())),
      units: z.array(
        z.object({
          unitId: UnitId,
          keyId: z.string(),
          publicKey: z.string(),
          sealedSeed: z.string().nullable(),
          holders: z.int(),
          recoveryConfirmed: z.int(),
          ready: z.boolean(),
          /** Keys before this one, the latest first, each sealed to the key after it. */
          earlier: z.array(z.object({ keyId: z.string(), sealedSeed: z.string() })),
        }),
      ),
    }),
    twoFactor: z.boolean(),
    sessionEndsAt: Instant,
  })
  .openapi('Me')
export type Me = z.infer<typeof Me>

/** One line of work. `label` parts are codes; nothing in it names a person. */
export const QueueLine = z
  .object({
    queue: z.string(),
    unitId: UnitId,
    act: z.string(),
    subject: z.discriminatedUnion('type', [
      z.object({ type: z.literal('case'), caseId: CaseId, reference: z.string(), subjectId: z.string().nullable() }),
      z.object({ type: z.literal('referral'), referralId: z.string() }),
      z.object({ type: z.literal('unit_key'), unitId: UnitId, memberId: MemberId.nullable() }),
      z.object({ type: z.literal('message'), messageId: z.string() }),
      z.object({ type: z.literal('alarm'), alarmId: z.string() }),
      z.object({ type: z.literal('contact'), contactId: z.string() }),
      z.object({ type: z.literal('screening'), screeningId: z.string() }),
      z.object({ type: z.literal('course'), courseId: z.string() }),
      /** What is written in a language and waits to be confirmed. */
      z.object({ type: z.literal('texts'), language: z.string() }),
      z.object({ type: z.literal('card'), requestId: z.string(), side: z.enum(['asked', 'shown']) }),
    ]),
    /** Coded hints for the line: age band, sex, urgency, language, the country asked or the unit that asks. */
    hints: z.record(z.string(), z.string()),
    since: Instant,
    dueAt: Instant.nullable(),
    overdue: z.boolean(),
  })
  .openapi('QueueLine')
export type QueueLine = z.infer<typeof QueueLine>

export const Home = z
  .object({
    now: Instant,
    queues: z.array(z.object({ queue: z.string(), count: z.int(), overdue: z.int(), first: z.array(QueueLine) })),
  })
  .openapi('Home')
export type Home = z.infer<typeof Home>

export const CaseLine = z
  .object({
    caseId: CaseId,
    reference: z.string(),
    status: z.string(),
    ageBand: z.string(),
    sex: z.string(),
    identification: z.string(),
    leadHere: z.boolean(),
    historic: z.boolean(),
    lastActivityAt: Instant,
    nextDueAt: Instant.nullable(),
  })
  .openapi('CaseLine')
export type CaseLine = z.infer<typeof CaseLine>

/** An action of the list as a reader gets it: coded body (null when erased), sealed parts by reference. */
export const ActionView = z
  .object({
    id: z.uuidv7(),
    caseId: CaseId,
    kind: z.string(),
    version: z.int(),
    by: Actor,
    byName: z.string().nullable(),
    unitName: z.string().nullable(),
    occurredAt: Instant,
    receivedAt: Instant,
    sequence: z.int(),
    reliesOn: z.record(z.string(), z.int()),
    body: z.record(z.string(), z.unknown()).nullable(),
    parts: z.array(PartRef),
    salt: z.string().nullable(),
    digest: z.string(),
    hash: z.string(),
  })
  .openapi('ActionView')
export type ActionView = z.infer<typeof ActionView>

/** The whole list. The browser folds it with the same code as the server; `stateHash` lets it check that they agree. */
export const CaseView = z
  .object({
    caseId: CaseId,
    instanceId: InstanceId,
    actions: z.array(ActionView),
    readers: z.array(
      z.object({
        unitId: UnitId,
        unitName: z.string(),
        memberId: MemberId.nullable(),
        function: FunctionName,
        classes: z.array(DataClass).or(z.literal('all')),
      }),
    ),
    /** Which unit keys each sealed part is wrapped for, so that the browser can add readers who are missing. */
    wraps: z.array(z.object({ partId: z.string(), readers: z.array(UnitId) })),
    /** Messages about this case still on their way, and those that failed. */
    messages: z.array(
      z.object({
        actionId: z.string(),
        state: z.enum(['waiting', 'sent', 'delivered', 'processed', 'refused', 'expired']),
        at: Instant,
        code: z.string().nullable(),
      }),
    ),
    /** SHA-256 in hex over the server's state in canonical JSON. */
    stateHash: z.string(),
  })
  .openapi('CaseView')
export type CaseView = z.infer<typeof CaseView>

export const ReferralView = z
  .object({
    referral: ReferralSent,
    status: ReferralStatus,
    moves: z.array(z.enum(['acknowledge', 'open', 'decline', 'redirect'])),
    receivedAt: Instant,
    acknowledgedAt: Instant.nullable(),
    dueAt: Instant,
    caseId: CaseId.nullable(),
    redirectedTo: UnitId.nullable(),
    declinedBecause: z.string().nullable(),
    fromUnitName: z.string(),
    toUnitName: z.string(),
    /** Coded screening result for the receiver: outcome, set, version and signs. Null when there was none or it is not yours to see. */
    screening: z
      .object({
        setId: z.string(),
        setVersion: z.string(),
        outcome: z.string(),
        present: z.array(z.string()),
        ruleId: z.string(),
        /** Earlier talks that this one goes on from. */
        earlier: z.array(z.object({ finishedAt: Instant, outcome: z.string() })),
        /** Who the person was met with: what was said of it, or what somebody has checked. */
        companions: z.array(
          z.object({
            relation: z.string(),
            standing: z.enum(['claimed', 'verified']),
            ageBand: z.string().nullable(),
            referralId: z.string().nullable(),
          }),
        ),
      })
      .nullable(),
  })
  .openapi('ReferralView')
export type ReferralView = z.infer<typeof ReferralView>

/** A unit as the directory shows it: institutional, never a private person. */
export const DirectoryUnit = z
  .object({
    unitId: UnitId,
    instanceId: InstanceId,
    organisationId: OrganisationId,
    organisationName: z.string(),
    name: z.string(),
    country: z.string(),
    kind: UnitKind,
    languages: z.array(z.string()),
    /** On-duty contact. Null until a coordinator has confirmed and test-called it. */
    onDuty: z.object({ phone: z.string().nullable(), note: z.string(), confirmedAt: Instant.nullable() }).nullable(),
    publicKey: z.string().nullable(),
    keyId: z.string().nullable(),
    ready: z.boolean(),
    /** Members a case can be assigned to or who can be appointed guardian; own instance only, empty for others. */
    members: z.array(
      z.object({
        memberId: MemberId,
        name: z.string(),
        functions: z.array(FunctionName),
        keyId: z.string().nullable(),
        publicKey: z.string().nullable(),
        holdsUnitKey: z.boolean(),
      }),
    ),
  })
  .openapi('DirectoryUnit')
export type DirectoryUnit = z.infer<typeof DirectoryUnit>

export const ExchangeOverview = z
  .object({
    peers: z.array(
      z.object({
        instanceId: InstanceId,
        name: z.string(),
        country: z.string(),
        waiting: z.int(),
        lastReceivedAt: Instant.nullable(),
        lastDeliveredAt: Instant.nullable(),
      }),
    ),
    messages: z.array(
      z.object({
        messageId: z.string(),
        direction: z.enum(['in', 'out']),
        peer: InstanceId,
        kind: z.string(),
        state: z.string(),
        code: z.string().nullable(),
        at: Instant,
        expiresAt: Instant.nullable(),
        attempts: z.int(),
      }),
    ),
    trustList: z.object({ version: z.int(), issuedAt: Instant, expiresAt: Instant, stale: z.boolean() }).nullable(),
    restored: z.boolean(),
  })
  .openapi('ExchangeOverview')
export type ExchangeOverview = z.infer<typeof ExchangeOverview>

export const OwnScreening = z.object({
  screeningId: z.string(),
  finishedAt: Instant,
  outcome: z.string(),
  setId: z.string(),
  received: z.boolean(),
  way: z.string().nullable(),
  lookAgainAt: Instant.nullable(),
  /** Coded facts to tell one's latest talks apart by; null once a talk is older than a fortnight. */
  met: z.object({ ageBand: z.string(), sex: z.string(), placeType: z.string() }).nullable(),
  referral: z.object({ referralId: z.string(), status: ReferralStatus, toUnitName: z.string() }).nullable(),
})
export type OwnScreening = z.infer<typeof OwnScreening>

/** Reads. All keyset-paged: `after` is what the last page's `next` said. */
export const reads = {
  me: read('/api/me', 'Who is signed in', Me),
  home: read('/api/home', 'What needs you today', Home),
  queue: read('/api/queues/{queue}', 'One queue, the most urgent first', page(QueueLine), {
    params: z.object({ queue: z.string() }),
    query: z.object({ after: cursor }),
  }),
  cases: read('/api/cases', 'Cases of your units, the latest activity first', page(CaseLine), {
    query: z.object({
      after: cursor,
      status: z.string().optional(),
      historic: z.enum(['yes', 'no']).optional(),
      reference: z.string().max(40).optional(),
    }),
  }),
  case: read('/api/cases/{caseId}', 'One case: its list of actions', CaseView, {
    params: z.object({ caseId: CaseId }),
  }),
  referral: read('/api/referrals/{referralId}', 'One referral', ReferralView, {
    params: z.object({ referralId: ReferralId }),
  }),
  screenings: read('/api/screenings/mine', 'Your own screenings and whether they were received', page(OwnScreening), {
    query: z.object({ after: cursor }),
  }),
  directory: read(
    '/api/directory',
    'Units of this instance and of its peers in the trust list',
    z.object({
      units: z.array(DirectoryUnit),
      trustList: z.object({ version: z.int(), expiresAt: Instant, stale: z.boolean() }).nullable(),
    }),
  ),
  trustList: read(
    '/api/trust-list',
    'The signed trust list and the root keys this instance relies on',
    z.object({
      signed: z.record(z.string(), z.unknown()).nullable(),
      root: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  oldWraps: read(
    '/api/units/{unitId}/old-wraps',
    'Parts whose data key hangs on an earlier key of the unit: wraps only, no ciphertext. For members who hold the key',
    z.object({
      keyId: z.string(),
      parts: z.array(
        z.object({
          partId: PartId,
          class: z.string(),
          subject: z.uuid(),
          mintedBy: z.string(),
          old: Wrap,
          /** Wrapped for the current key by somebody else: to be compared. Null: to be wrapped. */
          next: Wrap.nullable(),
        }),
      ),
      /** All that still hang on an earlier key, those included that wait for a colleague. */
      left: z.int(),
      /** Parts of the unit altogether. */
      all: z.int(),
    }),
    { params: z.object({ unitId: UnitId }) },
  ),
  exchange: read('/api/exchange', 'Messages to and from other instances, without content', ExchangeOverview),
}
export const SealedParts = z.object({ parts: z.array(SealedPart) })
export const referralMoves = REFERRAL_MOVES
