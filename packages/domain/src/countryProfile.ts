import { z } from 'zod'
import {
  Country,
  IdentificationStatus,
  Language,
  LawfulBasis,
  ReflectionEnd,
  TransferBasis,
} from './case/vocabulary.ts'
import { INTERVIEW_LANGUAGES } from './codes/interviewLanguages.ts'
import { UnitKind } from './functions.ts'

/**
 * What one country's profile may say, and how sure each thing is. A profile is content, written as
 * `content/countries/<country>.yaml`; `content/countries/README.md` explains every key in plain words.
 */

/** The id of a message in a catalogue. */
export const MessageId = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*([.-][A-Za-z0-9_]+)+$/)
export type MessageId = z.infer<typeof MessageId>

/** `verified`: read in the source named. `background`: known but not read anywhere. `to_be_confirmed`: left empty. */
export const MARKS = ['verified', 'background', 'to_be_confirmed'] as const
export const Mark = z.enum(MARKS)
export type Mark = z.infer<typeof Mark>

const SourceId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** A value with its mark. An unconfirmed fact has no value, so nothing can be shown by mistake. */
const fact = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('mark', [
    z.strictObject({ mark: z.literal('verified'), value, source: SourceId, note: MessageId.optional() }),
    z.strictObject({
      mark: z.literal('background'),
      value,
      source: z.literal('background'),
      note: MessageId.optional(),
    }),
    z.strictObject({
      mark: z.literal('to_be_confirmed'),
      value: z.null(),
      source: z.null(),
      note: MessageId.optional(),
    }),
  ])

export type Fact<T> =
  | { mark: 'verified'; value: T; source: string; note?: string | undefined }
  | { mark: 'background'; value: T; source: 'background'; note?: string | undefined }
  | { mark: 'to_be_confirmed'; value: null; source: null; note?: string | undefined }

export const AUTHORITY_KINDS = [
  'coordinator_office',
  'nrm_coordination',
  'preliminary_identification',
  'formal_identification',
  'child_protection',
  'guardian',
  'asylum',
  'compensation',
  'rapporteur',
] as const
export const AuthorityKind = z.enum(AUTHORITY_KINDS)
export type AuthorityKind = z.infer<typeof AuthorityKind>

export const Authority = z.strictObject({
  kind: AuthorityKind,
  unitKind: UnitKind.nullable(),
  name: fact(MessageId),
  legalBasis: fact(MessageId),
})
export type Authority = z.infer<typeof Authority>

/** ISO 8601 durations of whole days, weeks, months or years. */
const Period = z.string().regex(/^P\d+[DWMY]$/)

/** When something should be done. These are targets: a country may change them, and no law is claimed for them. */
export const Due = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('at_once') }),
  z.strictObject({ kind: z.literal('same_day') }),
  z.strictObject({ kind: z.literal('each_contact') }),
  z.strictObject({
    kind: z.literal('within'),
    amount: z.int().positive(),
    unit: z.enum(['minutes', 'hours', 'working_days', 'days']),
  }),
  z.strictObject({
    kind: z.literal('after'),
    amounts: z.array(z.int().positive()).min(1),
    unit: z.enum(['days', 'months']),
  }),
])
export type Due = z.infer<typeof Due>

export const TARGETS = [
  'safety_check',
  'alarm_answered',
  'alarm_passed_on',
  'referral_notice',
  'referral_acknowledged_urgent',
  'referral_acknowledged_standard',
  'child_notice',
  'shelter_place',
  'guardian_requested',
  'formal_decision_first_stage',
  'safety_plan_review',
  'handover_acknowledged_urgent',
  'handover_acknowledged_standard',
  'arrival_reported',
  'feedback_after_arrival',
  'post_shelter_contact',
  'override_second_person',
  'override_review',
  'pre_return_assessment_age',
  'directory_entry_confirmed',
] as const
export const TargetId = z.enum(TARGETS)
export type TargetId = z.infer<typeof TargetId>

const Target = z.strictObject({
  id: TargetId,
  due: Due,
  basis: z.literal('target'),
  editable: z.literal(true),
  source: SourceId,
})

export const RETAINED = [
  'screening_draft',
  'screening_sent',
  'referral_not_taken_up',
  'case_closed',
  'dossier_copy_after_handover',
  'disclosure_ledger',
  'access_log',
  'card_code',
] as const
export const NUMBERS = ['emergency', 'trafficking_helpline', 'child_helpline', 'asylum_information'] as const
/** What an official may be bound to pass on, whatever the person wishes: said before the person talks. */
export const REPORT_MATTERS = [
  'danger_to_life',
  'child_at_risk',
  'crime_learned_of',
  'court_order',
  'registration_of_stay',
] as const
const REFLECTION_STARTS = IdentificationStatus.extract(['presumed', 'reasonable_grounds', 'formally_identified'])

