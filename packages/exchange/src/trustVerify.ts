import { keyIdOf } from '@ariadne/vault/keys'
import { canonicalJson } from './canonicalJson.ts'
import { digestOf } from './digest.ts'
import { ExchangeError, refused, type Refused } from './refusal.ts'
import { signingKeyId, type SigningKey } from './signing.ts'
import { GeneralJws, TrustList, TrustRoot, type KnownList, type ListedMember } from './trustList.ts'
import { addSignature, coordinatorsBehind, findStatement } from './trustSignatures.ts'
import { CLOCK_TOLERANCE, firstFault } from './values.ts'

export type TrustRefusal =
  | 'malformed'
  | 'unsupported_version'
  | 'inconsistent'
  | 'secretariat_in_root'
  | 'wrong_root'
  | 'root_expired'
  | 'below_threshold'
  | 'rollback'
  | 'equivocation'
  | 'from_the_future'
  | 'stale'

/** A trust list that may be believed until it expires, and what to remember of it. */
export type TrustListAnswer =
  | { readonly ok: true; readonly list: TrustList; readonly known: KnownList; readonly signers: readonly string[] }
  | Refused<TrustRefusal>
export type TrustRootAnswer = { readonly ok: true; readonly root: TrustRoot } | Refused<TrustRefusal>

const LIST_TYPE = 'ariadne-trust-list+jws'
const ROOT_TYPE = 'ariadne-trust-root+jws'

/** Signs a list, alone or beside colleagues who signed the same list before. */
export const signTrustList = async (
  list: TrustList,
  keys: readonly SigningKey[],
  signed?: GeneralJws,
): Promise<GeneralJws> => {
  const statement = TrustList.parse(list)
  return signAll(statement, keys, LIST_TYPE, signed)
}

/** Signs a root. A rotation needs the threshold of the old root and of the new one. */
export const signTrustRoot = async (
  root: TrustRoot,
  keys: readonly SigningKey[],
  signed?: GeneralJws,
): Promise<GeneralJws> => signAll(TrustRoot.parse(root), keys, ROOT_TYPE, signed)

const signAll = async (
  statement: unknown,
  keys: readonly SigningKey[],
  typ: string,
  signed?: GeneralJws,
): Promise<GeneralJws> => {
  if (signed && canonicalJson(findStatement(signed) ?? null) !== canonicalJson(statement))
    throw new ExchangeError(
      'other_statement',
      'Colleagues signed another statement than this one; compare the two before signing',
    )
  let result = signed
  for (const key of keys) result = await addSignature(statement, result, typ, key)
  if (!result) throw new ExchangeError('no_key', 'A statement needs at least one key to sign it with')
  return result
}

const isTwice = (values: readonly string[]): boolean => new Set(values).size !== values.length

/** What a root must be beside well formed: keys and ids that match, and enough different coordinators for its threshold. */
const findRootFault = async (root: TrustRoot): Promise<string | null> => {
  if (isTwice(root.keys.map((key) => key.kid))) return 'a key is listed twice'
  if (new Set(root.keys.map((key) => key.holder)).size < root.threshold)
    return 'the threshold is above the number of coordinators'
  for (const key of root.keys)
    if (key.kid !== (await signingKeyId(key.x))) return `key id ${key.kid} is not the thumbprint of its key`
  return null
}

const findMemberFault = async (member: ListedMember): Promise<string | null> => {
  if (member.kind === 'country' && member.country === null)
    return `${member.id} is a country's instance without a country`
  if (member.kind === 'secretariat' && member.units.some((unit) => unit.key !== null || unit.roles.length > 0))
    return `${member.id} is the secretariat, which holds no case key and takes no handover`
  const url = new URL(member.baseUrl)
  if (url.protocol !== 'https:' && url.hostname !== '127.0.0.1' && url.hostname !== 'localhost')
    return `${member.id} is not reached over https`
  for (const key of member.signingKeys)
    if (key.kid !== (await signingKeyId(key.x)))
      return `${member.id}: key id ${key.kid} is not the thumbprint of its key`
  const sealing = [...member.kemKeys, ...member.units.flatMap((unit) => (unit.key ? [unit.key] : []))]
  for (const key of sealing) {
    const keyId = await keyIdOf(key.publicKey).catch(() => null)
    if (keyId !== key.keyId) return `${member.id}: key id ${key.keyId} is not the thumbprint of its key`
  }
  return null
}

const findListFault = async (list: TrustList): Promise<string | null> => {
  const { members } = list
  if (isTwice(members.map((member) => member.id))) return 'an instance is listed twice'
  if (isTwice(members.flatMap((member) => member.units.map((unit) => unit.id)))) return 'a unit is listed twice'
  if (isTwice(members.flatMap((member) => member.signingKeys.map((key) => key.kid))))
    return 'a signing key is listed twice'
  if (
    isTwice(
      members.flatMap((member) =>
        [...member.kemKeys, ...member.units.flatMap((unit) => unit.key ?? [])].map((key) => key.keyId),
      ),
    )
  )
    return 'a sealing key is listed twice'
  for (const member of members) {
    const fault = await findMemberFault(member)
    if (fault) return fault
  }
  return null
}

