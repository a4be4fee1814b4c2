import { contentRoutes } from '@ariadne/contract'
import { ContentReviews, findContentReviews, signContentReviews } from '@ariadne/exchange'
import type { PackagedReview, TrustList } from '@ariadne/exchange'
import type { NetworkDoor } from '../../network/index.ts'
import { stamp } from '../../platform/clock.ts'
import type { Platform } from '../../platform/stage.ts'
import { withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import type { Reach } from '../offers/ask.ts'
import type { LibraryTables } from '../tables.ts'
import { listReviews } from './reviews.ts'
import { digestOfWords, isSameText, messagesIn, textsIn } from './texts.ts'
import type { OneText } from './texts.ts'
import { findUnfit, listWordings } from './wording.ts'

/** What reviewers of another country confirmed. It is shown, and changes nothing until somebody here takes it over. */
export type ReviewElsewhere = PackagedReview & { instance: string; country: string | null }

const tables = (tx: Tx) => tx.withTables<LibraryTables>()
const Answer = contentRoutes.contentReviews.responses[200].content['application/json'].schema
const MOST = 2000

/** What this instance signs of its own reviews: of the words in use now, and only what was confirmed here. */
const statementOf = async ({ db, content, config, clock }: Platform): Promise<ContentReviews> => {
  const [reviews, wordings] = await withSystem(db, 'library', async (tx) => [
    await listReviews(tx),
    await listWordings(tx),
  ])
  const inUse = textsIn(content)
  const { id: instance, country = null } = config.instance
  const travelling = reviews
    .filter(({ takenFrom }) => takenFrom === null)
    .filter((one) => inUse.some((text) => isSameText(text, one) && digestOfWords(text.words) === one.digest))
    .slice(0, MOST)
  return {
    v: 1,
    instance,
    country,
    issued: stamp(clock),
    reviews: travelling
      .map(({ kind, id, version, language, digest, ...one }) => ({
        kind: kind as PackagedReview['kind'],
        id,
        version,
        language,
        digest,
        function: one.byFunction,
        organisation: one.byOrganisation,
        reviewedAt: one.reviewedAt,
        words: { ...wordings.find((other) => other.digest === digest)?.words },
      }))
      .map((one) => ({ ...one, words: Object.keys(one.words).length > 0 ? one.words : null })),
  }
}

const bodyOf = (signed: string): ReviewElsewhere[] => {
  const payload: unknown = JSON.parse(Buffer.from(signed.split('.')[1] ?? '', 'base64url').toString())
  const read = ContentReviews.safeParse(payload)
  return read.success
    ? read.data.reviews.map((one) => ({ ...one, instance: read.data.instance, country: read.data.country }))
    : []
}

export const openReviewsElsewhere = (platform: Platform, network: NetworkDoor, reach: Reach) => {
  const { db, clock, log, config } = platform
  const { trust, keys } = network
  const me = config.instance.id

  const meet = async (list: TrustList, { id, baseUrl }: TrustList['members'][number]): Promise<void> => {
    const now = stamp(clock)
    const response = await reach(new URL('/exchange/v1/reviews', baseUrl).href)
    if (!response.ok) throw new Error(`${id} answered with ${response.status}.`)
    const { signed } = Answer.parse(await response.json())
    if (signed === null) return
    const said = await findContentReviews(signed, { list, instanceId: id, now })
    if (!said) return log.warn({ instance: id }, 'reviews that its instance did not sign are not kept')
    const row = { issued: said.issued, signed, met_at: now }
    await withSystem(db, 'library', (tx) =>
      tables(tx)
        .insertInto('content_review_elsewhere')
        .values({ instance: id, ...row })
        // An older statement never comes back in place of a newer one.
        .onConflict((conflict) =>
          conflict.column('instance').doUpdateSet(row).where('content_review_elsewhere.issued', '<', said.issued),
        )
        .execute(),
    )
  }

  return {
    /** Asks every other instance what its reviewers confirmed. Whoever cannot be reached is asked next time. */
    look: async (): Promise<void> => {
      await trust.refresh()
      const status = trust.status()
      if (!status.fresh) return
      for (const member of status.list.members)
        if (member.id !== me)
          await meet(status.list, member).catch((error: unknown) =>
            log.warn({ err: error, instance: member.id }, 'its reviews were not read'),
          )
    },
    /** What this instance tells the others; null without a key to sign it with. */
    own: async (): Promise<string | null> =>
      keys ? signContentReviews(await statementOf(platform), keys.signing) : null,
    /** What members of the network confirmed. They were verified when they came; who has left since no longer counts. */
    list: async (tx: Tx): Promise<ReviewElsewhere[]> => {
      const { list } = trust.status()
      const rows = await tables(tx).selectFrom('content_review_elsewhere').select(['instance', 'signed']).execute()
      return rows
        .filter(({ instance }) => list?.members.some(({ id }) => id === instance))
        .flatMap(({ signed }) => bodyOf(signed))
    },
  }
}
export type ReviewsElsewhere = ReturnType<typeof openReviewsElsewhere>

/** What of a review elsewhere could be taken over for a text: with which other sentences. Undefined where it fits nothing here. */
export const fitting = (text: OneText, review: ReviewElsewhere): Record<string, string> | undefined => {
  if (!isSameText(text, review)) return undefined
  if (review.digest === digestOfWords(text.words)) return {}
  if (review.words === null || digestOfWords(review.words) !== review.digest) return undefined
  const [theirs, ours] = [messagesIn(review.words), messagesIn(text.words)]
  if (findUnfit(theirs, messagesIn(text.english)) !== undefined) return undefined
  if (Object.keys(ours).some((id) => theirs[id] === undefined)) return undefined
  return Object.fromEntries(Object.entries(theirs).filter(([id, words]) => ours[id] !== words))
}