const Shape = z.strictObject({
  country: Country,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  confirmation: z.strictObject({
    state: z.enum(['draft', 'confirmed']),
    by: z.literal('national_coordinator'),
    on: z.iso.date().nullable(),
  }),
  sources: z.array(
    z.strictObject({
      id: SourceId,
      title: z.string().min(1),
      publisher: z.string().min(1),
      year: z.int().min(1949).max(2100).nullable(),
      address: z.string().nullable(),
    }),
  ),
  languages: z.strictObject({
    interface: z.array(Language).min(1),
    /** Languages of a talk to offer first: our order on screen, not a fact about the country. */
    talks: z.array(z.enum(Object.keys(INTERVIEW_LANGUAGES) as (keyof typeof INTERVIEW_LANGUAGES)[])).optional(),
    administration: fact(z.array(Language).min(1)),
  }),
  authorities: z.array(Authority),
  procedures: z.strictObject({
    identification: fact(MessageId),
    binding: fact(z.boolean()),
    helpBeforeFormalDecision: fact(z.boolean()),
  }),
  reflectionPeriod: z.strictObject({
    appliesTo: z.literal('adults'),
    startsAt: fact(REFLECTION_STARTS),
    length: fact(Period),
    ends: fact(z.array(ReflectionEnd).min(1)),
    conventionMinimum: fact(Period),
    removalNotCarriedOut: fact(z.boolean()),
  }),
  children: z.strictObject({
    protectiveMeasures: fact(MessageId),
    ageInDoubt: fact(z.literal('treated_as_child')),
    stepsAtFirstContact: fact(z.array(z.string().regex(/^[a-z_]+$/)).min(1)),
  }),
  targets: z.array(Target),
  retention: z.array(z.strictObject({ what: z.enum(RETAINED), period: fact(Period) })),
  numbers: z.array(z.strictObject({ kind: z.enum(NUMBERS), number: fact(z.string().regex(/^\+?[0-9 ]{2,20}$/)) })),
  mustReport: z.array(
    z.strictObject({
      matter: z.enum(REPORT_MATTERS),
      say: MessageId,
      duty: fact(z.boolean()),
      toWhom: fact(AuthorityKind),
    }),
  ),
  lawfulBases: z.array(
    z.strictObject({ code: LawfulBasis, reference: fact(z.string().min(1)), caution: fact(MessageId).optional() }),
  ),
  transferBases: z.array(
    z.strictObject({ code: TransferBasis, reference: fact(z.string().min(1)), caution: fact(MessageId).optional() }),
  ),
})

const namedOnce: readonly [
  path: string,
  named: (profile: z.infer<typeof Shape>) => string[],
  all: readonly string[],
][] = [
  ['authorities', (profile) => profile.authorities.map((each) => each.kind), AUTHORITY_KINDS],
  ['targets', (profile) => profile.targets.map((each) => each.id), TARGETS],
  ['retention', (profile) => profile.retention.map((each) => each.what), RETAINED],
  ['numbers', (profile) => profile.numbers.map((each) => each.kind), NUMBERS],
  ['mustReport', (profile) => profile.mustReport.map((each) => each.matter), REPORT_MATTERS],
]

/** A country's profile: every fact marked and sourced, every kind named exactly once. */
export const CountryProfile = Shape.superRefine((profile, context) => {
  const known = new Set(profile.sources.map((source) => source.id))
  for (const { path, source } of sourcesUsed(profile))
    if (!known.has(source))
      context.addIssue({
        code: 'custom',
        path,
        message: `"${source}" is not among the sources: add it under "sources"`,
      })
  for (const [path, named, all] of namedOnce) {
    const found = named(profile)
    for (const name of all)
      if (found.filter((each) => each === name).length !== 1)
        context.addIssue({ code: 'custom', path: [path], message: `"${name}" must stand here exactly once` })
  }
  if ((profile.confirmation.state === 'confirmed') !== (profile.confirmation.on !== null))
    context.addIssue({
      code: 'custom',
      path: ['confirmation', 'on'],
      message: 'a confirmed profile has a date, a draft has none',
    })
})
export type CountryProfile = z.infer<typeof CountryProfile>

function sourcesUsed(value: unknown, path: (string | number)[] = []): { path: (string | number)[]; source: string }[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => sourcesUsed(each, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inside]) =>
    key === 'source' && typeof inside === 'string'
      ? [{ path: [...path, key], source: inside }]
      : sourcesUsed(inside, [...path, key]),
  )
}

/** What a page may say of a fact: only what was read in a source; all else is "to be confirmed". */
export const readFact = <T>(fact: Fact<T>): { known: true; value: T; source: string } | { known: false } =>
  fact.mark === 'verified' ? { known: true, value: fact.value, source: fact.source } : { known: false }

/** The target for one step. Every profile has every target, so this throws only for a profile that was not parsed. */
export const getTarget = (profile: CountryProfile, id: TargetId): Due => {
  const target = profile.targets.find((each) => each.id === id)
  if (!target)
    throw new Error(`The profile of ${profile.country} has no target "${id}": parse it with CountryProfile first.`)
  return target.due
}
