import type { HandoverId } from '@ariadne/domain'
import {
  Act,
  CaseId,
  Instant,
  MemberId,
  OpeningReason,
  PartId,
  ReferralId,
  ReferralSent,
  Screening,
  UnitId,
} from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { CARD_COMMANDS } from './card.ts'
import { CONTENT_COMMANDS } from './content.ts'
import { ERASURE_COMMANDS } from './erasure.ts'
import { FIGURE_COMMANDS } from './figures/index.ts'
import { INTAKE_COMMANDS } from './intake.ts'
import { LEARNING_COMMANDS } from './learning.ts'
import { SealedPart, Wrap } from './sealedPart.ts'
import { TRAINING_COMMANDS } from './training.ts'

/** Why a unit's key is changed. */
export const ROTATION_REASONS = ['member_left', 'kit_lost', 'device_lost', 'key_seen', 'regular'] as const

const DECLINE = z.enum(['not_our_competence', 'no_capacity', 'duplicate', 'person_no_longer_wishes'])

export { SealedPart, Wrap }

/** Every command a signed-in browser can send, online or from its outbox. `id` makes it safe to send twice. */
export const COMMANDS = {
  ...CARD_COMMANDS,
  ...CONTENT_COMMANDS,
  ...ERASURE_COMMANDS,
  ...FIGURE_COMMANDS,
  ...INTAKE_COMMANDS,
  ...LEARNING_COMMANDS,
  ...TRAINING_COMMANDS,
  'screening.submit': z.strictObject({ screening: Screening }),
  'referral.send': z.strictObject({ referral: ReferralSent, parts: z.array(SealedPart).max(4) }),
  'referral.acknowledge': z.strictObject({ referralId: ReferralId, unitId: UnitId }),
  'referral.decline': z.strictObject({ referralId: ReferralId, unitId: UnitId, because: DECLINE }),
  /** `parts` are the same sealed parts with a wrap for the new unit added. */
  'referral.redirect': z.strictObject({
    referralId: ReferralId,
    unitId: UnitId,
    toUnitId: UnitId,
    parts: z.array(SealedPart).max(4),
  }),
  /** Opens the sealed parts of a referral: the reason is kept. Result: `{ parts: SealedPart[] }`. */
  'referral.open_parts': z.strictObject({ referralId: ReferralId, unitId: UnitId, reason: OpeningReason }),
  /** Acts on one case, appended in order and all or none. The first act of a new case is `case.opened`. */
  'case.act': z.strictObject({
    caseId: CaseId,
    acts: z.array(Act).min(1).max(10),
    parts: z.array(SealedPart).max(20),
    /** Data keys wrapped for readers who joined since: part id and the new wrap. */
    wraps: z.array(z.object({ partId: PartId, wrap: Wrap })).max(200),
  }),
  /** Data keys wrapped for units that joined the case since: by a member whose unit can read the part. */
  'case.wrap': z.strictObject({
    caseId: CaseId,
    unitId: UnitId,
    wraps: z
      .array(z.object({ partId: PartId, wrap: Wrap }))
      .min(1)
      .max(200),
  }),
  /** Appends `vault.opened` and answers with the ciphertexts: `{ parts: SealedPart[] }`. */
  'case.open_parts': z.strictObject({ caseId: CaseId, act: Act, partIds: z.array(PartId).min(1).max(20) }),
  'vault.create_unit_key': z.strictObject({
    unitId: UnitId,
    publicKey: z.string(),
    grants: z.array(z.object({ memberId: MemberId, memberKeyId: z.string(), sealedSeed: z.string() })).min(1),
    recoveryKit: z.string(),
  }),
  /**
   * The unit's next key, for those who stay; who is not granted it holds nothing any more. `previous` is the key before, sealed to
   * the new one (packages/vault, `rotateUnitKey`). Result: `{ keyId, version }`.
   */
  'vault.rotate_unit_key': z.strictObject({
    unitId: UnitId,
    previousKeyId: z.string().max(64),
    previous: z.string().max(4_000),
    publicKey: z.string().max(2_000),
    grants: z.array(z.object({ memberId: MemberId, memberKeyId: z.string(), sealedSeed: z.string() })).min(1),
    recoveryKit: z.string(),
    because: z.enum(ROTATION_REASONS),
  }),
  /**
   * Data keys of parts wrapped for the unit's current key, and parts of which somebody other than who wrapped them has found both
   * wraps alike: there the older one is let go. Result: `{ left }`, parts that still hang on an earlier key.
   */
  'vault.rewrap': z.strictObject({
    unitId: UnitId,
    wraps: z.array(z.object({ partId: PartId, wrap: Wrap })).max(100),
    alike: z.array(PartId).max(100),
  }),
  'vault.grant_unit_key': z.strictObject({
    unitId: UnitId,
    memberId: MemberId,
    memberKeyId: z.string(),
    sealedSeed: z.string(),
  }),
  /** A line of the queue `message_not_delivered`: somebody has seen to it. */
  'message.note': z.strictObject({ alarmId: z.uuidv7() }),
  /** The message behind such a line goes out once more, under a new id. Result: `{ messageId }`. */
  'message.send_again': z.strictObject({ alarmId: z.uuidv7() }),
  /** Two different members confirm that the printed kit is locked away. */
  'vault.confirm_recovery_kit': z.strictObject({ unitId: UnitId, printed: z.literal(true) }),
  /** The unit's recovery kit, for somebody with its printed code in hand. The taking is noted. Result: `{ kit: string }`. */
  'vault.take_recovery_kit': z.strictObject({ unitId: UnitId }),
  /** A member who opened the kit grants the unit's key to themselves. Only possible after taking the kit. */
  'vault.restore_unit_key': z.strictObject({ unitId: UnitId, memberKeyId: z.string(), sealedSeed: z.string() }),
} as const
export type CommandKind = keyof typeof COMMANDS
export type CommandBody<K extends CommandKind> = z.infer<(typeof COMMANDS)[K]>

export const Command = z
  .object({
    id: z.uuidv7(),
    kind: z.string().max(64),
    at: Instant,
    body: z.record(z.string(), z.unknown()),
    /** How long ago it was written, by the device's own clock: right also where that clock is wrong. */
    ageMs: z
      .int()
      .min(0)
      .max(366 * 86_400_000)
      .optional(),
  })
  .openapi('Command')
export type Command = z.infer<typeof Command>

/** What became of one command. A refused or conflicting one changed nothing. */
export const CommandOutcome = z
  .object({
    id: z.uuidv7(),
    status: z.enum(['accepted', 'refused', 'conflict']),
    /** Message id (`refusal.<code>`) when refused; `conflict` names region and revisions. */
    code: z.string().optional(),
    field: z.string().optional(),
    remedy: z.string().optional(),
    mayInstead: z.array(z.string()).optional(),
    conflict: z.object({ region: z.string(), reliedOn: z.int(), now: z.int() }).optional(),
    result: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('CommandOutcome')
export type CommandOutcome = z.infer<typeof CommandOutcome>

export const CommandBatch = z.object({ commands: z.array(Command).min(1).max(100) }).openapi('CommandBatch')
export const CommandOutcomes = z.object({ outcomes: z.array(CommandOutcome), now: Instant }).openapi('CommandOutcomes')
export type HandoverSubject = z.infer<typeof HandoverId>
