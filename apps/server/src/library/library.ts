import { contentRoutes } from '@ariadne/contract'
import type { KnownSet } from '@ariadne/contract'
import type { MemberId } from '@ariadne/domain'
import { digestOfSet, overlaidVersion, stageOn } from '@ariadne/domain/screening'
import { networkOf } from '../network/index.ts'
import { stamp } from '../platform/clock.ts'
import type { LoadedSet } from '../platform/content/load.ts'
import { withActor, withSystem } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import { notAllowed, notFound, Problem } from '../platform/problem.ts'
import type { Platform, Stage } from '../platform/stage.ts'
import { findDraft, isOverlay, listDrafts, listWriters, moveDraft, problemsOf, saveDraft } from './drafts.ts'
import type { Draft } from './drafts.ts'
import { library as libraryTables } from './migrations/0660-library.ts'
import { offers as offerTables } from './migrations/0740-offers.ts'
import { reviews as reviewTables } from './migrations/0780-reviews.ts'
import { reviewsTravel } from './migrations/0830-reviews-travel.ts'
import { reachOverHttp } from './offers/ask.ts'
import type { Reach } from './offers/ask.ts'
import { openOffers } from './offers/offers.ts'
import { openLibrary } from './packages/library.ts'
import { listPackages } from './packages/store.ts'
import { openReviewsElsewhere } from './reviews/elsewhere.ts'
import { reviewsOf } from './reviews/routes.ts'
import { findForeign, publisherOf } from './publish.ts'

/** Those who write and agree on signs: the region's secretariat and each country's coordinator. */
const EDITORS: readonly string[] = ['secretariat', 'national_coordinator']
const ADOPTERS: readonly string[] = [...EDITORS, 'instance_admin']

const SIGNERS: readonly string[] = ['national_coordinator']
const NOT_SIGNED = {
  trust_missing: {
    title: 'There is no trust list that can be relied on now.',
    remedy: 'Renew the trust list of this instance, then sign again.',
  },
  changes_nothing: {
    title: 'Every set in this package says what the one it replaces says.',
    remedy: 'There is nothing to sign. Tell the secretariat.',
  },
  signature_not_yours: {
    title: "This is not the signature of this country's coordinator under this package.",
    remedy: 'Sign with the key that the trust root names for this country.',
  },
} as const

const may = (who: SignedIn, functions: readonly string[]): boolean =>
  who.functions.some((name) => functions.includes(name))

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const lineOf = ({ draftId, revision, state, definition, changedAt, changedBy }: Draft) => {
  const { id, version, set, over, country, number } = definition
  const named = isOverlay(definition)
    ? {
        kind: 'overlay' as const,
        setId: text(set),
        version:
          typeof over === 'string' && typeof country === 'string' && typeof number === 'number'
            ? overlaidVersion({ over, country, number })
            : text(over),
      }
    : { kind: 'set' as const, setId: text(id), version: text(version) }
  return {
    draftId,
    ...named,
    state,
    revision,
    changedAt,
    changedBy: changedBy as MemberId,
  }
}

const titleIn = ({ texts }: LoadedSet, language: string): string => {
  const entry = (texts[language] ?? texts['en'] ?? {})['set.title']
  const words = typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : entry
  return typeof words === 'string' ? words : ''
}

const LOOK = 'content.look'
const LOOK_EVERY_MS = 5 * 60_000

/**
 * Indicator sets that come signed from the network, drafts of new ones, and how those come into use. `reach` is the
 * network; tests give their own.
 */
