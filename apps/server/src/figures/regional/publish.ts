import { createHash } from 'node:crypto'
import type { PastRelease, Table } from '@ariadne/disclosure'
import { canonicalJson, mintId } from '@ariadne/domain'
import type { SigningKey } from '@ariadne/exchange'
import type { Tx } from '../../platform/database/index.ts'
import type { Reading } from '../figures.ts'
import { buildReport } from '../reports/build.ts'
import { makeSafe } from '../reports/release.ts'
import { figureTables } from '../tables.ts'
import { signRelease } from './statement.ts'

const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex')

/** What was released before, as anybody has it: every further release is audited against all of it. */
export const pastReleases = async (tx: Tx): Promise<PastRelease[]> => {
  const rows = await figureTables(tx)
    .selectFrom('transmission')
    .select(['report', 'year', 'sent_at', 'certificate'])
    .where('class', '=', 'safe_table')
    .orderBy('sent_at')
    .execute()
  return rows.flatMap(({ report, year, sent_at, certificate }) => {
    const table = certificate?.['table'] as Table | undefined
    return table ? [{ name: `${report} ${year} ${sent_at}`, table }] : []
  })
}

/**
 * Releases a report of this country to the network: protected, audited, signed, and noted. Released again with the same
 * numbers it is the same release.
 * @throws {NotSafe}
 */
export const publishReport = async (
  reading: Reading,
  release: { name: string; year: number; instanceId: string; key: SigningKey; by: string | null },
): Promise<{ signed: string; version: number; suppressed: number; cells: number }> => {
  const { tx, now, country } = reading
  const { name, year } = release
  const built = await buildReport(reading, name, year)
  const { cells, table, certificate } = await makeSafe(built, reading.statistics, await pastReleases(tx), now)
  const digest = digestOf(cells)
  const before = await figureTables(tx)
    .selectFrom('transmission')
    .select('digest')
    .where('class', '=', 'safe_table')
    .where('report', '=', name)
    .where('year', '=', year)
    .orderBy('sent_at')
    .execute()
  const isNew = before.at(-1)?.digest !== digest
  const version = before.length + (isNew ? 1 : 0)
  const signed = await signRelease(
    {
      v: 1,
      kind: 'report',
      from: release.instanceId,
      country: country === '' ? null : country,
      name,
      period: String(year),
      version,
      template: built.template.version,
      issued: now,
      cells: cells.map(({ low: _low, high: _high, ...cell }) => ({ ...cell, others: [] })),
      certificate: { ...certificate },
    },
    release.key,
  )
  if (isNew)
    await figureTables(tx)
      .insertInto('transmission')
      .values({
        id: mintId(Date.parse(now)),
        class: 'safe_table',
        report: name,
        year,
        recipient: 'network',
        legal_basis: null,
        digest,
        certificate: JSON.stringify({ certificate, table }),
        sent_by: release.by,
        sent_at: now,
      })
      .execute()
  return {
    signed,
    version,
    cells: cells.length,
    suppressed: cells.filter((cell) => cell.status === 'suppressed').length,
  }
}

/**
 * Notes that a report went out as a law demands it: exact, to one recipient, by name of the law. The recipient publishes
 * under its own rules; what it publishes is not ours to take back.
 */
export const noteStatutory = async (
  tx: Tx,
  sent: { name: string; year: number; recipient: string; legalBasis: string; cells: unknown; by: string | null },
  now: string,
): Promise<void> => {
  await figureTables(tx)
    .insertInto('transmission')
    .values({
      id: mintId(Date.parse(now)),
      class: 'statutory',
      report: sent.name,
      year: sent.year,
      recipient: sent.recipient,
      legal_basis: sent.legalBasis,
      digest: digestOf(sent.cells),
      certificate: JSON.stringify(null),
      sent_by: sent.by,
      sent_at: now,
    })
    .execute()
}
