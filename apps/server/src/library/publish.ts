import { digestOfSet, overlaidVersion } from '@ariadne/domain/screening'
import type { IndicatorSet } from '@ariadne/domain/screening'
import { Overlay } from '@ariadne/domain/screening/definitions'
import { canonicalJson, ContentPackage, digestOf, signContentPackage } from '@ariadne/exchange'
import type { NetworkDoor } from '../network/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { isOverlay, listDrafts, refuse } from './drafts.ts'
import type { Draft, Outcome } from './drafts.ts'
import type { Offers } from './offers/offers.ts'
import type { Library } from './packages/library.ts'

/** A country's own sets begin with its letters, so that they are never taken for the region's. */
export const ownPrefix = (country: string): string => `${country.toLowerCase()}-`

/** Whether a draft may become content here at all: what is the region's is agreed by the region. */
export const findForeign = (definition: Draft['definition'], country: string | undefined): Outcome | null => {
  if (isOverlay(definition) || country === undefined || String(definition['id']).startsWith(ownPrefix(country)))
    return null
  return refuse(
    'set_of_the_region',
    'definition.id',
    `Download it and send it to the secretariat as a proposal; lay your own over the set; or begin the id of a set of your own with "${ownPrefix(country)}".`,
  )
}

const packagedSet = async ({ definition, texts }: Draft) => {
  const set = definition as unknown as IndicatorSet
  const digest = await digestOfSet(set, texts)
  return { id: set.id, version: set.version, digest, definition, texts }
}

/**
 * What becomes of a draft that two people agreed on. In a country it is kept as a package signed by this instance, and is
 * in force here and nowhere else. At the secretariat it is offered to the countries, whose coordinators sign it.
 */
export const publisherOf = (input: {
  me: string
  country: string | undefined
  network: NetworkDoor
  library: Library
  offers: Offers
}) => {
  const { me, country, network, library, offers } = input

  const inTheCountry = async (tx: Tx, draft: Draft, now: string, own: string): Promise<Outcome | null> => {
    const { definition, texts } = draft
    const laid = isOverlay(definition) ? Overlay.parse(definition) : undefined
    const of = laid ? `${laid.set}-${overlaidVersion(laid).replace(/[.+]/gu, '-')}` : String(definition['id'])
    const name = `own-${of}`.slice(0, 64)
    const content = ContentPackage.parse({
      v: 1,
      name,
      version: (library.adoptedVersion(name) ?? 0) + 1,
      issued: now,
      sets: laid ? [] : [await packagedSet(draft)],
      overlays: laid ? [{ country: own, set: laid.set, over: laid.over, definition, texts }] : [],
    })
    const signed = network.keys && (await signContentPackage(content, [network.keys.signing]))
    const refusal = await library.keepOwn(tx, {
      content,
      signed: signed ?? { payload: Buffer.from(canonicalJson(content)).toString('base64url'), signatures: [] },
      digest: await digestOf(canonicalJson(content)),
      signers: [{ holder: me, country: own }],
    })
    return refusal ? refuse(refusal.code, 'draftId', refusal.detail) : null
  }

  /** Of one set all versions that were approved here, so that a later issue lacks nothing of an earlier one nobody adopted yet. */
  const toTheRegion = async (tx: Tx, draft: Draft, now: string): Promise<Outcome | null> => {
    if (!network.keys)
      return refuse('no_signing_key', 'draftId', 'Give this instance its signing key and its trust list.')
    const id = String(draft.definition['id'])
    const approved = (await listDrafts(tx)).filter(
      ({ state, definition, draftId }) =>
        draftId !== draft.draftId && definition['id'] === id && (state === 'approved' || state === 'retired'),
    )
    const name = `signs-${id}`.slice(0, 64)
    const issues = (await offers.list()).filter((one) => one.name === name).map(({ version }) => version)
    const content = ContentPackage.parse({
      v: 1,
      name,
      version: Math.max(0, library.adoptedVersion(name) ?? 0, ...issues) + 1,
      issued: now,
      sets: await Promise.all([draft, ...approved].map(packagedSet)),
      overlays: [],
    })
    const refusal = await library.inspect(tx, content)
    if (refusal) return refuse(refusal.code, 'draftId', refusal.detail)
    await offers.offer(tx, content)
    return null
  }

  return (tx: Tx, draft: Draft, now: string): Promise<Outcome | null> =>
    country === undefined ? toTheRegion(tx, draft, now) : inTheCountry(tx, draft, now, country)
}

export type Publish = ReturnType<typeof publisherOf>
