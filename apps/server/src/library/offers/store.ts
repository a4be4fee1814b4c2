import { findContentPackage } from '@ariadne/exchange'
import type { ContentPackage, GeneralJws } from '@ariadne/exchange'
import type { Tx } from '../../platform/database/index.ts'
import type { LibraryTables } from '../tables.ts'

export type Offer = { digest: string; content: ContentPackage; signed: GeneralJws; handedInAt: string | null }

const tables = (tx: Tx) => tx.withTables<LibraryTables>()

const SHOWN = 100

/** Of each package the latest issue: an earlier one is contained in it and can no longer be adopted after it. */
export const listOffers = async (tx: Tx): Promise<Offer[]> => {
  const rows = await tables(tx)
    .selectFrom('content_offer')
    .distinctOn('name')
    .selectAll()
    .orderBy('name')
    .orderBy('version', 'desc')
    .limit(SHOWN)
    .execute()
  return rows
    .flatMap(({ digest, signed, handed_in_at: handedInAt }) => {
      const content = findContentPackage(signed)?.content
      return content ? [{ digest, content, signed, handedInAt }] : []
    })
    .toSorted((a, b) => b.content.issued.localeCompare(a.content.issued))
}

export const findOffer = async (tx: Tx, digest: string): Promise<Offer | undefined> =>
  (await listOffers(tx)).find((one) => one.digest === digest)

/** Keeps an offer that was not met before. */
export const keepOffer = async (
  tx: Tx,
  { digest, content, signed }: Omit<Offer, 'handedInAt'>,
  now: string,
): Promise<void> => {
  await tables(tx)
    .insertInto('content_offer')
    .values({
      digest,
      name: content.name,
      version: content.version,
      signed: JSON.stringify(signed),
      met_at: now,
      handed_in_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The signatures under an offer, for whoever is about to add to them: nobody else does meanwhile. */
export const lockSigned = async (tx: Tx, digest: string): Promise<GeneralJws | undefined> => {
  const row = await tables(tx)
    .selectFrom('content_offer')
    .select('signed')
    .where('digest', '=', digest)
    .forUpdate()
    .executeTakeFirst()
  return row?.signed
}

export const keepSigned = async (tx: Tx, digest: string, signed: GeneralJws): Promise<void> => {
  await tables(tx)
    .updateTable('content_offer')
    .set({ signed: JSON.stringify(signed) })
    .where('digest', '=', digest)
    .execute()
}

export const noteHandedIn = async (tx: Tx, digest: string, now: string): Promise<void> => {
  await tables(tx)
    .updateTable('content_offer')
    .set({ handed_in_at: now })
    .where('digest', '=', digest)
    .where('handed_in_at', 'is', null)
    .execute()
}
