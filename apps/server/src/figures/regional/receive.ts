import { createHash } from 'node:crypto'
import { mintId } from '@ariadne/domain'
import type { TrustList } from '@ariadne/exchange'
import type { Tx } from '../../platform/database/index.ts'
import { noteRefused } from '../published/refused.ts'
import { figureTables } from '../tables.ts'
import { readRelease } from './statement.ts'

export type Received =
  | { ok: true; from: string; country: string | null; name: string; period: string; version: number; isNew: boolean }
  | { ok: false; code: string; remedy: string }

/** How a release came here: as a file that somebody brought, or as a message of this peer. */
export type Way = { way: 'file' } | { way: 'message'; peer: string }

type Given = { list: TrustList | null; now: string; from: Way }

const refuse = async (
  tx: Tx,
  signed: string,
  { now, from }: Given,
  refusal: { code: string; remedy: string; claims: { name: string; period: string; version: number } | null },
): Promise<Received> => {
  const { code, remedy, claims } = refusal
  const peer = from.way === 'message' ? from.peer : null
  await noteRefused(tx, signed, { way: from.way, peer, code, claims }, now)
  return { ok: false, code, remedy }
}

/**
 * Takes a signed release in, once; what is not taken is written down. Versions may come in any order: the latest counts.
 * In a transaction of the instance's own.
 */
export const receiveRelease = async (tx: Tx, signed: string, given: Given): Promise<Received> => {
  const { list, now, from } = given
  const read = await readRelease(signed, list, now)
  // Without a trust list nobody can be told from anybody: that says nothing about what was brought.
  if (!read.ok && read.code === 'trust_list_stale') return read
  if (!read.ok) return refuse(tx, signed, given, { ...read, claims: null })
  const { statement } = read
  const { name, period, version, kind, country } = statement
  const claims = { name, period, version }
  if (from.way === 'message' && from.peer !== statement.from)
    return refuse(tx, signed, given, {
      code: 'not_the_sender',
      remedy: 'A country hands in its own releases and nobody else’s.',
      claims,
    })
  const digest = createHash('sha256').update(signed).digest('hex')
  const { numInsertedOrUpdatedRows: inserted = 0n } = await figureTables(tx)
    .insertInto('release_received')
    .values({
      id: mintId(Date.parse(now)),
      from_instance: statement.from,
      country,
      kind,
      name,
      period,
      version,
      body: JSON.stringify(statement),
      signed,
      digest,
      issued_at: statement.issued,
      received_at: now,
      way: from.way,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted === 0n) {
    const known = await figureTables(tx)
      .selectFrom('release_received')
      .select('digest')
      .where('from_instance', '=', statement.from)
      .where('kind', '=', kind)
      .where('name', '=', name)
      .where('period', '=', period)
      .where('version', '=', version)
      .executeTakeFirst()
    if (known?.digest !== digest)
      return refuse(tx, signed, given, {
        code: 'version_reused',
        remedy: 'This version came before with other figures. What is corrected is a version of its own.',
        claims,
      })
  }
  return { ok: true, from: statement.from, country, name, period, version, isNew: inserted > 0n }
}
