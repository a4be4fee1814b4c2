import { binding, fromBase64Url, toBase64Url, type Bytes } from './bytes.ts'
import { VaultError } from './errors.ts'
import { hpkeOpen, hpkeSeal } from './hpke.ts'
import { keyIdOf, makeKeyPair, readPublicKey, type KeyPair } from './keys.ts'
import { readBase64Url, readCount, readRecord, readText, readVersion, refuseOthers } from './shapes.ts'

/** A unit's key pair; `version` counts its keys from 1. The seed leaves the browser only inside grants and the recovery kit. */
export interface UnitKey extends KeyPair {
  readonly unitId: string
  readonly version: number
}

/** A unit's private seed, sealed to one member's public key. Bytes in base64url. */
export interface UnitKeyGrant {
  readonly v: 1
  readonly unitId: string
  readonly version: number
  /** Key id of the unit key that is inside. */
  readonly keyId: string
  readonly memberId: string
  /** Key id of the member key it is sealed to. */
  readonly memberKeyId: string
  readonly enc: string
  readonly ct: string
}

/** Who gets a grant. The caller has checked the public key against the signed trust list or a colleague's word. */
export interface GrantReceiver {
  readonly memberId: string
  readonly publicKey: string
}

const FIELDS = ['v', 'unitId', 'version', 'keyId', 'memberId', 'memberKeyId', 'enc', 'ct']
const NOTHING = new Uint8Array(0)
const place = (grant: Pick<UnitKeyGrant, 'unitId' | 'version' | 'keyId' | 'memberId' | 'memberKeyId'>): Bytes =>
  binding('ariadne/unit-key-grant/1', grant.unitId, grant.memberId, grant.version, grant.keyId, grant.memberKeyId)

/** A fresh key pair for a unit. */
export const makeUnitKey = async (unitId: string, version = 1): Promise<UnitKey> => ({
  ...(await makeKeyPair()),
  unitId,
  version,
})

/** Lets a member use a unit's key: its seed sealed to the member's public key (HPKE base mode, RFC 9180 section 5.1.1). */
export const grantUnitKey = async (unitKey: UnitKey, member: GrantReceiver): Promise<UnitKeyGrant> => {
  const { unitId, version, keyId } = unitKey
  const named = { unitId, version, keyId, memberId: member.memberId, memberKeyId: await keyIdOf(member.publicKey) }
  const { enc, ct } = await hpkeSeal(readPublicKey(member.publicKey), place(named), NOTHING, unitKey.seed)
  return { v: 1, ...named, enc: toBase64Url(enc), ct: toBase64Url(ct) }
}

/** @throws VaultError `malformed` naming the field, or `unsupported_version` */
export const readUnitKeyGrant = (value: unknown): UnitKeyGrant => {
  const record = readRecord(value, 'grant')
  readVersion(record, 'grant')
  refuseOthers(record, FIELDS, 'grant')
  return {
    v: 1,
    unitId: readText(record, 'unitId', 200),
    version: readCount(record, 'version'),
    keyId: readText(record, 'keyId', 64),
    memberId: readText(record, 'memberId', 200),
    memberKeyId: readText(record, 'memberKeyId', 64),
    enc: readBase64Url(record, 'enc'),
    ct: readBase64Url(record, 'ct'),
  }
}

/**
 * Opens a grant. Anybody could have sealed one, so the seed must belong to the unit key that `expected` names, and
 * that name must come from the signed trust list, not from the server that handed over the grant.
 * @throws VaultError `wrong_subject` when it is another unit's, member's or key's; `cannot_open`; `wrong_key` when the
 *   seed inside is not the expected key's; `malformed`; `unsupported_version`
 */
export const openUnitKeyGrant = async (
  value: unknown,
  member: KeyPair & { readonly memberId: string },
  expected: { readonly unitId: string; readonly keyId: string },
): Promise<UnitKey> => {
  const grant = readUnitKeyGrant(value)
  if (
    grant.unitId !== expected.unitId ||
    grant.keyId !== expected.keyId ||
    grant.memberId !== member.memberId ||
    grant.memberKeyId !== member.keyId
  )
    throw new VaultError(
      'wrong_subject',
      'This grant is for another unit, member or key; ask a colleague in the unit for a new one',
    )
  const seed = await hpkeOpen(member.seed, place(grant), NOTHING, {
    enc: fromBase64Url(grant.enc),
    ct: fromBase64Url(grant.ct),
  })
  const pair = await makeKeyPair(seed)
  if (pair.keyId !== expected.keyId)
    throw new VaultError('wrong_key', 'The key inside this grant is not the key of the unit; tell your administrator')
  return { ...pair, unitId: grant.unitId, version: grant.version }
}

/** A unit's next key, with all that makes the change whole. */
export interface RotatedUnitKey {
  readonly unitKey: UnitKey
  readonly grants: readonly UnitKeyGrant[]
  /** The key before, sealed to the next one: whoever holds a key reaches every earlier one, over as many changes as there were. */
  readonly previous: UnitKeyGrant
}

/**
 * The unit's next key, granted to those who stay. Texts already sealed stay readable through the old key, which lies sealed under the
 * new; who left keeps what they had already read.
 */
export const rotateUnitKey = async (old: UnitKey, members: readonly GrantReceiver[]): Promise<RotatedUnitKey> => {
  const unitKey = await makeUnitKey(old.unitId, old.version + 1)
  const grants: UnitKeyGrant[] = []
  for (const member of members) grants.push(await grantUnitKey(unitKey, member))
  const previous = await grantUnitKey(old, { memberId: old.unitId, publicKey: unitKey.publicKey })
  return { unitKey, grants, previous }
}

/**
 * The key before this one.
 * @param keyId the key that is expected inside
 * @throws VaultError as `openUnitKeyGrant`
 */
export const openPreviousKey = (value: unknown, unitKey: UnitKey, keyId: string): Promise<UnitKey> =>
  openUnitKeyGrant(value, { ...unitKey, memberId: unitKey.unitId }, { unitId: unitKey.unitId, keyId })
