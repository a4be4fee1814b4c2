import { verifyContentPackage, digestOf, GeneralJws, canonicalJson } from '@ariadne/exchange'
import type {
  ContentPackage,
  GeneralJws as SignedPackage,
  PackageSigner,
  TrustList,
  TrustRoot,
} from '@ariadne/exchange'
import type { ReceivedPackage } from '@ariadne/contract'
import { digestOfSet, isPublished, overlaidVersion, regionalVersion } from '@ariadne/domain/screening'
import { stamp } from '../../platform/clock.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Content, LoadedSet } from '../../platform/content/load.ts'
import { withSystem } from '../../platform/database/index.ts'
import type { Database, Tx } from '../../platform/database/index.ts'
import type { Logger } from '../../platform/log.ts'
import { CHANGES_NOTHING, packageChangesNothing } from '../nothing.ts'
import { countReviews, listReviews, withReviews } from '../reviews/reviews.ts'
import { countWordings, listWordings } from '../reviews/wording.ts'
import { inForce } from './inForce.ts'
import { inspectPackage } from './inspect.ts'
import {
  findLastAdopted,
  findReceipt,
  keepReceipt,
  listAdopted,
  listDigests,
  listPackages,
  meetVersions,
} from './store.ts'

type Holding = Pick<Content, 'sets' | 'overlays'>
/** What came with the software; a command line that only adopts needs no talks and no card. */
type Shipped = Holding & Partial<Pick<Content, 'scripts' | 'courses' | 'card' | 'reach'>>
export type BelievedNetwork =
  | { readonly fresh: true; readonly list: TrustList; readonly root: TrustRoot }
  | { readonly fresh: false; readonly detail: string }

export type Library = {
  /** Looks for packages adopted since, also by another process. */
  refresh: () => Promise<void>
  adopt: (value: unknown) => Promise<ReceivedPackage>
  /** The package a version of a set came in; undefined when it came with the software. */
  packageOf: (id: string, version: string) => { name: string; version: number } | undefined
  /** The issue of a package that is in use; undefined when none is. */
  adoptedVersion: (name: string) => number | undefined
  /** What is wrong with a package before anybody is asked to sign it. */
  inspect: (tx: Tx, content: ContentPackage) => Promise<Fault | undefined>
  /** Keeps what this country agreed on for itself. It is in use after the commit, once `refresh` was called. */
  keepOwn: (tx: Tx, own: OwnPackage) => Promise<Fault | undefined>
}

type Fault = { readonly code: string; readonly detail: string }
type OwnPackage = {
  readonly content: ContentPackage
  readonly signed: SignedPackage
  readonly digest: string
  readonly signers: readonly PackageSigner[]
}

/** Says whether anything came since: each of them only ever grows. */
const markOf = (...counts: number[]): string => counts.join(' ')

const contentsOf = ({ sets, overlays }: ContentPackage): string[] => [
  ...sets.map(({ id, version }) => `${id}@${version}`),
  ...overlays.map((one) => `${one.set}@${one.over} ${one.country}`),
]

type Came = ReadonlyMap<string, { name: string; version: number }>

/** What is in use here: what came with the software, and over it each adopted package that can still be read. */
const laidOver = async (
  before: Holding,
  adopted: Awaited<ReturnType<typeof listAdopted>>,
  country: string | undefined,
  unread: (content: ContentPackage, code: string) => void,
): Promise<{ holding: Holding; came: Came; count: number }> => {
  const holdings: Holding[] = []
  const came = new Map<string, { name: string; version: number }>()
  for (const { content } of adopted) {
    const known = inForce(before, holdings, undefined)
    const read = await inspectPackage(content, { ...known, digestOf: () => undefined })
    if (!read.ok) {
      unread(content, read.code)
      continue
    }
    holdings.push({ sets: [...read.sets], overlays: [...read.overlays] })
    const from = { name: content.name, version: content.version }
    for (const { id, version } of content.sets) came.set(`${id}@${version}`, from)
    for (const { overlay } of read.overlays) came.set(`${overlay.set}@${overlaidVersion(overlay)}`, from)
  }
  return { holding: inForce(before, holdings, country), came, count: holdings.length }
}

