import type { Tx } from '../../platform/database/index.ts'
import type { LibraryTables, TakenFrom } from '../tables.ts'
import { digestOfWords, headOf, isSameText, withTexts } from './texts.ts'
import type { Reviewable, TextKey } from './texts.ts'
import { mended } from './wording.ts'
import type { Wording } from './wording.ts'

export type Review = TextKey & {
  digest: string
  byName: string
  byFunction: string | null
  byOrganisation: string | null
  reviewedAt: string
  takenFrom: TakenFrom | null
  reason: string | null
}

const tables = (tx: Tx) => tx.withTables<LibraryTables>()

const nameOf = (one: TextKey & { digest: string }): string =>
  [one.kind, one.id, one.version, one.language, one.digest].join(' ')

/** The content as it was mended here, and with every review of the words that are in it then. */
export const withReviews = <C extends Reviewable>(
  content: C,
  { reviews, wordings }: { reviews: readonly Review[]; wordings: readonly Wording[] },
): C => {
  if (reviews.length === 0 && wordings.length === 0) return content
  const given = new Map(reviews.map((one) => [nameOf(one), one]))
  return withTexts(content, (came, key) => {
    const own = wordings.filter((one) => isSameText(one, key))
    const { words } = own.length > 0 ? mended(came, own) : { words: came }
    const review = given.get(nameOf({ ...key, digest: digestOfWords(words) }))
    return review ? { ...words, $catalogue: { ...headOf(words), state: 'reviewed', reviewer: review.byName } } : words
  })
}

export const listReviews = (tx: Tx): Promise<Review[]> =>
  tables(tx)
    .selectFrom('content_review')
    .select(['kind', 'id', 'version', 'language', 'digest', 'by_name as byName', 'reviewed_at as reviewedAt'])
    .select(['by_function as byFunction', 'by_organisation as byOrganisation', 'taken_from as takenFrom', 'reason'])
    .execute()

/** The languages somebody confirmed or mended something in: those they read. */
export const languagesOf = async (tx: Tx, memberId: string): Promise<string[]> => {
  const rows = await tables(tx)
    .selectFrom('content_review')
    .select('language')
    .where('by_member', '=', memberId)
    .where('taken_from', 'is', null)
    .union(tables(tx).selectFrom('content_wording').select('language').where('by_member', '=', memberId))
    .execute()
  return rows.map(({ language }) => language)
}

export const countReviews = async (tx: Tx): Promise<number> => {
  const row = await tables(tx)
    .selectFrom('content_review')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

export const keepReview = async (tx: Tx, review: Review & { byMember: string }): Promise<void> => {
  await tables(tx)
    .insertInto('content_review')
    .values({
      kind: review.kind,
      id: review.id,
      version: review.version,
      language: review.language,
      digest: review.digest,
      by_member: review.byMember,
      by_name: review.byName,
      reviewed_at: review.reviewedAt,
      by_function: review.byFunction,
      by_organisation: review.byOrganisation,
      taken_from: review.takenFrom && JSON.stringify(review.takenFrom),
      reason: review.reason,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
