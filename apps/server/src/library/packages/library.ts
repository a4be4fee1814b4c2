import { verifyContentPackage, digestOf, GeneralJws, canonicalJson } from '@ariadne/exchange'
import type { TrustList, TrustRoot } from '@ariadne/exchange'
import type { ReceivedPackage } from '@ariadne/contract'
import { digestOfSet, isPublished, regionalVersion } from '@ariadne/domain/screening'
import { stamp } from '../../platform/clock.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Content } from '../../platform/content/load.ts'
import { withSystem } from '../../platform/database/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Logger } from '../../platform/log.ts'
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
export type BelievedNetwork =
  | { readonly fresh: true; readonly list: TrustList; readonly root: TrustRoot }
  | { readonly fresh: false; readonly detail: string }

export type Library = {
  /** Looks for packages adopted since, also by another process. */
  refresh: () => Promise<void>
  adopt: (value: unknown) => Promise<ReceivedPackage>
  /** The package a version of a set came in; undefined when it came with the software. */
  packageOf: (id: string, version: string) => { name: string; version: number } | undefined
}

/**
 * The content of this instance: what came with the software, and packages adopted since. Verified against the trust
 * list when it comes; what is refused is kept as a note, so that the content page can say it.
 */
export const openLibrary = (input: {
  shipped: Holding
  country: string | undefined
  db: Database
  clock: Clock
  log: Logger
  trust: () => Promise<BelievedNetwork>
  replace: (changed: Holding) => void
}): Library => {
  const { shipped, country, db, clock, log } = input
  let seen = 0
  let isFirst = true
  let holding: Holding = shipped
  let came = new Map<string, { name: string; version: number }>()

  const published = async (sets: Holding['sets']) =>
    Promise.all(
      sets
        .filter(({ set }) => isPublished(set.lifecycle) && regionalVersion(set.version) === set.version)
        .map(async ({ set, texts }) => ({ id: set.id, version: set.version, digest: await digestOfSet(set, texts) })),
    )

  const load = async (): Promise<void> => {
    const { adopted, changed } = await withSystem(db, 'library', async (tx) => {
      const digests = await listDigests(tx)
      const ours = await published(shipped.sets)
      const differing = ours.filter((one) => (digests.get(`${one.id}@${one.version}`) ?? one.digest) !== one.digest)
      await meetVersions(tx, ours, stamp(clock))
      return { adopted: await listAdopted(tx), changed: new Set(differing.map((one) => `${one.id}@${one.version}`)) }
    })
    for (const name of changed) log.error({ set: name }, 'a published set was changed in the files and is not used')
    const before: Holding = {
      ...shipped,
      sets: shipped.sets.filter(({ set }) => !changed.has(`${set.id}@${regionalVersion(set.version)}`)),
    }
    const holdings: Holding[] = []
    came = new Map()
    for (const { content } of adopted) {
      const known = inForce(before, holdings, undefined)
      const read = await inspectPackage(content, { sets: known.sets, digestOf: () => undefined })
      if (!read.ok) {
        log.error({ package: content.name, version: content.version, code: read.code }, 'adopted content is not used')
        continue
      }
      holdings.push({ sets: [...read.sets], overlays: [...read.overlays] })
      for (const { id, version } of content.sets)
        came.set(`${id}@${version}`, { name: content.name, version: content.version })
    }
    holding = inForce(before, holdings, country)
    if (holdings.length > 0 || changed.size > 0) input.replace(holding)
    seen = adopted.at(-1)?.receipt ?? 0
  }

  let loading: Promise<void> | undefined
  const refresh = async (): Promise<void> => {
    const last = await withSystem(db, 'library', findLastAdopted)
    if (!isFirst && last === seen) return
    loading ??= load().finally(() => {
      loading = undefined
      isFirst = false
    })
    await loading
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
      const contents = content
        ? [
            ...content.sets.map(({ id, version }) => `${id}@${version}`),
            ...content.overlays.map((one) => `${one.set}@${one.over} ${one.country}`),
          ]
        : []
      const of = { content, signers, contents, ...(content ? { digest: await digestOf(canonicalJson(content)) } : {}) }
      if (!answer.ok) return refuse(answer.code, answer.detail, of)
      const inspected = await inspectPackage(answer.content, {
        sets: holding.sets,
        digestOf: (id, version) => digests.get(`${id}@${version}`),
      })
      if (!inspected.ok) return refuse(inspected.code, inspected.detail, of)
      const again = await findReceipt(tx, answer.digest, null)
      if (again !== undefined) return again
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

  return { refresh, adopt, packageOf: (id, version) => came.get(`${id}@${version}`) }
}
