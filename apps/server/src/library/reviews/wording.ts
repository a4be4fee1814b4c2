import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import type { LibraryTables } from '../tables.ts'
import { digestOfWords, headOf } from './texts.ts'
import type { TextKey, Words } from './texts.ts'

/** Words that somebody whose language it is mended, in place of those whose digest is `ofDigest`. */
export type Wording = TextKey & {
  ofDigest: string
  digest: string
  words: Words
  byMember: string
  byName: string
  at: string
}

const tables = (tx: Tx) => tx.withTables<LibraryTables>()

/** Every wording, the first one first. */
export const listWordings = (tx: Tx): Promise<Wording[]> =>
  tables(tx)
    .selectFrom('content_wording')
    .select(['kind', 'id', 'version', 'language', 'of_digest as ofDigest', 'digest', 'words', 'at'])
    .select(['by_member as byMember', 'by_name as byName'])
    .orderBy('at')
    .execute()

/** One change after the other: two that mend the same words at once would lose one of them. Held to the end of the transaction. */
export const lockWordings = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('content_wording'))`.execute(tx)
}

export const countWordings = async (tx: Tx): Promise<number> => {
  const row = await tables(tx)
    .selectFrom('content_wording')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

export const keepWording = async (tx: Tx, one: Wording): Promise<void> => {
  const { kind, id, version, language, digest } = one
  await tables(tx)
    .insertInto('content_wording')
    .values({
      kind,
      id,
      version,
      language,
      of_digest: one.ofDigest,
      digest,
      words: JSON.stringify(one.words),
      by_member: one.byMember,
      by_name: one.byName,
      at: one.at,
    })
    .execute()
}

/** The words as they were mended, step by step, and the steps. Words that came anew since are mended by nobody. */
export const mended = (words: Words, wordings: readonly Wording[]): { words: Words; steps: Wording[] } => {
  let digest = digestOfWords(words)
  const steps: Wording[] = []
  for (const one of wordings)
    if (one.ofDigest === digest) {
      steps.push(one)
      digest = one.digest
    }
  const last = steps.at(-1)
  if (!last) return { words, steps }
  return { words: { ...last.words, $catalogue: { ...headOf(words), drafter: last.byName } }, steps }
}

const namesIn = (message: string): string =>
  [...message.matchAll(/\{\s*(\w+)/gu)]
    .map(([, name]) => name)
    .toSorted()
    .join(' ')

/** The first sentence that is none of the text, or does not have the places of the English one; undefined when all fit. */
export const findUnfit = (
  words: Readonly<Record<string, string>>,
  english: Readonly<Record<string, string>>,
): string | undefined =>
  Object.entries(words).find(([id, message]) => {
    const source = english[id]
    return source === undefined || namesIn(source) !== namesIn(message)
  })?.[0]
