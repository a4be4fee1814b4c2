import type { OfferedPackage } from '@ariadne/contract'
import {
  canonicalJson,
  digestOf,
  findContentPackage,
  isPackageOf,
  packageSigners,
  signContentPackage,
} from '@ariadne/exchange'
import type { ContentPackage, GeneralJws } from '@ariadne/exchange'
import type { NetworkDoor } from '../../network/index.ts'
import { stamp } from '../../platform/clock.ts'
import type { Clock } from '../../platform/clock.ts'
import { withSystem } from '../../platform/database/index.ts'
import type { Database, Tx } from '../../platform/database/index.ts'
import type { LoadedSet } from '../../platform/content/load.ts'
import type { Logger } from '../../platform/log.ts'
import { packageChangesNothing } from '../nothing.ts'
import type { Library } from '../packages/library.ts'
import { secretariatAt } from './ask.ts'
import type { Listed, Reach } from './ask.ts'
import { findOffer, keepOffer, keepSigned, listOffers, lockSigned, noteHandedIn } from './store.ts'
import type { Offer } from './store.ts'

type Signatures = GeneralJws['signatures']
export type SigningRefusal = 'not_found' | 'trust_missing' | 'signature_not_yours' | 'changes_nothing'

export type Offers = {
  /** Puts a package before the countries, signed by this instance. The caller made sure that it has a key. */
  offer: (tx: Tx, content: ContentPackage) => Promise<void>
  list: () => Promise<OfferedPackage[]>
  find: (digest: string) => Promise<{ line: OfferedPackage; payload: string } | undefined>
  /** Takes in the signature of this country's coordinator; adopted when that was the last one needed. */
  sign: (digest: string, signatures: Signatures) => Promise<OfferedPackage | SigningRefusal>
  /** What other instances may see: digests with their signatures, and the payload of one. */
  shown: () => Promise<Listed[]>
  payload: (digest: string) => Promise<string | undefined>
  /** At the secretariat: signatures that a country hands in. */
  take: (digest: string, signatures: Signatures) => Promise<OfferedPackage['signers'] | undefined>
  /** Asks the secretariat what it offers and hands in what was signed here. @returns whether it could be reached */
  look: () => Promise<boolean>
}

/**
 * How a set of the region comes into use: the secretariat offers it, coordinators sign it one by one, each instance
 * fetches their signatures, and adopts it when there are enough and its own coordinator is among them.
 */