export const libraryStage = (options: { reach?: Reach } = {}): Stage => ({
  name: 'library',
  migrations: [libraryTables, offerTables, reviewTables, reviewsTravel],
  start: async (platform: Platform, register) => {
    const { db, clock, log, config, contentSource, due } = platform
    const network = networkOf(platform)
    const { trust } = network
    const { id: me, country } = config.instance
    const { sets, overlays, scripts, courses, card, reach: outside } = platform.content
    const library = openLibrary({
      shipped: { sets, overlays, scripts, courses, card, reach: outside },
      country,
      db,
      clock,
      log,
      trust: async () => {
        await trust.refresh()
        return trust.status()
      },
      replace: contentSource.replace,
    })
    await library.refresh()
    contentSource.beforeServing(library.refresh)
    const reach = options.reach ?? reachOverHttp
    const elsewhere = openReviewsElsewhere(platform, network, reach)
    const offers = openOffers({
      me,
      isCountry: country !== undefined,
      network,
      library,
      sets: () => platform.content.sets,
      reach,
      db,
      clock,
      log,
    })
    const publish = publisherOf({ me, country, network, library, offers })
    /** What the secretariat offers, and with it what reviewers of the other countries confirmed. */
    const look = async (): Promise<boolean> => {
      const reached = await offers.look()
      await elsewhere.look()
      return reached
    }
    due.handle(LOOK, async (tx) => {
      await due.schedule(tx, LOOK, me, new Date(clock.now().getTime() + LOOK_EVERY_MS).toISOString())
      // Beside the row's transaction: another host may be slow to answer.
      void look().catch((error: unknown) => log.error({ err: error }, 'offers not looked at'))
    })
    if (trust.status().fresh)
      await withSystem(db, 'library', (tx) => due.schedule(tx, LOOK, me, clock.now().toISOString()))

    reviewsOf(platform, register, { refresh: library.refresh, elsewhere })
    register.command('content.save_draft', async ({ tx, who, now, body }) =>
      may(who, EDITORS)
        ? saveDraft(tx, { memberId: who.memberId, now }, body, country)
        : { status: 'refused', code: 'not_your_function', mayInstead: [...EDITORS] },
    )
    register.command('content.move_draft', async ({ tx, who, now, body, afterCommit }) => {
      if (!may(who, EDITORS)) return { status: 'refused', code: 'not_your_function', mayInstead: [...EDITORS] }
      afterCommit(() => void library.refresh().catch((error: unknown) => log.error({ err: error }, 'content not read')))
      return moveDraft(tx, { memberId: who.memberId, now }, body, {
        sets: platform.content.sets,
        findForeign: (definition) => findForeign(definition, country),
        publish,
      })
    })

    const known = async (one: LoadedSet, language: string): Promise<KnownSet> => {
      const { id, version, subject, lifecycle, signs } = one.set
      return {
        id,
        version,
        subject,
        title: titleIn(one, language),
        lifecycle,
        stage: stageOn(lifecycle, stamp(clock).slice(0, 10)),
        digest: await digestOfSet(one.set, one.texts),
        signs: signs.filter(({ status }) => status === 'active').length,
        languages: Object.keys(one.texts).toSorted(),
        from: library.packageOf(id, version) ?? null,
      }
    }
    register.signedIn(contentRoutes.content, async (c, who) => {
      await library.refresh()
      const isEditor = may(who, EDITORS)
      const [packages, drafts] = await withActor(db, who.actor, async (tx) => [
        await listPackages(tx),
        isEditor ? await listDrafts(tx) : [],
      ])
      const status = trust.status()
      return c.json(
        {
          sets: await Promise.all(platform.content.sets.map((one) => known(one, who.language))),
          packages,
          drafts: drafts.map(lineOf),
          offers: isEditor ? await offers.list() : [],
          trusted: status.fresh,
        },
        200,
      )
    })
    register.signedIn(contentRoutes.contentDraft, async (c, who) => {
      if (!may(who, EDITORS)) throw notAllowed('the secretariat or a national coordinator')
      const { draftId } = c.req.valid('param')
      const [draft, writers] = await withActor(db, who.actor, async (tx) => [
        await findDraft(tx, draftId),
        await listWriters(tx, draftId),
      ])
      if (!draft) throw notFound('draft')
      const { definition, texts } = draft
      const problems = problemsOf(draft, platform.content.sets).map((one) => ({ ...one, path: [...one.path] }))
      return c.json({ ...lineOf(draft), definition, texts, problems, mayApprove: !writers.includes(who.memberId) }, 200)
    })
    register.signedIn(contentRoutes.adoptPackage, async (c, who) => {
      if (!may(who, ADOPTERS))
        throw notAllowed('the secretariat, a national coordinator or the administrator of this instance')
      return c.json(await library.adopt(c.req.valid('json').signed), 200)
    })
    register.signedIn(contentRoutes.contentOffer, async (c, who) => {
      if (!may(who, EDITORS)) throw notAllowed('the secretariat or a national coordinator')
      const found = await offers.find(c.req.valid('param').digest)
      if (!found) throw notFound('offer')
      const maySign = country !== undefined && may(who, SIGNERS) && !found.line.isSigned && trust.status().fresh
      return c.json({ ...found.line, payload: found.payload, maySign }, 200)
    })
    register.signedIn(contentRoutes.signOffer, async (c, who) => {
      if (!may(who, SIGNERS)) throw notAllowed('the national coordinator')
      const { digest, signatures } = c.req.valid('json')
      const signed = await offers.sign(digest, signatures)
      if (typeof signed !== 'string') return c.json(signed, 200)
      throw signed === 'not_found'
        ? notFound('offer')
        : new Problem({ status: 400, code: signed, ...NOT_SIGNED[signed] })
    })
    register.signedIn(contentRoutes.lookForOffers, async (c, who) => {
      if (!may(who, EDITORS)) throw notAllowed('the secretariat or a national coordinator')
      return c.json({ reached: await look() }, 200)
    })
    register.open(contentRoutes.offeredPackages, async (c) => {
      await platform.limiter.count('exchangePeer', c.var.addressHash)
      return c.json({ packages: await offers.shown() }, 200)
    })
    register.open(contentRoutes.offeredPackage, async (c) => {
      await platform.limiter.count('exchangePeer', c.var.addressHash)
      const payload = await offers.payload(c.req.valid('param').digest)
      if (payload === undefined) throw notFound('package')
      return c.json({ payload }, 200)
    })
    register.open(contentRoutes.handInSignatures, async (c) => {
      await platform.limiter.count('exchangePeer', c.var.addressHash)
      const { digest, signatures } = c.req.valid('json')
      const signers = await offers.take(digest, signatures)
      if (signers === undefined) throw notFound('package')
      return c.json({ signers }, 200)
    })
    register.readiness('content', async () => {
      const refused = await withSystem(db, 'library', async (tx) =>
        (await listPackages(tx)).filter((one) => !one.adopted),
      )
      return { ok: true, detail: `${platform.content.sets.length} sets, ${refused.length} packages refused` }
    })
  },
})
