import { audit } from './audit.ts'
import type { Audit } from './audit.ts'
import type { Key, Table } from './cell.ts'
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
