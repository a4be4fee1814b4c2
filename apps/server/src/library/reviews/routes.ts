import { contentRoutes } from '@ariadne/contract'
import { asSystem, withActor } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import type { SignedIn } from '../../platform/http/env.ts'
import { nameIn } from '../../platform/organisation/names.ts'
import { notAllowed, notFound } from '../../platform/problem.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import { listDrafts, listWriters, refuse } from '../drafts.ts'
import type { Outcome } from '../drafts.ts'
import { fitting } from './elsewhere.ts'
import type { ReviewElsewhere, ReviewsElsewhere } from './elsewhere.ts'
import { keepReview, languagesOf, listReviews } from './reviews.ts'
import { digestOfWords, headOf, isConfirmed, isSameText, messagesIn, textsIn } from './texts.ts'
import type { OneText, TextKey } from './texts.ts'
import { textsQueue } from './queue.ts'
import { findUnfit, keepWording, listWordings, lockWordings, mended } from './wording.ts'

/** Those who read the region's languages for a living, and those who answer for the sets. */
const REVIEWERS: readonly string[] = ['mediator', 'interpreter', 'secretariat', 'national_coordinator']
/** Those who decide for the instance. */
const DECIDERS: readonly string[] = ['secretariat', 'national_coordinator']
const may = (who: SignedIn, functions: readonly string[]): boolean =>
  who.functions.some((one) => functions.includes(one))
const WHO = 'mediators, interpreters, the secretariat or a national coordinator'

const READ_AGAIN = 'Open it again and read what is there now.'
const changed = (): Outcome => refuse('texts_changed', 'digest', READ_AGAIN)
const second = (): Outcome => refuse('text_needs_second', 'id', 'Somebody who wrote none of it confirms it.')
const notYours = (mayInstead: readonly string[]): Outcome => ({
  status: 'refused',
  code: 'not_your_function',
  mayInstead: [...mayInstead],
})

const organisationOf = async (tx: Tx, { organisationId }: SignedIn): Promise<string | null> => {
  const row = await tx.selectFrom('organisation').select('name').where('id', '=', organisationId).executeTakeFirst()
  return row ? nameIn(row.name, 'en').slice(0, 120) || null : null
}

const elsewhereOf = ({ instance, country, organisation, reviewedAt, ...one }: ReviewElsewhere) => ({
  instance,
  country,
  function: one.function,
  organisation,
  reviewedAt,
})

