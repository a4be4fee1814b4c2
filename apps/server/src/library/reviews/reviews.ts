import { createHash } from 'node:crypto'
import { canonicalJson } from '@ariadne/domain'
import type { Content } from '../../platform/content/load.ts'
import type { Tx } from '../../platform/database/index.ts'
import type { LibraryTables } from '../tables.ts'

export type ReviewKind = 'set' | 'script' | 'card'
export type Review = {
  kind: string
  id: string
  version: string
  language: string
  digest: string
  byName: string
  reviewedAt: string
}
type Words = Readonly<Record<string, unknown>>
type Reviewable = Pick<Content, 'sets' | 'scripts' | 'card'>
/** One text in one language, with the English it was made from. */
export type OneText = {
  kind: ReviewKind
  id: string
  version: string
  language: string
  words: Words
  english: Words
}

const tables = (tx: Tx) => tx.withTables<LibraryTables>()

/** The words of a language without what is said of them: what a reviewer confirmed is exactly this. */
export const digestOfWords = (words: Words): string => {
  const { $catalogue: _, ...said } = words
  return createHash('sha256').update(canonicalJson(said)).digest('hex')
}

/** The head of a file: who drafted it, who reviewed it. Undefined for the source that the others were made from. */
export const headOf = (words: Words) =>
  words['$catalogue'] as { state?: string; drafter?: string; reviewer?: string | null } | undefined

export const isConfirmed = (words: Words): boolean => {
  const head = headOf(words)
  return head === undefined || (head.state === 'reviewed' && Boolean(head.reviewer))
}

/** Everything that is translated and has to be confirmed: sets, talks and the card, in every language but the source. */
export const textsIn = ({ sets, scripts, card }: Reviewable): OneText[] => {
  const all = [
    ...sets.map(({ set, texts }) => ({ kind: 'set' as const, id: set.id, version: set.version, texts })),
    ...scripts.map(({ script, texts }) => ({ kind: 'script' as const, id: script.id, version: script.version, texts })),
    ...(card ? [{ kind: 'card' as const, id: 'card', version: card.layout.version, texts: card.texts }] : []),
  ]
  return all.flatMap(({ texts, ...of }) =>
    Object.entries(texts).flatMap(([language, words]) =>
      headOf(words) === undefined ? [] : [{ ...of, language, words, english: texts['en'] ?? {} }],
    ),
  )
}

const nameOf = (one: Pick<Review, 'kind' | 'id' | 'version' | 'language' | 'digest'>): string =>
  [one.kind, one.id, one.version, one.language, one.digest].join(' ')

const confirmed = <W extends Words>(
  texts: Readonly<Record<string, W>>,
  of: Pick<Review, 'kind' | 'id' | 'version'>,
  reviews: ReadonlyMap<string, Review>,
): Record<string, W> =>
  Object.fromEntries(
    Object.entries(texts).map(([language, words]) => {
      const review = reviews.get(nameOf({ ...of, language, digest: digestOfWords(words) }))
      const head = { ...headOf(words), state: 'reviewed', reviewer: review?.byName }
      return [language, review ? { ...words, $catalogue: head } : words]
    }),
  )

/** The content with every review of the words that are in it now. */
export const withReviews = <C extends Reviewable>(content: C, given: readonly Review[]): C => {
  if (given.length === 0) return content
  const reviews = new Map(given.map((one) => [nameOf(one), one]))
  const { sets, scripts, card } = content
  return {
    ...content,
    sets: sets.map((one) => ({
      ...one,
      texts: confirmed(one.texts, { kind: 'set', id: one.set.id, version: one.set.version }, reviews),
    })),
    scripts: scripts.map((one) => ({
      ...one,
      texts: confirmed(one.texts, { kind: 'script', id: one.script.id, version: one.script.version }, reviews),
    })),
    card: card && {
      ...card,
      texts: confirmed(card.texts, { kind: 'card', id: 'card', version: card.layout.version }, reviews),
    },
  }
}

export const listReviews = (tx: Tx): Promise<Review[]> =>
  tables(tx)
    .selectFrom('content_review')
    .select(['kind', 'id', 'version', 'language', 'digest', 'by_name as byName', 'reviewed_at as reviewedAt'])
    .execute()

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
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
