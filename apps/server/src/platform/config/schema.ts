import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const folder = z.string().min(1)
const file = z.string().min(1)
const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//u, 'must be a PostgreSQL address, such as postgres://role:password@host/database')

/** The folder this software lies in, from source or bundled; where it runs from does not matter. */
const home = (from = import.meta.dirname): string => {
  if (existsSync(join(from, 'content', 'indicator-sets'))) return from
  const above = dirname(from)
  return above === from ? '.' : home(above)
}

/**
 * Everything that may be set for one instance. A key that is missing here cannot be set anywhere, so a typing error
 * in a file or a variable is told instead of being ignored.
 */
export const Config = z.strictObject({
  mode: z.enum(['demo', 'training', 'live']).default('live'),
  instance: z.strictObject({
    id: z.string().regex(/^ins_[a-z0-9]{2,32}$/u, 'must look like ins_ followed by 2 to 32 small letters or digits'),
    kind: z.enum(['country', 'secretariat']).default('country'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/u, 'must be two capital letters: an ISO 3166-1 code, or XK')
      .optional(),
    name: z.string().min(1).max(120),
    languages: z.array(z.string().min(2)).default(['en']),
  }),
  http: z
    .strictObject({
      /** The address people type, as seen from outside. */
      baseUrl: z.url({ protocol: /^https?$/u, error: 'must be a full address, such as https://mk.ariadne.example' }),
      host: z.string().min(1).default('127.0.0.1'),
      port: z.int().min(1).max(65_535).default(4100),
      /** Header a trusted reverse proxy puts the caller's address in; without it the socket's address counts. */
      forwardedHeader: z.string().min(1).optional(),
      bodyLimitKiB: z.int().min(64).max(65_536).default(2048),
    })
    .describe('http'),
  dataDir: folder.default('.ariadne'),
  contentDir: folder.default(() => join(home(), 'content')),
  webDir: folder.default(() => join(home(), 'apps/web/dist')),
  database: z.strictObject({
    app: databaseUrl,
    auth: databaseUrl,
    /** Only needed by whoever migrates, backs up or restores; a serving process may do without. */
    owner: databaseUrl.optional(),
    migrateOnStart: z.boolean().default(true),
    poolSize: z.int().min(2).max(200).default(10),
    authPoolSize: z.int().min(1).max(50).default(3),
  }),
  session: z
    .strictObject({
      idleMinutes: z.int().min(5).max(1440).default(30),
      absoluteHours: z.int().min(1).max(168).default(12),
      totpRequired: z.boolean().default(true),
    })
    .prefault({}),
  secrets: z.strictObject({
    /** Signs cookies and makes the stand-in salts for unknown accounts. 32 characters or more. */
    auth: z.string().min(32, 'must have at least 32 characters, from a random source'),
  }),
  trust: z
    .strictObject({
      list: file.optional(),
      /** The coordinators' keys and their threshold, taken over by hand when the instance is founded. */
      root: file.optional(),
      signingKey: file.optional(),
      sealingKey: file.optional(),
    })
    .prefault({}),
  /** Only read in demo mode. Several instances of one demo share the clock's file, so that they agree on the time. */
  demo: z.strictObject({ people: file.optional(), clock: file.optional() }).prefault({}),
  backup: z
    .strictObject({
      publicKey: file.optional(),
    })
    .prefault({}),
  /** Ringing devices while the app is closed. Without a key nothing is ever sent to a push service. */
  push: z
    .strictObject({
      privateKey: z
        .string()
        .regex(/^[\w-]{43}$/u, 'must be the key that "ariadne push-key FILE" makes: 43 letters, digits, _ and -')
        .optional(),
      subject: z
        .string()
        .regex(
          /^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/u,
          'must be a mailto: or https: address where the operator is reached',
        )
        .optional(),
      /** Push services that may be asked: those of Chrome, Firefox, Safari and Edge. */
      hosts: z
        .array(z.string().min(3))
        .default([
          'fcm.googleapis.com',
          'updates.push.services.mozilla.com',
          '*.push.apple.com',
          '*.notify.windows.com',
        ]),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info') }).prefault({}),
})
export type Config = z.infer<typeof Config>
