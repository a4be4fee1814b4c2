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

const TextKind = z.enum(['set', 'script', 'card', 'course', 'reach'])
/** Exactly these words of one text in one language. */
const ReviewedText = {
  kind: TextKind,
  id: z.string().max(60),
  version: z.string().max(40),
  language: z.string().max(12),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
}

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
  /** Somebody who reads the language as their own confirms exactly these words; who wrote them does not. */
  'content.review_texts': z.strictObject(ReviewedText),
  /** Somebody who reads the language as their own words some of it better. Then somebody else has to confirm it. */
  'content.change_texts': z.strictObject({
    ...ReviewedText,
    words: z.record(z.string().max(200), z.string().trim().min(1).max(4000)),
  }),
  /** This instance takes over what reviewers of another country confirmed: its own decision, kept with its reason. */
  'content.take_over_review': z.strictObject({
    ...ReviewedText,
    /** Whose review. `digest` is that of the words confirmed there. */
    instance: z.string().max(52),
    reason: z.string().trim().min(1).max(500),
  }),
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

/** One signature of a general JWS (RFC 7515 section 7.2.1); its payload is the package, which both sides have. */
const PackageSignature = z.strictObject({ protected: z.string().max(1000), signature: z.string().max(200) })
const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Signatures = z.strictObject({ digest: Digest, signatures: z.array(PackageSignature).min(1).max(100) })
const Signer = z.object({ holder: z.string(), country: z.string() })

/** A package that the secretariat offers to the countries, and how far they have agreed to it. */
export const OfferedPackage = z.object({
  /** SHA-256 over its canonical JSON. */
  digest: Digest,
  name: z.string(),
  version: z.int(),
  issuedAt: Instant,
  contents: z.array(z.string()),
  signers: z.array(Signer),
  /** How many coordinators have to sign before anybody adopts it. */
  needed: z.int(),
  /** Whether this country's own coordinator signed; never so at the secretariat, which has no say. */
  isSigned: z.boolean(),
  /** Whether the secretariat has that signature. */
  isHandedIn: z.boolean(),
  adopted: z.boolean(),
})
export type OfferedPackage = z.infer<typeof OfferedPackage>

/** What reviewers of another country confirmed, or where a review of this instance was taken over from. Nobody's name travels. */
const ReviewElsewhere = z.object({
  instance: z.string(),
  country: z.string().nullable(),
  function: z.string().nullable(),
  organisation: z.string().nullable(),
  reviewedAt: Instant,
})

/** A set, a talk, a course or the card in one language, and whether somebody who reads it as their own confirmed it. */
const TextLine = z.object({
  kind: TextKind,
  id: z.string(),
  version: z.string(),
  language: z.string(),
  isConfirmed: z.boolean(),
  drafter: z.string().nullable(),
  reviewer: z.string().nullable(),
  /** How many sentences there are to read. */
  sentences: z.int(),
  /** Countries whose reviewers confirmed it, in these words or others. */
  confirmedIn: z.array(z.string()),
})

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
        /** Offered by the secretariat, the latest first; for those who write and agree on signs. */
        offers: z.array(OfferedPackage),
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
  contentTexts: read(
    '/api/content/texts',
    'What is translated, language by language, and what of it was confirmed',
    z
      .object({
        texts: z.array(TextLine),
        /** Languages this member reads: that of their pages, and those they confirmed something in. */
        mine: z.array(z.string()),
      })
      .openapi('ContentTexts'),
  ),
  contentText: read(
    '/api/content/texts/{kind}/{id}/{version}/{language}',
    'One text in one language beside the English it was made from',
    TextLine.extend({
      /** Of the words alone; who confirms names it. */
      digest: z.string(),
      words: z.record(z.string(), z.string()),
      english: z.record(z.string(), z.string()),
      reviewedAt: Instant.nullable(),
      /** Where the review was given, and why it was taken over; null when it was given here. */
      takenFrom: ReviewElsewhere.extend({ reason: z.string() }).nullable(),
      /** What reviewers of other countries confirmed and this instance did not take over. */
      elsewhere: z.array(
        ReviewElsewhere.extend({
          digest: z.string(),
          /** The sentences that differ there; empty when the words are the same. */
          words: z.record(z.string(), z.string()),
        }),
      ),
      /** Whether this member may take over such a review for the instance. */
      mayTakeOver: z.boolean(),
    }).openapi('ContentText'),
    {
      params: z.object({ kind: TextLine.shape.kind, id: z.string(), version: z.string(), language: z.string() }),
    },
  ),
  contentOffer: read(
    '/api/content/offers/{digest}',
    'A package that the secretariat offers, with everything in it',
    OfferedPackage.extend({
      /** The very bytes that are signed: canonical JSON in base64url. What a page shows of the package, it reads from here. */
      payload: z.string(),
      /** Only a country's own coordinator signs for it. */
      maySign: z.boolean(),
    }).openapi('ContentOffer'),
    { params: z.object({ digest: Digest }) },
  ),
  signOffer: write(
    '/api/content/signatures',
    "Takes the signature of this country's coordinator under an offered package, and hands it in",
    Signatures,
    OfferedPackage,
  ),
  lookForOffers: write(
    '/api/content/look',
    'Asks the secretariat now for what it offers, and hands in what was signed here',
    z.strictObject({}),
    z.object({ reached: z.boolean() }),
  ),
  /** The wire: what is offered is no secret, and what is handed in is believed for its signature alone. */
  offeredPackages: read(
    '/exchange/v1/content',
    'Packages this secretariat offers, with the signatures it has',
    z.object({
      packages: z.array(Signatures.omit({ signatures: true }).extend({ signatures: z.array(PackageSignature) })),
    }),
  ),
  offeredPackage: read(
    '/exchange/v1/content/{digest}',
    'One offered package: the payload that coordinators sign',
    z.object({ payload: z.string() }),
    { params: z.object({ digest: Digest }) },
  ),
  contentReviews: read(
    '/exchange/v1/reviews',
    'What reviewers of this instance confirmed, signed by it',
    z.object({ signed: z.string().nullable() }),
  ),
  handInSignatures: write(
    '/exchange/v1/content',
    'Takes coordinators’ signatures under an offered package',
    Signatures,
    z.object({ signers: z.array(Signer) }),
  ),
  adoptPackage: write(
    '/api/content/packages',
    'Adopts a signed package of content, or says why not',
    z.strictObject({ signed: z.unknown() }),
    ReceivedPackage,
  ),
}
