import { Instant, MemberId } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { CommandBatch, CommandOutcomes } from './commands.ts'
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

/** The wire between instances. Bodies are the containers of packages/exchange. */
export const wire = {
  inbox: write(
    '/exchange/v1/inbox',
    'Receives one sealed message and answers with a signed delivery receipt',
    z.object({ v: z.literal(1), kid: z.string(), enc: z.string(), ct: z.string() }),
    z.object({ receipt: z.string() }),
  ),
}
