import { InstanceId, Instant, MemberId } from '@ariadne/domain'
import { createRoute, z } from '@hono/zod-openapi'
import { CommandBatch, CommandOutcomes } from './commands.ts'
import { Problem } from './problem.ts'
import { KdfParams, Me } from './reads.ts'
import { read, write } from './route.ts'

const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/)

/** Writes that are not commands: they come before there is anybody to command. */
export const access = {
  instance: read(
    '/api/instance',
    'Which instance this is, for a page where nobody is signed in yet',
    Me.shape.instance.extend({ now: Instant }),
  ),
  commands: write(
    '/api/commands',
    'Up to 100 idempotent commands; one outcome each, in order',
    CommandBatch,
    CommandOutcomes,
  ),
  prelogin: write(
    '/api/auth/prelogin',
    'How to derive the login secret; answers alike for unknown addresses',
    z.object({ email: z.email() }),
    z.object({ kdf: KdfParams, salt: Base64Url }),
  ),
  enrolment: write(
    '/api/enrolment',
    'A new member, with the one-time link that an administrator made',
    z.object({
      token: z.string().min(20).max(200),
      loginSecret: Base64Url,
      kdf: KdfParams,
      salt: Base64Url,
      /** `xwp1.` and base64url, as packages/vault writes it. */
      publicKey: z.string().max(2_000),
      wrappedSeed: z.string(),
    }),
    z.object({ email: z.email() }),
  ),
  /**
   * Both halves of a passphrase at once: what is checked at sign-in, and what opens the member's seed. The member's other
   * sessions end. 403 `passphrase_refused` when the old one is not proven, 403 `second_factor_refused`.
   */
  passphrase: write(
    '/api/account/passphrase',
    'Changes the passphrase of whoever is signed in; their keys stay',
    z.strictObject({
      /** Login secret of the passphrase that is in use. */
      proof: Base64Url.max(200),
      /** From the authenticator app, or one of the codes written down; where the account has a second factor. */
      code: z.string().max(40).optional(),
      loginSecret: Base64Url.min(32).max(200),
      kdf: KdfParams,
      salt: Base64Url.max(200),
      /** The member's key that was sealed anew, by its id. */
      keyId: z.string().max(64),
      wrappedSeed: z.string().max(2_000),
      /** The wrapping key of the old passphrase under the new one (packages/vault, `PassphraseBridge`). */
      bridge: z.string().max(2_000),
      /** Erase what lies on the member's other devices when they are next in touch. */
      eraseOtherDevices: z.boolean(),
    }),
    z.object({ changed: z.literal(true) }),
  ),
  enrolmentInvitation: read(
    '/api/enrolment/{token}',
    'For whom a one-time link is',
    /** `memberId` is bound into the wrapped seed, so the browser needs it before it makes the keys. */
    z.object({
      memberId: MemberId,
      email: z.email(),
      name: z.string(),
      expiresAt: Instant,
      units: z.array(z.string()),
    }),
    { params: z.object({ token: z.string() }) },
  ),
  demoPeople: read(
    '/api/demo/people',
    'Fictional sign-ins (demo only)',
    z.object({
      people: z.array(
        z.object({
          email: z.string(),
          name: z.string(),
          role: z.string(),
          unitName: z.string(),
          passphrase: z.string(),
        }),
      ),
    }),
  ),
  demoClock: write(
    '/api/demo/clock',
    'Moves the demo clock forward (demo only)',
    z.object({ days: z.int().min(0).max(400) }),
    z.object({ now: Instant }),
  ),
}

/** A sealed message on the wire: the container of packages/exchange, read as text because its every byte counts. */
export const CONTAINER_TYPE = 'application/vnd.ariadne.message'
/** Several of them, a line each, in the order in which they are to be taken in. */
export const CONTAINERS_TYPE = 'application/vnd.ariadne.messages'
/** Header that names the sending instance. Believed only once the signature inside says the same. */
export const SENDER_HEADER = 'Ariadne-Sender'

const onWire = <P extends string, S extends z.ZodType>(path: P, summary: string, response: S, ...types: string[]) =>
  createRoute({
    method: 'post',
    path,
    summary,
    request: {
      headers: z.object({ [SENDER_HEADER.toLowerCase()]: z.string().max(64).optional() }),
      body: {
        content: Object.fromEntries(types.map((type) => [type, { schema: z.string() }])),
        required: true,
      },
    },
    responses: {
      200: { content: { 'application/json': { schema: response } }, description: summary },
      400: {
        content: { 'application/problem+json': { schema: Problem.extend({ receipt: z.string().optional() }) } },
        description: 'Refused: `code` says why; `receipt` is the signed refusal, where the sender is known',
      },
      429: { content: { 'application/problem+json': { schema: Problem } }, description: 'Too many tries; wait' },
    },
  })

/** The wire between instances. */
export const wire = {
  descriptor: read(
    '/exchange/v1/descriptor',
    'What this instance says of itself; keys count only when the trust list has them',
    z.object({
      v: z.literal(1),
      instanceId: InstanceId,
      name: z.string(),
      country: z.string().nullable(),
      mode: z.enum(['demo', 'training', 'live']),
      inbox: z.url(),
      signingKey: z.object({ kid: z.string(), x: z.string() }).nullable(),
      sealingKeys: z.array(z.object({ keyId: z.string(), publicKey: z.string() })),
      trustListVersion: z.int().nullable(),
    }),
  ),
  inbox: onWire(
    '/exchange/v1/inbox',
    'Receives a sealed message, or several, and answers each with a signed delivery receipt',
    z.union([
      z.object({ receipt: z.string() }),
      z.object({
        /** One for each message, in their order; `code` says why one was refused. */
        answers: z.array(z.object({ receipt: z.string().nullable(), code: z.string().nullable() })),
      }),
    ]),
    CONTAINER_TYPE,
    CONTAINERS_TYPE,
  ),
  /** After a restore: what the peer holds of this instance's promises. Question and answer are sealed messages. */
  reconcile: onWire(
    '/exchange/v1/reconcile',
    'Answers a restored peer with the signed custody messages held of it',
    z.object({ container: z.string() }),
    CONTAINER_TYPE,
  ),
}
