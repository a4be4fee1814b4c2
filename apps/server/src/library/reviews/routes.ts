import { contentRoutes } from '@ariadne/contract'
import { asSystem, withActor } from '../../platform/database/index.ts'
import type { SignedIn } from '../../platform/http/env.ts'
import { notAllowed, notFound } from '../../platform/problem.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import { listDrafts, listWriters, refuse } from '../drafts.ts'
import { digestOfWords, headOf, isConfirmed, keepReview, listReviews, textsIn } from './reviews.ts'
import type { OneText } from './reviews.ts'

/** Those who read the region's languages for a living, and those who answer for the sets. */
const REVIEWERS: readonly string[] = ['mediator', 'interpreter', 'secretariat', 'national_coordinator']
const may = (who: SignedIn): boolean => who.functions.some((one) => REVIEWERS.includes(one))

const messagesIn = (words: OneText['words']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(words).flatMap(([id, entry]) => {
      const message = typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : entry
      return id === '$catalogue' || typeof message !== 'string' ? [] : [[id, message]]
    }),
  )

/** How somebody who reads a language as their own confirms what is written in it. */
export const reviewsOf = (platform: Platform, register: Register, refresh: () => Promise<void>): void => {
  const { db, content, log } = platform
  const find = (key: Pick<OneText, 'kind' | 'id' | 'version' | 'language'>): OneText | undefined =>
    textsIn(content).find(
      (one) =>
        one.kind === key.kind && one.id === key.id && one.version === key.version && one.language === key.language,
    )
  const lineOf = (one: OneText) => ({
    kind: one.kind,
    id: one.id,
    version: one.version,
    language: one.language,
    isConfirmed: isConfirmed(one.words),
    drafter: headOf(one.words)?.drafter ?? null,
    reviewer: headOf(one.words)?.reviewer ?? null,
  })

  register.signedIn(contentRoutes.contentTexts, async (c, who) => {
    if (!may(who)) throw notAllowed('mediators, interpreters, the secretariat or a national coordinator')
    await refresh()
    return c.json({ texts: textsIn(content).map(lineOf) }, 200)
  })
  register.signedIn(contentRoutes.contentText, async (c, who) => {
    if (!may(who)) throw notAllowed('mediators, interpreters, the secretariat or a national coordinator')
    await refresh()
    const one = find(c.req.valid('param'))
    if (!one) throw notFound('text')
    const digest = digestOfWords(one.words)
    const reviews = await withActor(db, who.actor, listReviews)
    const review = reviews.find(
      (other) =>
        other.digest === digest && other.kind === one.kind && other.id === one.id && other.language === one.language,
    )
    return c.json(
      {
        ...lineOf(one),
        digest,
        words: messagesIn(one.words),
        english: messagesIn(one.english),
        reviewedAt: review?.reviewedAt ?? null,
      },
      200,
    )
  })
  register.command('content.review_texts', async ({ tx, who, now, body, afterCommit }) => {
    if (!may(who)) return { status: 'refused', code: 'not_your_function', mayInstead: [...REVIEWERS] }
    const one = find(body)
    if (!one) return refuse('not_found', 'id')
    if (digestOfWords(one.words) !== body.digest)
      return refuse('texts_changed', 'digest', 'Open it again and read what is there now.')
    const drafts = (await listDrafts(tx)).filter(
      ({ definition }) => one.kind === 'set' && definition['id'] === one.id && definition['version'] === one.version,
    )
    for (const { draftId } of drafts)
      if ((await listWriters(tx, draftId)).includes(who.memberId))
        return refuse('text_needs_second', 'id', 'Somebody who wrote none of it confirms it.')
    if (headOf(one.words)?.drafter === who.displayName)
      return refuse('text_needs_second', 'id', 'Somebody who wrote none of it confirms it.')
    const by = { byMember: who.memberId, byName: who.displayName, reviewedAt: now }
    await asSystem(tx, () => keepReview(tx, { ...body, ...by }))
    afterCommit(() => void refresh().catch((error: unknown) => log.error({ err: error }, 'content not read')))
    return { status: 'accepted', result: {} }
  })
}