const publishedOf = async (sets: Holding['sets']) =>
  Promise.all(
    sets
      .filter(({ set }) => isPublished(set.lifecycle) && regionalVersion(set.version) === set.version)
      .map(async ({ set, texts }) => ({ id: set.id, version: set.version, digest: await digestOfSet(set, texts) })),
  )

const changedSince = (
  ours: Awaited<ReturnType<typeof publishedOf>>,
  digests: ReadonlyMap<string, string>,
): ReadonlySet<string> =>
  new Set(
    ours
      .map(({ id, version, digest }) => [`${id}@${version}`, digest] as const)
      .flatMap(([name, digest]) => ((digests.get(name) ?? digest) === digest ? [] : [name])),
  )

const unchanged = (shipped: Holding, changed: ReadonlySet<string>): Holding => ({
  ...shipped,
  sets: shipped.sets.filter(({ set }) => !changed.has(`${set.id}@${regionalVersion(set.version)}`)),
})

/** The sets this instance uses, as a command line asks: reads, and writes nothing down. */
export const setsInUse = async (
  db: Database,
  shipped: Holding,
  country: string | undefined,
  unread: (name: string) => void,
): Promise<{ sets: readonly LoadedSet[]; came: Came }> => {
  const { adopted, digests } = await withSystem(db, 'library', async (tx) => ({
    adopted: await listAdopted(tx),
    digests: await listDigests(tx),
  }))
  const changed = changedSince(await publishedOf(shipped.sets), digests)
  for (const name of changed) unread(name)
  const { holding, came } = await laidOver(unchanged(shipped, changed), adopted, country, ({ name, version }) =>
    unread(`${name} ${version}`),
  )
  return { sets: holding.sets, came }
}

/**
 * The content of this instance: what came with the software, and packages adopted since. Verified against the trust
 * list when it comes; what is refused is kept as a note, so that the content page can say it.
 */
