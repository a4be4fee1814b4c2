import { findContentPackage } from '@ariadne/exchange'
import type { ContentPackage, GeneralJws, KnownPackage, PackageSigner } from '@ariadne/exchange'
import type { ReceivedPackage } from '@ariadne/contract'
import type { Tx } from '../../platform/database/index.ts'
import type { LibraryTables } from '../tables.ts'

const tables = (tx: Tx) => tx.withTables<LibraryTables>()

/** The receipt of the package adopted last; 0 when there is none. What to ask often. */
export const findLastAdopted = async (tx: Tx): Promise<number> => {
  const row = await tables(tx)
    .selectFrom('content_package')
    .select(({ fn }) => fn.max('receipt').as('last'))
    .where('adopted', '=', true)
    .executeTakeFirst()
  return Number(row?.last ?? 0)
}

export type Adopted = { content: ContentPackage; known: KnownPackage; receipt: number }

/** Every adopted package, the first one first. Their signatures were verified when they came. */
export const listAdopted = async (tx: Tx): Promise<Adopted[]> => {
  const rows = await tables(tx)
    .selectFrom('content_package')
    .select(['receipt', 'version', 'digest', 'signed'])
    .where('adopted', '=', true)
    .orderBy('receipt')
    .execute()
  return rows.flatMap(({ receipt, version, digest, signed }) => {
    const content = findContentPackage(signed)?.content
    return content && version !== null ? [{ content, known: { version, digest }, receipt }] : []
  })
}

export const listDigests = async (tx: Tx): Promise<Map<string, string>> => {
  const rows = await tables(tx).selectFrom('content_version').select(['set_id', 'version', 'digest']).execute()
  return new Map(rows.map((row) => [`${row.set_id}@${row.version}`, row.digest]))
}

/** Writes down the digests of published versions that were not met before. */
export const meetVersions = async (
  tx: Tx,
  versions: readonly { id: string; version: string; digest: string }[],
  now: string,
): Promise<void> => {
  if (versions.length === 0) return
  await tables(tx)
    .insertInto('content_version')
    .values(versions.map(({ id, version, digest }) => ({ set_id: id, version, digest, met_at: now })))
    .onConflict((c) => c.doNothing())
    .execute()
}

export type Receipt = {
  content: ContentPackage | null
  digest: string
  receivedAt: string
  refusal: { code: string; detail: string } | null
  signers: readonly PackageSigner[]
  contents: readonly string[]
  signed: GeneralJws | null
}

export const keepReceipt = async (tx: Tx, receipt: Receipt): Promise<number> => {
  const { content, refusal } = receipt
  const row = await tables(tx)
    .insertInto('content_package')
    .values({
      name: content?.name ?? null,
      version: content?.version ?? null,
      digest: receipt.digest,
      issued_at: content?.issued ?? null,
      received_at: receipt.receivedAt,
      adopted: refusal === null,
      code: refusal?.code ?? null,
      detail: refusal?.detail ?? null,
      signers: JSON.stringify(receipt.signers),
      contents: JSON.stringify(receipt.contents),
      signed: refusal === null ? JSON.stringify(receipt.signed) : null,
    })
    .returning('receipt')
    .executeTakeFirstOrThrow()
  return row.receipt
}

const SHOWN = 100

/** What came, the latest first. */
export const listPackages = async (tx: Tx, where: { receipt?: number } = {}): Promise<ReceivedPackage[]> => {
  let query = tables(tx)
    .selectFrom('content_package')
    .select([
      'receipt',
      'name',
      'version',
      'issued_at as issuedAt',
      'received_at as receivedAt',
      'adopted',
      'code',
      'detail',
      'signers',
      'contents',
    ])
    .orderBy('receipt', 'desc')
    .limit(SHOWN)
  if (where.receipt !== undefined) query = query.where('receipt', '=', where.receipt)
  return query.execute()
}

/** The same package in the same state, when it came before: it is not noted twice. */
export const findReceipt = async (tx: Tx, digest: string, code: string | null): Promise<number | undefined> => {
  const row = await tables(tx)
    .selectFrom('content_package')
    .select('receipt')
    .where('digest', '=', digest)
    .where((where) => (code === null ? where('adopted', '=', true) : where('code', '=', code)))
    .orderBy('receipt', 'desc')
    .executeTakeFirst()
  return row?.receipt
}
