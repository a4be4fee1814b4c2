import { Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { Count } from './cell.ts'

/** How figures are kept from giving people away: small ones hidden, all rounded, or all changed by chance. */
export const ReleaseMethod = z.enum(['suppress', 'round', 'noise'])
export type ReleaseMethod = z.infer<typeof ReleaseMethod>

/** What became of a release on its way to one instance of the network. */
export const ReleaseSending = z.object({
  peer: z.string(),
  name: z.string(),
  state: z.enum(['waiting', 'delivered', 'processed', 'refused']),
  code: z.string().nullable(),
  at: Instant,
})

const audited = {
  /** The least width of what anybody can work out; null where nothing bounds any figure. */
  narrowest: z.number().nullable(),
  k: z.number(),
  solver: z.string(),
  intervalsDigest: z.string(),
  /** Releases before it that it was audited with. */
  past: Count,
}
const certified = { at: Instant, safe: z.boolean(), tableDigest: z.string() }

export const ReleaseCertificate = z.discriminatedUnion('method', [
  z.object({ ...certified, ...audited, method: z.literal('suppress'), threshold: z.number() }),
  z.object({ ...certified, ...audited, method: z.literal('round'), base: z.number() }),
  z.object({
    ...certified,
    method: z.literal('noise'),
    epsilon: z.string(),
    cellsPerRecord: Count,
    /** How far an innermost figure is off on average. */
    off: z.number(),
  }),
])

/** What noise has spent of a year's budget, in zero-concentrated differential privacy, and the epsilon it amounts to. */
export const NoiseBudget = z.object({
  year: z.int(),
  spent: z.number(),
  limit: z.number(),
  releases: Count,
  epsilon: z.number(),
})

export const FigureReleases = z
  .object({
    releases: z.array(
      z.object({
        id: z.uuid(),
        report: z.string(),
        title: z.string(),
        year: z.int(),
        version: z.int(),
        method: ReleaseMethod,
        cells: Count,
        suppressed: Count,
        digest: z.string(),
        certificate: ReleaseCertificate,
        by: z.string().nullable(),
        releasedAt: Instant,
        isLatest: z.boolean(),
        /** Whether there is a signed file of it, for where there is no network. */
        hasFile: z.boolean(),
        sent: z.array(ReleaseSending),
      }),
    ),
    budgets: z.array(NoiseBudget),
  })
  .openapi('FigureReleases')

/** What went out exact because a law demands it: a class of its own, never among the releases. */
export const StatutoryTransmissions = z
  .object({
    transmissions: z.array(
      z.object({
        id: z.uuid(),
        report: z.string(),
        title: z.string(),
        year: z.int(),
        recipient: z.string(),
        /** Empty where it is to be confirmed. */
        legalBasis: z.string(),
        cells: Count.nullable(),
        digest: z.string(),
        by: z.string().nullable(),
        at: Instant,
      }),
    ),
  })
  .openapi('StatutoryTransmissions')