export const openLibrary = (input: {
  shipped: Shipped
  country: string | undefined
  db: Database
  clock: Clock
  log: Logger
  trust: () => Promise<BelievedNetwork>
  replace: (changed: Shipped) => void
}): Library => {
  const { shipped, country, db, clock, log } = input
  let seen = markOf(0, 0, 0)
  let isFirst = true
  let holding: Holding = shipped
  let came: Came = new Map()
  let inUse = new Map<string, number>()

  const load = async (): Promise<void> => {
    const { adopted, changed, reviews, wordings } = await withSystem(db, 'library', async (tx) => {
      const digests = await listDigests(tx)
      const ours = await publishedOf(shipped.sets)
      await meetVersions(tx, ours, stamp(clock))
      return {
        adopted: await listAdopted(tx),
        changed: changedSince(ours, digests),
        reviews: await listReviews(tx),
        wordings: await listWordings(tx),
      }
    })
    for (const name of changed) log.error({ set: name }, 'a published set was changed in the files and is not used')
    inUse = new Map(adopted.map(({ content }) => [content.name, content.version]))
    const laid = await laidOver(unchanged(shipped, changed), adopted, country, ({ name, version }, code) =>
      log.error({ package: name, version, code }, 'adopted content is not used'),
    )
    holding = laid.holding
    came = laid.came
    if (laid.count > 0 || changed.size > 0 || reviews.length > 0 || wordings.length > 0) {
      const { scripts = [], courses = [], card = null, reach = null } = shipped
      const { sets, ...rest } = withReviews({ ...holding, scripts, courses, card, reach }, { reviews, wordings })
      input.replace({
        sets,
        overlays: rest.overlays,
        ...(shipped.scripts
          ? { scripts: rest.scripts, courses: rest.courses, card: rest.card, reach: rest.reach }
          : {}),
      })
    }
    seen = markOf(adopted.at(-1)?.receipt ?? 0, reviews.length, wordings.length)
  }

  let loading: Promise<void> | undefined
  const refresh = async (): Promise<void> => {
    const last = await withSystem(db, 'library', async (tx) =>
      markOf(await findLastAdopted(tx), await countReviews(tx), await countWordings(tx)),
    )
    if (!isFirst && last === seen) return
    loading ??= load().finally(() => {
      loading = undefined
      isFirst = false
    })
    await loading
  }

  const inspectHere = (digests: ReadonlyMap<string, string>, content: ContentPackage) =>
    inspectPackage(content, { ...holding, digestOf: (id, version) => digests.get(`${id}@${version}`) })

  const inspect: Library['inspect'] = async (tx, content) => {
    const read = await inspectHere(await listDigests(tx), content)
    return read.ok ? undefined : read
  }

  const keepOwn: Library['keepOwn'] = async (tx, { content, signed, digest, signers }) => {
    const fault = await inspect(tx, content)
    if (fault) return fault
    const receivedAt = stamp(clock)
    await meetVersions(
      tx,
      content.sets.map((one) => ({ id: one.id, version: one.version, digest: one.digest })),
      receivedAt,
    )
    await keepReceipt(tx, {
      content,
      digest,
      receivedAt,
      refusal: null,
      signers,
      contents: contentsOf(content),
      signed,
    })
    return undefined
  }

  const adopt = async (value: unknown): Promise<ReceivedPackage> => {
    await refresh()
    const network = await input.trust()
    const now = stamp(clock)
    const receipt = await withSystem(db, 'library', async (tx) => {
      const [digests, adopted] = [await listDigests(tx), await listAdopted(tx)]
      const signed = GeneralJws.safeParse(value)
      const refuse = async (code: string, detail: string, rest: Partial<Parameters<typeof keepReceipt>[1]> = {}) => {
        const digest = rest.digest ?? (await digestOf(signed.success ? signed.data.payload : 'not a package'))
        const again = await findReceipt(tx, digest, code)
        if (again !== undefined) return again
        const nothing = { content: null, signers: [], contents: [], signed: null }
        return keepReceipt(tx, { ...nothing, ...rest, digest, receivedAt: now, refusal: { code, detail } })
      }
      if (!network.fresh) return refuse('trust_missing', network.detail)
      const answer = await verifyContentPackage(value, network, {
        now,
        known: (name) => adopted.findLast(({ content }) => content.name === name)?.known,
      })
      const { content, signers } = answer
      const contents = content ? contentsOf(content) : []
      const of = { content, signers, contents, ...(content ? { digest: await digestOf(canonicalJson(content)) } : {}) }
      if (!answer.ok) return refuse(answer.code, answer.detail, of)
      const inspected = await inspectHere(digests, answer.content)
      if (!inspected.ok) return refuse(inspected.code, inspected.detail, of)
      const again = await findReceipt(tx, answer.digest, null)
      if (again !== undefined) return again
      if (packageChangesNothing(answer.content, holding.sets)) return refuse('changes_nothing', CHANGES_NOTHING, of)
      await meetVersions(
        tx,
        answer.content.sets.map(({ id, version, digest }) => ({ id, version, digest })),
        now,
      )
      return keepReceipt(tx, {
        content,
        digest: answer.digest,
        receivedAt: now,
        refusal: null,
        signers,
        contents,
        signed: signed.success ? signed.data : null,
      })
    })
    await refresh()
    const [told] = await withSystem(db, 'library', (tx) => listPackages(tx, { receipt }))
    if (!told) throw new Error(`The receipt ${receipt} of a package was not kept.`)
    return told
  }

  return {
    refresh,
    adopt,
    inspect,
    keepOwn,
    packageOf: (id, version) => came.get(`${id}@${version}`),
    adoptedVersion: (name) => inUse.get(name),
  }
}