/** How somebody who reads a language as their own confirms what is written in it, mends it, or takes over what others confirmed. */
export const reviewsOf = (
  platform: Platform,
  register: Register,
  { refresh, elsewhere }: { refresh: () => Promise<void>; elsewhere: ReviewsElsewhere },
): void => {
  const { db, content, log } = platform
  const find = (key: TextKey): OneText | undefined => textsIn(content).find((one) => isSameText(one, key))
  const refreshLater = () => void refresh().catch((error: unknown) => log.error({ err: error }, 'content not read'))
  const lineOf = (one: OneText, confirmed: readonly ReviewElsewhere[]) => ({
    kind: one.kind,
    id: one.id,
    version: one.version,
    language: one.language,
    isConfirmed: isConfirmed(one.words),
    drafter: headOf(one.words)?.drafter ?? null,
    reviewer: headOf(one.words)?.reviewer ?? null,
    sentences: Object.keys(messagesIn(one.words)).length,
    confirmedIn: [
      ...new Set(confirmed.flatMap((other) => (other.country !== null && fitting(one, other) ? [other.country] : []))),
    ],
  })

  const ownLanguages = async (tx: Tx, who: SignedIn): Promise<string[]> => [
    ...new Set([who.language.replace('-Latn', ''), ...(await languagesOf(tx, who.memberId))]),
  ]

  register.queues(
    textsQueue({
      texts: () => textsIn(content),
      languages: async (tx, who) => (may(who, REVIEWERS) ? ownLanguages(tx, who) : []),
    }),
  )
  register.signedIn(contentRoutes.contentTexts, async (c, who) => {
    if (!may(who, REVIEWERS)) throw notAllowed(WHO)
    await refresh()
    const [others, mine] = await withActor(db, who.actor, async (tx) => [
      await elsewhere.list(tx),
      await ownLanguages(tx, who),
    ])
    return c.json({ texts: textsIn(content).map((one) => lineOf(one, others)), mine }, 200)
  })
  register.signedIn(contentRoutes.contentText, async (c, who) => {
    if (!may(who, REVIEWERS)) throw notAllowed(WHO)
    await refresh()
    const one = find(c.req.valid('param'))
    if (!one) throw notFound('text')
    const digest = digestOfWords(one.words)
    const [reviews, others] = await withActor(db, who.actor, async (tx) => [
      await listReviews(tx),
      await elsewhere.list(tx),
    ])
    const review = reviews.find((other) => other.digest === digest && isSameText(other, one))
    const open = isConfirmed(one.words) ? [] : others
    return c.json(
      {
        ...lineOf(one, others),
        digest,
        words: messagesIn(one.words),
        english: messagesIn(one.english),
        reviewedAt: review?.reviewedAt ?? null,
        takenFrom: review?.takenFrom ? { ...review.takenFrom, reason: review.reason ?? '' } : null,
        elsewhere: open.flatMap((other) => {
          const words = fitting(one, other)
          return words ? [{ ...elsewhereOf(other), digest: other.digest, words }] : []
        }),
        mayTakeOver: may(who, DECIDERS),
      },
      200,
    )
  })
  register.open(contentRoutes.contentReviews, async (c) => {
    await platform.limiter.count('exchangePeer', c.var.addressHash)
    await refresh()
    return c.json({ signed: await elsewhere.own() }, 200)
  })

  /** The text as it is at this moment, also where the content in memory is a moment older; nobody else changes it meanwhile. */
  const stands = async (
    tx: Tx,
    key: TextKey,
  ): Promise<{ one: OneText; digest: string; isDone: boolean } | undefined> => {
    await asSystem(tx, () => lockWordings(tx))
    const found = find(key)
    if (!found) return undefined
    const wordings = (await listWordings(tx)).filter((other) => isSameText(other, key))
    const one = { ...found, words: mended(found.words, wordings).words }
    const digest = digestOfWords(one.words)
    const isReviewed = (await listReviews(tx)).some((other) => isSameText(other, key) && other.digest === digest)
    return { one, digest, isDone: isReviewed || isConfirmed(one.words) }
  }

  const wroteSome = async (tx: Tx, one: OneText, who: SignedIn): Promise<boolean> => {
    const drafts = (await listDrafts(tx)).filter(
      ({ definition }) => one.kind === 'set' && definition['id'] === one.id && definition['version'] === one.version,
    )
    for (const { draftId } of drafts) if ((await listWriters(tx, draftId)).includes(who.memberId)) return true
    const wordings = (await listWordings(tx)).filter((other) => isSameText(other, one))
    return wordings.some(({ byMember }) => byMember === who.memberId) || headOf(one.words)?.drafter === who.displayName
  }

  register.command('content.review_texts', async ({ tx, who, now, body, afterCommit }) => {
    if (!may(who, REVIEWERS)) return notYours(REVIEWERS)
    const text = await stands(tx, body)
    if (!text) return refuse('not_found', 'id')
    const { one, digest } = text
    if (digest !== body.digest) return changed()
    if (await wroteSome(tx, one, who)) return second()
    const by = {
      byMember: who.memberId,
      byName: who.displayName,
      byFunction: REVIEWERS.find((name) => who.functions.includes(name)) ?? null,
      byOrganisation: await asSystem(tx, () => organisationOf(tx, who)),
      reviewedAt: now,
    }
    await asSystem(tx, () => keepReview(tx, { ...body, ...by, takenFrom: null, reason: null }))
    afterCommit(refreshLater)
    return { status: 'accepted', result: {} }
  })

  register.command('content.change_texts', async ({ tx, who, now, body, afterCommit }) => {
    if (!may(who, REVIEWERS)) return notYours(REVIEWERS)
    const text = await stands(tx, body)
    if (!text) return refuse('not_found', 'id')
    const { one } = text
    if (text.digest !== body.digest) return changed()
    if (text.isDone)
      return refuse('text_is_confirmed', 'id', 'Tell the secretariat or your coordinator what is wrong with it.')
    const unfit = findUnfit(body.words, messagesIn(one.english))
    if (unfit !== undefined)
      return refuse('text_does_not_fit', `words.${unfit}`, 'Keep what stands in braces in the English as it is.')
    const { $catalogue: _, ...before } = one.words
    const words = { ...before, ...body.words }
    const digest = digestOfWords(words)
    if (digest === body.digest) return { status: 'accepted', result: {} }
    const { kind, id, version, language } = one
    const by = { byMember: who.memberId, byName: who.displayName, at: now }
    await asSystem(tx, () =>
      keepWording(tx, { kind, id, version, language, ofDigest: body.digest, digest, words, ...by }),
    )
    afterCommit(refreshLater)
    return { status: 'accepted', result: {} }
  })

  register.command('content.take_over_review', async ({ tx, who, now, body, afterCommit }) => {
    if (!may(who, DECIDERS)) return notYours(DECIDERS)
    const text = await stands(tx, body)
    if (!text) return refuse('not_found', 'id')
    const { one, digest: ofDigest } = text
    if (text.isDone) return refuse('text_is_confirmed', 'id', READ_AGAIN)
    const review = (await elsewhere.list(tx)).find(
      (other) => other.instance === body.instance && other.digest === body.digest && fitting(one, other) !== undefined,
    )
    if (!review) return changed()
    const { kind, id, version, language } = one
    const byName =
      [review.organisation ?? review.function, review.country].filter(Boolean).join(', ') || review.instance
    await asSystem(tx, async () => {
      const by = { byMember: who.memberId, byName }
      if (ofDigest !== review.digest && review.words)
        await keepWording(tx, {
          kind,
          id,
          version,
          language,
          ofDigest,
          digest: review.digest,
          words: review.words,
          ...by,
          at: now,
        })
      await keepReview(tx, {
        kind,
        id,
        version,
        language,
        digest: review.digest,
        ...by,
        byFunction: DECIDERS.find((name) => who.functions.includes(name)) ?? null,
        byOrganisation: await organisationOf(tx, who),
        reviewedAt: now,
        takenFrom: elsewhereOf(review),
        reason: body.reason,
      })
    })
    afterCommit(refreshLater)
    return { status: 'accepted', result: {} }
  })
}