export const openOffers = (input: {
  me: string
  isCountry: boolean
  network: NetworkDoor
  library: Library
  /** What is in use here. */
  sets: () => readonly LoadedSet[]
  reach: Reach
  db: Database
  clock: Clock
  log: Logger
}): Offers => {
  const { me, isCountry, network, library, db, clock, log } = input
  const believed = async () => {
    await network.trust.refresh()
    const status = network.trust.status()
    return status.fresh ? status : undefined
  }
  type Believed = NonNullable<Awaited<ReturnType<typeof believed>>>
  const all = () => withSystem(db, 'offers', listOffers)

  const lineOf = async (one: Offer, trust: Believed | undefined): Promise<OfferedPackage> => {
    const { content, signed, digest } = one
    const signers = trust ? await packageSigners(signed, trust) : []
    return {
      digest,
      name: content.name,
      version: content.version,
      issuedAt: content.issued,
      contents: content.sets.map(({ id, version }) => `${id}@${version}`),
      signers,
      needed: trust?.root.threshold ?? 0,
      isSigned: signers.some(({ holder }) => holder === me),
      isHandedIn: one.handedInAt !== null,
      adopted: (library.adoptedVersion(content.name) ?? 0) >= content.version,
    }
  }

  /** Adds what holds: one signature of each coordinator who is not there yet. What does not hold is left out. */
  const merge = (digest: string, given: Signatures, trust: Believed): Promise<boolean> =>
    withSystem(db, 'offers', async (tx) => {
      const signed = await lockSigned(tx, digest)
      if (!signed) return false
      const there = new Set((await packageSigners(signed, trust)).map(({ holder }) => holder))
      const added: Signatures = []
      for (const signature of given) {
        const [signer] = await packageSigners({ payload: signed.payload, signatures: [signature] }, trust)
        if (!signer || there.has(signer.holder)) continue
        there.add(signer.holder)
        added.push(signature)
      }
      if (added.length > 0) await keepSigned(tx, digest, { ...signed, signatures: [...signed.signatures, ...added] })
      return added.length > 0
    })

  const adoptWhatCanBe = async (trust: Believed): Promise<void> => {
    for (const one of await all()) {
      const line = await lineOf(one, trust)
      if (line.adopted || line.signers.length < line.needed || (isCountry && !line.isSigned)) continue
      await library.adopt(one.signed)
    }
  }

  const meet = async (
    secretariat: ReturnType<typeof secretariatAt>,
    { digest, signatures }: Listed,
    from: string,
    trust: Believed,
  ): Promise<void> => {
    const signed = { payload: await secretariat.payload(digest), signatures: [...signatures] }
    const content = findContentPackage(signed)?.content
    const now = stamp(clock)
    const holds =
      content !== undefined &&
      (await digestOf(canonicalJson(content))) === digest &&
      (await isPackageOf(signed, trust.list, from, now))
    if (!holds) return log.warn({ digest }, 'an offered package is not what the secretariat signed')
    // Only the offer itself is taken over as it came; whether coordinators signed is looked at one by one.
    const own = []
    for (const one of signatures)
      if (await isPackageOf({ payload: signed.payload, signatures: [one] }, trust.list, from, now)) own.push(one)
    const bare = { payload: signed.payload, signatures: own }
    await withSystem(db, 'offers', (tx) => keepOffer(tx, { digest, content, signed: bare }, now))
  }

  /** Signatures of this country's coordinator that the secretariat has not shown yet. */
  const handIn = async (
    secretariat: ReturnType<typeof secretariatAt>,
    listed: readonly Listed[],
    trust: Believed,
  ): Promise<void> => {
    for (const { digest, signed, handedInAt } of await all()) {
      if (handedInAt !== null || !listed.some((one) => one.digest === digest)) continue
      for (const signature of signed.signatures) {
        const [signer] = await packageSigners({ payload: signed.payload, signatures: [signature] }, trust)
        if (signer?.holder !== me) continue
        const signers = await secretariat.handIn(digest, [signature])
        if (signers.some(({ holder }) => holder === me))
          await withSystem(db, 'offers', (tx) => noteHandedIn(tx, digest, stamp(clock)))
      }
    }
  }

  const look = async (): Promise<boolean> => {
    const trust = await believed()
    if (!trust) return false
    const from = trust.list.members.find(({ kind }) => kind === 'secretariat')
    if (!from) return false
    if (from.id === me) {
      await adoptWhatCanBe(trust)
      return true
    }
    const secretariat = secretariatAt(input.reach, from.baseUrl)
    try {
      const listed = await secretariat.list()
      const known = new Set((await all()).map(({ digest }) => digest))
      for (const one of listed) {
        if (!known.has(one.digest)) await meet(secretariat, one, from.id, trust)
        await merge(one.digest, one.signatures, trust)
      }
      await handIn(secretariat, listed, trust)
    } catch (error) {
      log.warn({ err: error }, 'the secretariat was not reached for its offers')
      return false
    } finally {
      await adoptWhatCanBe(trust)
    }
    return true
  }

  const find: Offers['find'] = async (digest) => {
    const one = await withSystem(db, 'offers', (tx) => findOffer(tx, digest))
    return one && { line: await lineOf(one, await believed()), payload: one.signed.payload }
  }

  return {
    offer: async (tx, content) => {
      if (!network.keys) throw new Error('An instance without a key cannot offer anything.')
      const signed = await signContentPackage(content, [network.keys.signing])
      await keepOffer(tx, { digest: await digestOf(canonicalJson(content)), content, signed }, stamp(clock))
    },
    list: async () => {
      const trust = await believed()
      return Promise.all((await all()).map((one) => lineOf(one, trust)))
    },
    find,
    sign: async (digest, signatures) => {
      const trust = await believed()
      if (!trust) return 'trust_missing'
      const one = await find(digest)
      if (!one) return 'not_found'
      const content = findContentPackage({ payload: one.payload, signatures: [] })?.content
      if (content && packageChangesNothing(content, input.sets())) return 'changes_nothing'
      const signers = await packageSigners({ payload: one.payload, signatures }, trust)
      if (!signers.some(({ holder }) => holder === me)) return 'signature_not_yours'
      await merge(digest, signatures, trust)
      await look()
      const now = await find(digest)
      return now ? now.line : 'not_found'
    },
    shown: async () => (await all()).map(({ digest, signed }) => ({ digest, signatures: signed.signatures })),
    payload: async (digest) => (await find(digest))?.payload,
    take: async (digest, signatures) => {
      const trust = await believed()
      if (!trust || !(await find(digest))) return undefined
      if (await merge(digest, signatures, trust)) await adoptWhatCanBe(trust)
      return (await find(digest))?.line.signers
    },
    look,
  }
}
