import { z } from 'zod'
import { canonicalJson } from './canonicalJson.ts'
import { digestOf } from './digest.ts'
import { ExchangeError, refused, type Refused } from './refusal.ts'
import { findKid, verifyCompact, type SigningKey } from './signing.ts'
import { findSigningKey, GeneralJws, type TrustList, type TrustRoot } from './trustList.ts'
import { addSignature, coordinatorsBehind, findStatement } from './trustSignatures.ts'
import { CLOCK_TOLERANCE, Digest, firstFault, Moment } from './values.ts'

const Slug = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/)
const SetVersion = z.string().regex(/^\d+\.\d+\.\d+$/)
const Texts = z.record(z.string().max(12), z.record(z.string(), z.unknown()))
const Definition = z.record(z.string(), z.unknown())

/** A published version of a set. What stands in `definition` is the receiver's to read and to refuse. */
export const PackagedSet = z.strictObject({
  id: Slug,
  version: SetVersion,
  /** Of its definition and its English words: what never changes again. */
  digest: Digest,
  definition: Definition,
  texts: Texts,
})
export type PackagedSet = z.infer<typeof PackagedSet>

/** What a country lays over a set. */
export const PackagedOverlay = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/),
  set: Slug,
  over: SetVersion,
  definition: Definition,
  texts: Texts,
})
export type PackagedOverlay = z.infer<typeof PackagedOverlay>

/** Content as it goes from country to country: sets and overlays under one name, each issue with a higher version. */
export const ContentPackage = z.strictObject({
  v: z.literal(1),
  name: Slug,
  version: z.int().min(1),
  issued: Moment,
  sets: z.array(PackagedSet).max(200),
  overlays: z.array(PackagedOverlay).max(200),
})
export type ContentPackage = z.infer<typeof ContentPackage>

export type PackageRefusal =
  | 'malformed'
  | 'unsupported_version'
  | 'empty'
  | 'below_threshold'
  | 'other_country'
  | 'rollback'
  | 'equivocation'
  | 'from_the_future'

/** Somebody who signed: a coordinator of the root whose instance the trust list names. */
export interface PackageSigner {
  readonly holder: string
  readonly country: string
}
/** The issue of a package that was adopted last. */
export interface KnownPackage {
  readonly version: number
  readonly digest: string
}
export type PackageAnswer =
  | {
      readonly ok: true
      readonly content: ContentPackage
      readonly digest: string
      readonly signers: readonly PackageSigner[]
    }
  | (Refused<PackageRefusal> & { readonly content: ContentPackage | null; readonly signers: readonly PackageSigner[] })

const TYPE = 'ariadne-content-package+jws'

/** Signs a package, alone or beside colleagues who signed the same one before. */
export const signContentPackage = async (
  content: ContentPackage,
  keys: readonly SigningKey[],
  signed?: GeneralJws,
): Promise<GeneralJws> => {
  const statement = ContentPackage.parse(content)
  if (signed && canonicalJson(findStatement(signed) ?? null) !== canonicalJson(statement))
    throw new ExchangeError(
      'other_statement',
      'Colleagues signed another package than this one; compare the two before signing',
    )
  let result = signed
  for (const key of keys) result = await addSignature(statement, result, TYPE, key)
  if (!result) throw new ExchangeError('no_key', 'A package needs at least one key to sign it with')
  return result
}

/** The package inside, bare as it was written or signed. Nothing is verified. */
export const findContentPackage = (
  value: unknown,
): { readonly content: ContentPackage; readonly signed: GeneralJws | undefined } | undefined => {
  const signed = GeneralJws.safeParse(value)
  const content = ContentPackage.safeParse(signed.success ? findStatement(signed.data) : value)
  return content.success ? { content: content.data, signed: signed.success ? signed.data : undefined } : undefined
}

/** The coordinators whose signature under a package holds and whose instance the trust list names, in the root's order. */
export const packageSigners = async (
  signed: GeneralJws,
  { list, root }: { readonly list: TrustList; readonly root: TrustRoot },
): Promise<PackageSigner[]> => {
  const holders = await coordinatorsBehind(signed, root, TYPE)
  return root.keys.flatMap(({ holder, country }, at) =>
    holders.has(holder) &&
    root.keys.findIndex((key) => key.holder === holder) === at &&
    list.members.some((member) => member.id === holder)
      ? [{ holder, country }]
      : [],
  )
}

/** Whether the instance of a member signed a package, with a key that the trust list gives it now. */
export const isPackageOf = async (
  signed: GeneralJws,
  list: TrustList,
  instanceId: string,
  now: string,
): Promise<boolean> => {
  for (const one of signed.signatures) {
    const compact = `${one.protected}.${signed.payload}.${one.signature}`
    const kid = findKid(compact, TYPE)
    const key = kid === undefined ? undefined : findSigningKey(list, instanceId, kid, now)
    if (key && (await verifyCompact(compact, key.x)).ok) return true
  }
  return false
}

const isOtherVersion = (statement: unknown): boolean =>
  typeof statement === 'object' && statement !== null && 'v' in statement && statement.v !== 1

/**
 * Whether a package may be adopted. Signs for the whole region need the threshold of coordinators that a trust list
 * needs; a country's overlays need that country's own coordinator, and nobody else's word will do. Only those count
 * whose instance the trust list names now.
 */
export const verifyContentPackage = async (
  value: unknown,
  { list, root }: { readonly list: TrustList; readonly root: TrustRoot },
  { now, known }: { readonly now: string; readonly known?: (name: string) => KnownPackage | undefined },
): Promise<PackageAnswer> => {
  const refuse = (
    code: PackageRefusal,
    detail: string,
    content: ContentPackage | null = null,
    signers: readonly PackageSigner[] = [],
  ): PackageAnswer => ({ ...refused(code, detail), content, signers })

  const signed = GeneralJws.safeParse(value)
  if (!signed.success) return refuse('malformed', `Not a signed package: ${firstFault(signed.error)}`)
  const statement = findStatement(signed.data)
  if (isOtherVersion(statement))
    return refuse('unsupported_version', 'This package is of a newer version; update this software')
  const parsed = ContentPackage.safeParse(statement)
  if (!parsed.success) return refuse('malformed', `Not a package of content: ${firstFault(parsed.error)}`)
  const content = parsed.data

  const signers = await packageSigners(signed.data, { list, root })
  if (content.sets.length === 0 && content.overlays.length === 0)
    return refuse('empty', 'The package holds nothing', content, signers)
  if (content.sets.length > 0 && signers.length < root.threshold)
    return refuse(
      'below_threshold',
      `${signers.length} of the ${root.threshold} coordinators needed have signed`,
      content,
      signers,
    )
  const foreign = content.overlays.find((overlay) => !signers.some(({ country }) => country === overlay.country))
  if (foreign)
    return refuse(
      'other_country',
      `The overlay of ${foreign.country} needs the signature of that country's coordinator`,
      content,
      signers,
    )
  const digest = await digestOf(canonicalJson(content))
  const before = known?.(content.name)
  if (before && content.version < before.version)
    return refuse(
      'rollback',
      `Version ${content.version} is older than version ${before.version}, which was adopted before`,
      content,
      signers,
    )
  if (before && content.version === before.version && digest !== before.digest)
    return refuse(
      'equivocation',
      `There are two packages of version ${content.version}; tell the coordinators at once`,
      content,
      signers,
    )
  if (Date.parse(content.issued) > Date.parse(now) + CLOCK_TOLERANCE)
    return refuse('from_the_future', 'The package was issued in the future; check the clocks', content, signers)
  return { ok: true, content, digest, signers }
}
