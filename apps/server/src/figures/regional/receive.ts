import { createHash } from 'node:crypto'
import { mintId } from '@ariadne/domain'
import type { TrustList } from '@ariadne/exchange'
import { withSystem } from '../../platform/database/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { figureTables } from '../tables.ts'
import { readRelease } from './statement.ts'

export type Received =
  | { ok: true; from: string; country: string | null; name: string; period: string; version: number; isNew: boolean }
  | { ok: false; code: string; remedy: string }

/** Takes a signed release in, once. */
export const receiveRelease = async (
  deps: { db: Database; list: TrustList | null; now: string },
  signed: string,
): Promise<Received> => {
  const read = await readRelease(signed, deps.list, deps.now)
  if (!read.ok) return read
  const { statement } = read
  const isNew = await withSystem(deps.db, 'release', async (tx) => {
    const result = await figureTables(tx)
      .insertInto('release_received')
      .values({
        id: mintId(Date.parse(deps.now)),
        from_instance: statement.from,
        country: statement.country,
        kind: statement.kind,
        name: statement.name,
        period: statement.period,
        version: statement.version,
        body: JSON.stringify(statement),
        signed,
        digest: createHash('sha256').update(signed).digest('hex'),
        issued_at: statement.issued,
        received_at: deps.now,
      })
      .onConflict((conflict) => conflict.column('digest').doNothing())
      .executeTakeFirst()
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
  })
  const { from, country, name, period, version } = statement
  return { ok: true, from, country, name, period, version, isNew }
}
