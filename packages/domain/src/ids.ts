import { z } from 'zod'

/** Permanent, opaque ids. What they name may change its name, never its id. */
export const InstanceId = z
  .string()
  .regex(/^ins_[a-z0-9]{2,32}$/)
  .brand<'InstanceId'>()
export type InstanceId = z.infer<typeof InstanceId>
export const OrganisationId = z
  .string()
  .regex(/^org_[a-z0-9_]{2,48}$/)
  .brand<'OrganisationId'>()
export type OrganisationId = z.infer<typeof OrganisationId>
export const UnitId = z
  .string()
  .regex(/^unt_[a-z0-9_]{2,48}$/)
  .brand<'UnitId'>()
export type UnitId = z.infer<typeof UnitId>
export const MemberId = z
  .string()
  .regex(/^mbr_[a-z0-9_]{2,48}$/)
  .brand<'MemberId'>()
export type MemberId = z.infer<typeof MemberId>

/** Things that happen are named where they happen, by a UUIDv7 (RFC 9562 section 5.7), also with no network. */
export const CaseId = z.uuidv7().brand<'CaseId'>()
export type CaseId = z.infer<typeof CaseId>
export const ActionId = z.uuidv7().brand<'ActionId'>()
export type ActionId = z.infer<typeof ActionId>
export const ScreeningId = z.uuidv7().brand<'ScreeningId'>()
export type ScreeningId = z.infer<typeof ScreeningId>
export const ReferralId = z.uuidv7().brand<'ReferralId'>()
export type ReferralId = z.infer<typeof ReferralId>
export const HandoverId = z.uuidv7().brand<'HandoverId'>()
export type HandoverId = z.infer<typeof HandoverId>
export const AgreementId = z.uuidv7().brand<'AgreementId'>()
export type AgreementId = z.infer<typeof AgreementId>
export const PartId = z.uuidv7().brand<'PartId'>()
export type PartId = z.infer<typeof PartId>

/**
 * A new UUIDv7 for the given moment.
 * @param now milliseconds since the epoch, from the caller's clock
 * @param random 10 random bytes; by default from WebCrypto
 */
export const mintId = <T extends string>(now: number, random = crypto.getRandomValues(new Uint8Array(10))): T => {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 0x10000))
  new DataView(bytes.buffer).setUint16(4, now % 0x10000)
  bytes.set(random, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T
}
