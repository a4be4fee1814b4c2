import { z } from 'zod'
import { Digest, InstanceName, KeyId, Moment, UnitName } from './values.ts'

const Slug = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/)
const Version = z.int().min(1)
const Country = z.string().regex(/^[A-Z]{2}$/)

/** A key an instance signs with. `until` ends new use; after `revokedAt` nothing new signed by it is believed. */
export const ListedSigningKey = z.strictObject({
  kid: KeyId,
  x: KeyId,
  from: Moment,
  until: Moment,
  revokedAt: Moment.nullable(),
})
export type ListedSigningKey = z.infer<typeof ListedSigningKey>

/** A key messages to an instance are sealed to (X-Wing, text form of the vault). */
export const ListedKemKey = z.strictObject({
  keyId: KeyId,
  publicKey: z.string().max(2000),
  from: Moment,
  until: Moment,
})
export type ListedKemKey = z.infer<typeof ListedKemKey>

/** A working unit that others may find, ask and seal dossiers to. Units that never hold a case have no key. */
export const ListedUnit = z.strictObject({
  id: UnitName,
  name: z.string().min(1).max(120),
  kinds: z.array(Slug).min(1).max(10),
  languages: z.array(z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?$/)).max(20),
  /** What it can be asked to do in a handover; empty when it takes none. */
  roles: z.array(z.enum(['take_lead', 'provide_service', 'family_assessment', 'return_support'])).max(4),
  key: z.strictObject({ keyId: KeyId, publicKey: z.string().max(2000) }).nullable(),
})
export type ListedUnit = z.infer<typeof ListedUnit>

/** One instance of the network. The secretariat is a member that holds no person, and so no case key. */
export const ListedMember = z.strictObject({
  id: InstanceName,
  kind: z.enum(['country', 'secretariat']),
  country: Country.nullable(),
  name: z.string().min(1).max(120),
  baseUrl: z.url({ protocol: /^https?$/ }),
  signingKeys: z.array(ListedSigningKey).min(1).max(20),
  kemKeys: z.array(ListedKemKey).min(1).max(20),
  units: z.array(ListedUnit).max(500),
})
export type ListedMember = z.infer<typeof ListedMember>

/** Who belongs to the network, as its coordinators signed it together. */
export const TrustList = z.strictObject({
  v: z.literal(1),
  version: Version,
  rootVersion: Version,
  issued: Moment,
  expires: Moment,
  members: z.array(ListedMember).max(100),
})
export type TrustList = z.infer<typeof TrustList>

/** A coordinator's key. `holder` is the coordinator's own instance. */
export const RootKey = z.strictObject({
  kid: KeyId,
  x: KeyId,
  holder: InstanceName,
  kind: z.literal('coordinator'),
  country: Country,
})
export type RootKey = z.infer<typeof RootKey>

/** Whose signatures make a list: `threshold` different coordinators of these. */
export const TrustRoot = z.strictObject({
  v: z.literal(1),
  version: Version,
  issued: Moment,
  expires: Moment,
  threshold: z.int().min(2).max(50),
  keys: z.array(RootKey).min(2).max(50),
})
export type TrustRoot = z.infer<typeof TrustRoot>

/** General JSON JWS (RFC 7515 section 7.2.1): one payload, several signatures. */
export const GeneralJws = z.strictObject({
  payload: z.string().max(4 * 2 ** 20),
  signatures: z.array(z.strictObject({ protected: z.string().max(1000), signature: z.string().max(200) })).max(100),
})
export type GeneralJws = z.infer<typeof GeneralJws>

/** What an instance remembers of the list it last accepted. */
export const KnownList = z.strictObject({ version: Version, digest: Digest })
export type KnownList = z.infer<typeof KnownList>

export const findMember = (list: TrustList, instanceId: string): ListedMember | undefined =>
  list.members.find((member) => member.id === instanceId)

/** A member's key that messages arriving now may be signed with: begun, not over, not revoked. */
export const findSigningKey = (
  list: TrustList,
  instanceId: string,
  kid: string,
  now: string,
): ListedSigningKey | undefined =>
  findMember(list, instanceId)?.signingKeys.find(
    (key) => key.kid === kid && key.from <= now && now < key.until && (key.revokedAt === null || now < key.revokedAt),
  )

/** The key to seal to now: of those in use the one that began last. */
export const findKemKey = (list: TrustList, instanceId: string, now: string): ListedKemKey | undefined =>
  findMember(list, instanceId)
    ?.kemKeys.filter((key) => key.from <= now && now < key.until)
    .sort((one, other) => (one.from < other.from ? 1 : -1))[0]

/** A unit anywhere in the network, with the member it belongs to. */
export const findUnit = (
  list: TrustList,
  unitId: string,
): { readonly member: ListedMember; readonly unit: ListedUnit } | undefined => {
  for (const member of list.members) {
    const unit = member.units.find((one) => one.id === unitId)
    if (unit) return { member, unit }
  }
  return undefined
}
