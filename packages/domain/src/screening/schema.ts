import { z } from 'zod'
import { OUTCOMES } from './outcomes.ts'
import { DESTINATIONS, LOWERING_REASONS, NEXT_STEPS } from './vocabulary.ts'
import { SET_VERSION } from './version.ts'

/** The evaluator never loads this file: it imports only the types, so that a phone need not carry zod to screen. */

export const SignId = z.string().regex(/^[a-z][a-z0-9_]*$/, 'write it in small letters, digits and _, a letter first')
export type SignId = z.infer<typeof SignId>
const RuleId = SignId
const Version = z.string().regex(/^\d+\.\d+\.\d+$/, 'write it as three numbers, like 1.0.0')
/** A regional version, or one with a country's overlay: `1.0.0+mk.2` is the second overlay of MK over 1.0.0. */
export const SetVersion = z.string().regex(SET_VERSION, 'write it as three numbers, like 1.0.0')

/** Elements of the Palermo Protocol's definition (act, means, purpose), and what makes a person easier to exploit. */
export const Dimension = z.enum(['act', 'means', 'purpose', 'vulnerability', 'child'])
export type Dimension = z.infer<typeof Dimension>

/** `contextual`: common for reasons of culture or flight; counts only beside another sign. */
export const Strength = z.enum(['strong', 'medium', 'weak', 'contextual'])
export type Strength = z.infer<typeof Strength>

/** `said`: by the person, unprompted. `learned`: from papers or from others. `asked_privately`: never of a child. */
export const HowKnown = z.enum(['observed', 'said', 'learned', 'asked_privately'])
export type HowKnown = z.infer<typeof HowKnown>

export const NextStep = z.enum(NEXT_STEPS)
export type NextStep = z.infer<typeof NextStep>

/** Where a sign's idea was published. The wording is always our own. */
export const Source = z.strictObject({
  title: z.string().min(1),
  organisation: z.string().min(1),
  year: z.int().nullable(),
  url: z.url().optional(),
  note: z.string().optional(),
})
export type Source = z.infer<typeof Source>

export const Sign = z.strictObject({
  id: SignId,
  dimension: Dimension,
  strength: Strength,
  status: z.enum(['active', 'retired']),
  howKnown: HowKnown,
  source: z.array(z.string()),
  askOrDoNext: NextStep,
  firstView: z.boolean().optional(),
  /** Of a sign that a country added: the regional sign it is a kind of, or null when there is none. */
  mapsTo: SignId.nullable().optional(),
  /** A country muted it: it can be seen and told, but no rule of the set counts it. The reason is `sign.<id>.muted`. */
  muted: z.literal(true).optional(),
})
export type Sign = z.infer<typeof Sign>

/** Which signs a count looks at: those that fit every line given. */
export const Selector = z.strictObject({
  signs: z.array(SignId).optional(),
  strength: z.array(Strength).optional(),
  dimension: z.array(Dimension).optional(),
  howKnown: z.array(HowKnown).optional(),
})
export type Selector = z.infer<typeof Selector>

/** Only presence can be tested, there is no "not": that is what makes every rule monotone. */
export type Condition =
  | { sign: SignId }
  | { rule: string }
  | { anyOf: Condition[] }
  | { allOf: Condition[] }
  | { atLeast: number; of: Selector }
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ sign: SignId }),
      z.strictObject({ rule: RuleId }),
      z.strictObject({ anyOf: z.array(Condition).min(1) }),
      z.strictObject({ allOf: z.array(Condition).min(1) }),
      z.strictObject({ atLeast: z.int().min(1), of: Selector }),
    ],
    {
      error:
        'write one of: sign: ID; rule: ID; anyOf: [...]; allOf: [...]; atLeast: N with of: {signs, strength, dimension, howKnown}',
    },
  ),
)

/** Where an adult's concern is taken to; a child's always goes to child protection. */
export const Destination = z.enum(DESTINATIONS)
export type Destination = z.infer<typeof Destination>

export const Rule = z.strictObject({
  id: RuleId,
  outcome: z.enum(OUTCOMES).exclude(['no_concern_recorded']),
  /** Where it leads when that is elsewhere than the rest of the set. */
  route: Destination.optional(),
  when: Condition,
})
export type Rule = z.infer<typeof Rule>

/**
 * How a sign of the version before reads in this one. `same` names one sign, `split` two or more, `merged` the one that it
 * went into together with others, `gone` none. A sign that keeps its id is the same sign and needs no line.
 */
export const SignMapping = z.discriminatedUnion('how', [
  z.strictObject({ from: SignId, how: z.literal('same'), to: SignId }),
  z.strictObject({ from: SignId, how: z.literal('split'), to: z.array(SignId).min(2) }),
  z.strictObject({ from: SignId, how: z.literal('merged'), to: SignId }),
  z.strictObject({ from: SignId, how: z.literal('gone') }),
])
export type SignMapping = z.infer<typeof SignMapping>

/** Where a set stands in its life; a published version (approved or retired) never changes again. */
export const Lifecycle = z.strictObject({
  state: z.enum(['proposed', 'in_review', 'approved', 'retired']),
  /** From this day on an approved version is in effect. */
  effectiveFrom: z.iso.date().nullable(),
  /** From this day on it is offered to nobody; what was screened with it keeps it. */
  retiredFrom: z.iso.date().nullable().optional(),
  replaces: Version.nullable(),
})
export type Lifecycle = z.infer<typeof Lifecycle>

export const IndicatorSet = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'write it in small letters, digits and -'),
  version: SetVersion,
  /** `anyone`: adults and children alike, so that nothing in it is asked of the person. */
  subject: z.enum(['adult', 'child', 'anyone']),
  lifecycle: Lifecycle,
  /** Where its concerns about adults are taken; the national referral mechanism when nothing is said. */
  route: Destination.optional(),
  /** How answers to the version it replaces are read; without it they are not. */
  mapping: z.array(SignMapping).optional(),
  sources: z.record(z.string(), Source),
  signs: z.array(Sign).min(1),
  rules: z.array(Rule).min(1),
})
export type IndicatorSet = z.infer<typeof IndicatorSet>

export const Answers = z.strictObject({
  present: z.array(SignId),
  /** Looked for and could not tell. A sign nobody looked for is in neither list. */
  notKnown: z.array(SignId).optional(),
  circumstances: z.strictObject({
    childOrDoubt: z.enum(['yes', 'no', 'doubt']),
    accompaniment: z.enum(['alone', 'separated', 'adult_in_doubt', 'accompanied', 'na']),
    selfIdentified: z.boolean(),
    dangerNow: z.boolean(),
  }),
})
export type Answers = z.infer<typeof Answers>

/** A change of the outcome by the person who screened. */
export const ByHand = z.strictObject({ to: z.enum(OUTCOMES), reason: z.enum(LOWERING_REASONS).optional() })
export type ByHand = z.infer<typeof ByHand>
