import { audit } from './audit.ts'
import type { Audit } from './audit.ts'
import type { Key, Table } from './cell.ts'
import type { PublishedBefore } from './method.ts'
import { writtenSpent } from './noise/budget.ts'
import { meanSize } from './noise/noisyTable.ts'
import type { NoiseRule, Noisy } from './noise/noisyTable.ts'
import { auditRounded } from './rounding/protectByRounding.ts'
import type { RoundRule } from './rounding/protectByRounding.ts'
import type { Rule } from './rule.ts'
import { loadSolver } from './solver.ts'
import { nameOf } from './system.ts'
import type { Link, PastRelease } from './system.ts'

/** What was audited before a release, kept with it: anyone who has the tables can do it again and compare. */
export type Certificate = {
  format: 'ariadne-release-certificate@1'
  at: string
  method: 'suppression'
  safe: boolean
  rule: Rule
  solver: string
  cells: number
  suppressed: number
  /** The least width of what is known about a suppressed cell; null where nothing bounds any of them. */
  narrowest: number | null
  /** SHA-256, in hex, of the table, of the intervals, and of each past release that was taken into account. */
  tableDigest: string
  intervalsDigest: string
  past: { name: string; link: Link; digest: string }[]
}

/** What was audited before a rounded release. */
export type RoundingCertificate = Omit<Certificate, 'method' | 'rule' | 'suppressed'> & {
  method: 'rounding'
  rule: RoundRule
  /** How many multiples of the base a figure is away at most. */
  farthest: number
}

/** What a release with noise promises: nothing is audited, the promise is in how the noise was drawn and what it cost. */
export type NoiseCertificate = {
  format: 'ariadne-release-certificate@1'
  at: string
  method: 'noise'
  safe: true
  rule: NoiseRule
  cells: number
  /** How far an innermost figure is off on average. */
  off: number
  /** Fractions of zero-concentrated differential privacy: of this release, of all so far, and what may be spent. */
  rho: string
  spent: string
  limit: string
  tableDigest: string
}

export type AnyCertificate = Certificate | RoundingCertificate | NoiseCertificate

const sha256 = async (text: string): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')

const linesOf = (rows: readonly { key: Key; said: string }[], total: string): string =>
  rows
    .map(({ key, said }) => `${nameOf(key, total)}\u0003${said}`)
    .sort()
    .join('\n')

/** The order of rows and columns, and what a suppressed cell would have said, make no difference. */
const tableDigest = ({ cells }: Table, total: string): Promise<string> =>
  sha256(
    linesOf(
      cells.map(({ key, value, within }) => ({ key, said: JSON.stringify([value, within ?? null]) })),
      total,
    ),
  )

const intervalsDigest = ({ cells }: Audit, total: string): Promise<string> =>
  sha256(
    linesOf(
      cells.map(({ key, lower, upper, release }) => ({
        key,
        // The solver may differ in the last digits from one machine to another.
        said: JSON.stringify([release ?? null, lower.toFixed(4), Number.isFinite(upper) ? upper.toFixed(4) : null]),
      })),
      total,
    ),
  )

/** Audits a table as it would be published and writes down what came of it. `at` is the time, in ISO 8601. */
export const certify = async (
  table: Table,
  rule: Rule,
  past: readonly PastRelease[],
  at: string,
): Promise<Certificate> => {
  const audited = await audit(table, rule, past)
  const widths = audited.cells.map(({ lower, upper }) => upper - lower)
  const narrowest = Math.min(...widths)
  return {
    format: 'ariadne-release-certificate@1',
    at,
    method: 'suppression',
    safe: audited.safe,
    rule,
    solver: `HiGHS ${(await loadSolver()).version}`,
    cells: table.cells.length,
    suppressed: table.cells.filter(({ value }) => value.is === 'suppressed').length,
    narrowest: Number.isFinite(narrowest) ? narrowest : null,
    tableDigest: await tableDigest(table, rule.total),
    intervalsDigest: await intervalsDigest(audited, rule.total),
    past: await Promise.all(
      past.map(async (one, which) => ({
        name: one.name,
        link: audited.links[which]?.link ?? 'same',
        digest: await tableDigest(one.table, rule.total),
      })),
    ),
  }
}

/** The same for a rounded table: to within what every figure is known. */
export const certifyRounding = async (
  table: Table,
  rule: RoundRule & { farthest: number },
  past: readonly PublishedBefore[],
  at: string,
): Promise<RoundingCertificate> => {
  const { farthest, ...asked } = rule
  const audited = await auditRounded(table, rule, past)
  const narrowest = Math.min(...audited.cells.map(({ lower, upper }) => upper - lower))
  return {
    format: 'ariadne-release-certificate@1',
    at,
    method: 'rounding',
    safe: audited.safe,
    rule: asked,
    farthest,
    solver: `HiGHS ${(await loadSolver()).version}`,
    cells: table.cells.length,
    narrowest: Number.isFinite(narrowest) ? narrowest : null,
    tableDigest: await tableDigest(table, rule.total),
    intervalsDigest: await intervalsDigest(audited, rule.total),
    past: await Promise.all(
      past.map(async (one, which) => ({
        name: one.name,
        link: audited.links[which]?.link ?? 'same',
        digest: await tableDigest(one.table, rule.total),
      })),
    ),
  }
}

/** What a release with noise promises and what it spent; `budget` as it is after the release. */
export const certifyNoise = async (
  { table, budget }: Noisy,
  rule: NoiseRule,
  at: string,
): Promise<NoiseCertificate> => ({
  format: 'ariadne-release-certificate@1',
  at,
  method: 'noise',
  safe: true,
  rule,
  cells: table.cells.length,
  off: meanSize(rule),
  rho: budget.entries.at(-1)?.rho ?? '0',
  spent: writtenSpent(budget),
  limit: budget.limit,
  tableDigest: await tableDigest(table, rule.total),
})

/** What a certificate says and doing it again does not; empty where it holds. */
export const faultsOfCertificate = async (
  certificate: Certificate,
  table: Table,
  past: readonly PastRelease[],
): Promise<string[]> => {
  const linked = past.map((one, which) => ({ ...one, link: one.link ?? certificate.past[which]?.link ?? 'same' }))
  const again = await certify(table, certificate.rule, linked, certificate.at)
  const compared = {
    'the table': [certificate.tableDigest, again.tableDigest],
    'the intervals': [certificate.intervalsDigest, again.intervalsDigest],
    'the past releases': [JSON.stringify(certificate.past), JSON.stringify(again.past)],
    'whether it is safe': [String(certificate.safe), String(again.safe)],
  }
  return Object.entries(compared).flatMap(([what, [was, is]]) => (was === is ? [] : [`${what}: other than certified`]))
}