/**
 * Verifies a signed trust list against the root. There is no grace: a list that has expired is refused, and with it
 * every message, until a newer one is there.
 * @param known what was remembered of the last accepted list; with it an older list, or another one of the same
 *   version, is refused
 */
export const verifyTrustList = async (
  value: unknown,
  root: TrustRoot,
  { now, known }: { readonly now: string; readonly known?: KnownList },
): Promise<TrustListAnswer> => {
  const signed = GeneralJws.safeParse(value)
  if (!signed.success) return refused('malformed', `Not a signed trust list: ${firstFault(signed.error)}`)
  const statement = findStatement(signed.data)
  if (isOtherVersion(statement))
    return refused('unsupported_version', 'This trust list is of a newer version; update this software')
  const parsed = TrustList.safeParse(statement)
  if (!parsed.success) return refused('malformed', `Not a trust list: ${firstFault(parsed.error)}`)
  const list = parsed.data
  if (root.expires <= now)
    return refused('root_expired', 'The root of trust has expired; the coordinators need to sign a new one')
  if (list.rootVersion !== root.version)
    return refused(
      'wrong_root',
      `The list belongs to root ${list.rootVersion}, this instance has root ${root.version}; get the rotation in between`,
    )
  const secretariats = list.members.filter((member) => member.kind === 'secretariat')
  if (
    root.keys.some((key) =>
      secretariats.some((member) => member.id === key.holder || member.signingKeys.some((one) => one.kid === key.kid)),
    )
  )
    return refused(
      'secretariat_in_root',
      'The secretariat holds a root key, which it must not; the coordinators need to sign a new root',
    )
  const signers = await coordinatorsBehind(signed.data, root, LIST_TYPE)
  if (signers.size < root.threshold)
    return refused('below_threshold', `${signers.size} of the ${root.threshold} coordinators needed have signed`)
  const fault = await findListFault(list)
  if (fault) return refused('inconsistent', `The list contradicts itself: ${fault}`)
  const digest = await digestOf(canonicalJson(list))
  if (known && list.version < known.version)
    return refused(
      'rollback',
      `Version ${list.version} is older than version ${known.version}, which was accepted before`,
    )
  if (known && list.version === known.version && digest !== known.digest)
    return refused('equivocation', `There are two lists of version ${list.version}; tell the coordinators at once`)
  if (Date.parse(list.issued) > Date.parse(now) + CLOCK_TOLERANCE)
    return refused('from_the_future', 'The list was issued in the future; check the clocks')
  if (list.expires <= now)
    return refused('stale', `The list expired at ${list.expires}; nothing is exchanged until a newer one is here`)
  return { ok: true, list, known: { version: list.version, digest }, signers: [...signers] }
}

const isOtherVersion = (statement: unknown): boolean =>
  typeof statement === 'object' &&
  statement !== null &&
  'v' in statement &&
  typeof statement.v === 'number' &&
  statement.v !== 1

const readRoot = async (
  value: unknown,
  now: string,
): Promise<{ readonly ok: true; readonly root: TrustRoot; readonly signed: GeneralJws } | Refused<TrustRefusal>> => {
  const signed = GeneralJws.safeParse(value)
  if (!signed.success) return refused('malformed', `Not a signed root: ${firstFault(signed.error)}`)
  const statement = findStatement(signed.data)
  if (isOtherVersion(statement))
    return refused('unsupported_version', 'This root is of a newer version; update this software')
  const parsed = TrustRoot.safeParse(statement)
  if (!parsed.success) return refused('malformed', `Not a root: ${firstFault(parsed.error)}`)
  const fault = await findRootFault(parsed.data)
  if (fault) return refused('inconsistent', `The root contradicts itself: ${fault}`)
  if (parsed.data.expires <= now) return refused('root_expired', `The root expired at ${parsed.data.expires}`)
  const own = await coordinatorsBehind(signed.data, parsed.data, ROOT_TYPE)
  if (own.size < parsed.data.threshold)
    return refused(
      'below_threshold',
      `${own.size} of the ${parsed.data.threshold} coordinators of this root have signed it`,
    )
  return { ok: true, root: parsed.data, signed: signed.data }
}

/**
 * Verifies the first root, which is given to an instance by hand: signed by its own threshold. Compare its digest
 * with colleagues by another way before pinning it.
 */
export const verifyTrustRoot = async (value: unknown, { now }: { readonly now: string }): Promise<TrustRootAnswer> => {
  const read = await readRoot(value, now)
  return read.ok ? { ok: true, root: read.root } : read
}

/** Verifies a root that follows `current`: the very next version, signed by the threshold of both (as TUF 5.3.4 asks). */
export const verifyRootRotation = async (
  value: unknown,
  current: TrustRoot,
  { now }: { readonly now: string },
): Promise<TrustRootAnswer> => {
  const read = await readRoot(value, now)
  if (!read.ok) return read
  if (read.root.version !== current.version + 1)
    return refused(
      read.root.version <= current.version ? 'rollback' : 'wrong_root',
      `Root ${current.version} is followed by root ${current.version + 1}, not ${read.root.version}`,
    )
  const before = await coordinatorsBehind(read.signed, current, ROOT_TYPE)
  if (before.size < current.threshold)
    return refused(
      'below_threshold',
      `${before.size} of the ${current.threshold} coordinators of the root before have signed`,
    )
  return { ok: true, root: read.root }
}
