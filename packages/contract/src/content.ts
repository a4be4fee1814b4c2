import { Instant, MemberId } from '@ariadne/domain'
import { Lifecycle } from '@ariadne/domain/screening/definitions'
import { z } from '@hono/zod-openapi'
import { read, write } from './route.ts'

const Day = z.iso.date()
const Json = z.record(z.string(), z.unknown())
const Texts = z.record(z.string().max(12), Json)

const LifecycleMove = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('submit') }),
  z.strictObject({ act: z.literal('send_back') }),
  z.strictObject({ act: z.literal('approve'), effectiveFrom: Day }),
  z.strictObject({ act: z.literal('retire'), from: Day }),
])

/** Drafts of indicator sets are written, reviewed and approved on an instance; what is approved goes out as a package. */
export const CONTENT_COMMANDS = {
  /** A draft as it is now. `revision` is the one it was opened at, 0 for a new one. Result: `{ revision }`. */
  'content.save_draft': z.strictObject({
    draftId: z.uuidv7(),
    revision: z.int().min(0),
    definition: Json,
    texts: Texts,
  }),
  /** One step in its life. Approving is for a member who wrote none of it. Result: `{ revision }`. */
  'content.move_draft': z.strictObject({ draftId: z.uuidv7(), revision: z.int().min(1), move: LifecycleMove }),
} as const

/** A version of a set, as this instance has it. */
export const KnownSet = z.object({
  id: z.string(),
  version: z.string(),
  subject: z.enum(['adult', 'child', 'anyone']),
  title: z.string(),
  lifecycle: Lifecycle,
  /** Where it stands today; `effective` when it is approved and its day has come. */
  stage: z.enum(['proposed', 'in_review', 'approved', 'effective', 'retired']),
  /** SHA-256 over what may never change once it is published. */
  digest: z.string(),
  signs: z.int(),
  languages: z.array(z.string()),
  /** The package it came in, or null when it came with the software. */
  from: z.object({ name: z.string(), version: z.int() }).nullable(),
})
export type KnownSet = z.infer<typeof KnownSet>

/** A package that came, adopted or refused. */
export const ReceivedPackage = z.object({
  receipt: z.int(),
  name: z.string().nullable(),
  version: z.int().nullable(),
  issuedAt: Instant.nullable(),
  receivedAt: Instant,
  adopted: z.boolean(),
  /** Why it was refused: message id `codes.content.refused.<code>`. */
  code: z.string().nullable(),
  detail: z.string().nullable(),
  /** Coordinators whose signature holds and whose instance the trust list names. */
  signers: z.array(z.object({ holder: z.string(), country: z.string() })),
  contents: z.array(z.string()),
})
export type ReceivedPackage = z.infer<typeof ReceivedPackage>

const DraftLine = z.object({
  draftId: z.uuidv7(),
  /** An overlay is what this country lays over a regional set. */
  kind: z.enum(['set', 'overlay']),
  setId: z.string().nullable(),
  version: z.string().nullable(),
  state: Lifecycle.shape.state,
  revision: z.int(),
  changedAt: Instant,
  changedBy: MemberId,
})
const SetProblem = z.object({
  file: z.string(),
  path: z.array(z.union([z.string(), z.int()])),
  /** Message id `signs.problem.<code>`, with `about`: the name of what it is about. */
  code: z.string(),
  about: z.string(),
  message: z.string(),
  remedy: z.string(),
})

export const contentRoutes = {
  content: read(
    '/api/content',
    'Indicator sets of this instance, packages that came, and drafts',
    z
      .object({
        sets: z.array(KnownSet),
        packages: z.array(ReceivedPackage),
        drafts: z.array(DraftLine),
        /** Whether signed content can be adopted now: there is a fresh trust list. */
        trusted: z.boolean(),
      })
      .openapi('ContentOverview'),
  ),
  contentDraft: read(
    '/api/content/drafts/{draftId}',
    'A draft of an indicator set, with everything that is still wrong with it',
    DraftLine.extend({
      definition: Json,
      texts: Texts,
      problems: z.array(SetProblem),
      /** Nobody approves what they wrote at themselves. */
      mayApprove: z.boolean(),
    }).openapi('ContentDraft'),
    { params: z.object({ draftId: z.uuidv7() }) },
  ),
  adoptPackage: write(
    '/api/content/packages',
    'Adopts a signed package of content, or says why not',
    z.strictObject({ signed: z.unknown() }),
    ReceivedPackage,
  ),
}
