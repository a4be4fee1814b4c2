import { createHash } from 'node:crypto'
import { mintId } from '@ariadne/domain'
import type { Tx } from '../../platform/database/index.ts'
import { publishedTables } from './tables.ts'

export type Refusal = {
  way: 'file' | 'message'
  peer: string | null
  code: string
  claims: { name: string; period: string; version: number } | null
}

/** Writes down that something was handed in as a release and was not taken. What it holds is not kept. */
export const noteRefused = async (tx: Tx, signed: string, refusal: Refusal, now: string): Promise<void> => {
  const { way, peer, code, claims } = refusal
  await publishedTables(tx)
    .insertInto('release_refused')
    .values({
      id: mintId(Date.parse(now)),
      way,
      peer,
      code,
      name: claims?.name ?? null,
      period: claims?.period ?? null,
      version: claims?.version ?? null,
      digest: createHash('sha256').update(signed).digest('hex'),
      at: now,
    })
    .execute()
}

const PAGE = 50

export const listRefused = (tx: Tx) =>
  publishedTables(tx)
    .selectFrom('release_refused')
    .select(['id', 'way', 'peer', 'code', 'name', 'period', 'version', 'at'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE)
    .execute()
