import type { SealedPart } from '@ariadne/contract'
import { sql } from 'kysely'
import type { Tx } from '../platform/database/index.ts'
import { caseTables } from './tables.ts'

/** What a sealed part belongs to: a case, or a referral before there is one. */
export type PartOwner = { kind: 'case' | 'referral'; id: string }
export type AddedWrap = { partId: string; wrap: SealedPart['wraps'][number] }

/** A refusal of the server's own, beside those of the domain. `remedy` is for those who read it raw. */
export type Refused = { code: string; field?: string; remedy: string }

/** Stores parts whose owner, class and readers have been checked. Runs as the instance: members cannot reach these tables. */
export const storeParts = async (
  tx: Tx,
  owner: PartOwner,
  mintedBy: string,
  parts: readonly SealedPart[],
  now: string,
): Promise<void> => {
  if (parts.length === 0) return
  await caseTables(tx)
    .insertInto('sealed_part')
    .values(
      parts.map((part) => ({
        part_id: part.partId,
        owner_kind: owner.kind,
        owner_id: owner.id,
        subject: part.subject,
        class: part.class,
        minted_by: mintedBy,
        iv: part.iv,
        ciphertext: part.ciphertext,
        stored_at: now,
      })),
    )
    .execute()
  await storeWraps(
    tx,
    parts.flatMap((part) => part.wraps.map((wrap) => ({ partId: part.partId, wrap }))),
  )
}

export const storeWraps = async (tx: Tx, wraps: readonly AddedWrap[]): Promise<void> => {
  if (wraps.length === 0) return
  await caseTables(tx)
    .insertInto('part_wrap')
    .values(
      wraps.map(({ partId, wrap }) => ({
        part_id: partId,
        unit_id: wrap.reader,
        key_id: wrap.keyId,
        enc: wrap.enc,
        ct: wrap.ct,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Takes back the wraps of units that have left a case. The ciphertext stays for those who work on. */
export const dropWraps = async (tx: Tx, ownerId: string, units: readonly string[]): Promise<void> => {
  if (units.length === 0) return
  await sql`
    delete from part_wrap w using sealed_part p
    where p.part_id = w.part_id and p.owner_id = ${ownerId} and w.unit_id = any (${units}::text[])`.execute(tx)
}

export const dropParts = async (tx: Tx, ownerId: string): Promise<void> => {
  await caseTables(tx).deleteFrom('sealed_part').where('owner_id', '=', ownerId).execute()
}

type StoredPart = SealedPart & { owner: PartOwner; mintedBy: string }

/** Parts with their wraps, or with one unit's alone. For the instance's own work: sending a dossier, opening a referral. */
export const readParts = async (
  tx: Tx,
  wanted: { ids: readonly string[]; forUnit?: string },
): Promise<StoredPart[]> => {
  if (wanted.ids.length === 0) return []
  const rows = await sql<{
    part_id: SealedPart['partId']
    owner_kind: PartOwner['kind']
    owner_id: string
    subject: string
    class: SealedPart['class']
    minted_by: string
    iv: string
    ciphertext: string
    wraps: SealedPart['wraps']
  }>`
    select p.*, (
      select coalesce(jsonb_agg(jsonb_build_object('reader', w.unit_id, 'keyId', w.key_id, 'enc', w.enc, 'ct', w.ct)), '[]')
      from part_wrap w where w.part_id = p.part_id
        and (${wanted.forUnit ?? null}::text is null or w.unit_id = ${wanted.forUnit ?? null})
    ) as wraps
    from sealed_part p where p.part_id = any (${wanted.ids}::uuid[]) order by p.part_id`.execute(tx)
  return rows.rows.map((row) => ({
    v: 1,
    alg: 'A256GCM',
    partId: row.part_id,
    class: row.class,
    subject: row.subject,
    iv: row.iv,
    ciphertext: row.ciphertext,
    wraps: row.wraps,
    owner: { kind: row.owner_kind, id: row.owner_id },
    mintedBy: row.minted_by,
  }))
}

/** Which units can open which parts of a case, by key. */
export const listReadersOfParts = async (tx: Tx, ownerId: string): Promise<{ partId: string; readers: string[] }[]> => {
  const rows = await sql<{ partId: string; readers: string[] }>`
    select p.part_id as "partId", coalesce(array_agg(distinct w.unit_id) filter (where w.unit_id is not null), '{}') as readers
    from sealed_part p left join part_wrap w on w.part_id = p.part_id
    where p.owner_id = ${ownerId} group by p.part_id order by p.part_id`.execute(tx)
  return rows.rows
}
