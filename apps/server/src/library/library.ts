import { contentRoutes } from '@ariadne/contract'
import type { KnownSet } from '@ariadne/contract'
import type { MemberId } from '@ariadne/domain'
import { digestOfSet, overlaidVersion, stageOn } from '@ariadne/domain/screening'
import { networkOf } from '../network/index.ts'
import { stamp } from '../platform/clock.ts'
import type { LoadedSet } from '../platform/content/load.ts'
import { withActor, withSystem } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import { notAllowed, notFound } from '../platform/problem.ts'
import type { Platform, Stage } from '../platform/stage.ts'
import { findDraft, isOverlay, listDrafts, listWriters, moveDraft, problemsOf, saveDraft } from './drafts.ts'
import type { Draft } from './drafts.ts'
import { library as libraryTables } from './migrations/0660-library.ts'
import { openLibrary } from './packages/library.ts'
import { listPackages } from './packages/store.ts'

/** Those who write and agree on signs: the region's secretariat and each country's coordinator. */
const EDITORS: readonly string[] = ['secretariat', 'national_coordinator']
const ADOPTERS: readonly string[] = [...EDITORS, 'instance_admin']

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

/** Indicator sets that come signed from the network, and drafts of new ones. */
export const libraryStage: Stage = {
  name: 'library',
  migrations: [libraryTables],
  start: async (platform: Platform, register) => {
    const { db, clock, log, config, contentSource } = platform
    const { trust } = networkOf(platform)
    const { sets, overlays } = platform.content
    const library = openLibrary({
      shipped: { sets, overlays },
      country: config.instance.country,
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

    register.command('content.save_draft', async ({ tx, who, now, body }) =>
      may(who, EDITORS)
        ? saveDraft(tx, { memberId: who.memberId, now }, body, config.instance.country)
        : { status: 'refused', code: 'not_your_function', mayInstead: [...EDITORS] },
    )
    register.command('content.move_draft', async ({ tx, who, now, body }) =>
      may(who, EDITORS)
        ? moveDraft(tx, { memberId: who.memberId, now }, body, platform.content.sets)
        : { status: 'refused', code: 'not_your_function', mayInstead: [...EDITORS] },
    )

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
    register.readiness('content', async () => {
      const refused = await withSystem(db, 'library', async (tx) =>
        (await listPackages(tx)).filter((one) => !one.adopted),
      )
      return { ok: true, detail: `${platform.content.sets.length} sets, ${refused.length} packages refused` }
    })
  },
}
