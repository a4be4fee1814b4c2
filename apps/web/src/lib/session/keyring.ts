import type { Api } from '@ariadne/contract'
import type { KeyPair } from '@ariadne/vault/keys'
import type { UnitKey } from '@ariadne/vault/unit-keys'
import { openRows } from '../device/device.ts'

type Me = Api['GET /api/me']['response']

interface KeptSeed {
  readonly memberId: string
  readonly keyId: string
  readonly seed: string
}

/** Member keys count from 1; there is one until a member's keys are changed. */
const MEMBER_KEY_VERSION = 1

/** The keys of whoever is signed in cannot be had now. `no_grant`: a colleague has not let them into the unit's vault yet. */
export class KeyringError extends Error {
  readonly code: 'no_grant' | 'locked' | 'wrong_key'
  constructor(code: KeyringError['code'], message: string) {
    super(message)
    this.name = 'KeyringError'
    this.code = code
  }
}

/** Makes a new member's keys in this browser: only the wrapped seed ever leaves it. */
export const makeMemberKeys = async (
  memberId: string,
  wrappingKey: CryptoKey,
): Promise<{ publicKey: string; wrappedSeed: string }> => {
  const [{ makeKeyPair }, { wrapSeed }] = await Promise.all([
    import('@ariadne/vault/keys'),
    import('@ariadne/vault/seeds'),
  ])
  const pair = await makeKeyPair()
  const wrapped = await wrapSeed(pair.seed, wrappingKey, { purpose: 'member', memberId, version: MEMBER_KEY_VERSION })
  return { publicKey: pair.publicKey, wrappedSeed: JSON.stringify(wrapped) }
}

/** The member's seed under another passphrase. The keys stay the same. @throws VaultError `cannot_open` for a wrong old one */
export const rewrapMemberSeed = async (me: Me, old: CryptoKey, next: CryptoKey): Promise<string> => {
  const { unwrapSeed, wrapSeed } = await import('@ariadne/vault/seeds')
  const subject = { purpose: 'member', memberId: me.member.memberId, version: MEMBER_KEY_VERSION } as const
  const seed = await unwrapSeed(JSON.parse(me.keys.wrappedSeed), old, subject)
  const wrapped = await wrapSeed(seed, next, subject)
  // Opened once before it replaces the only other copy.
  ;(await unwrapSeed(wrapped, next, subject)).fill(0)
  seed.fill(0)
  return JSON.stringify(wrapped)
}

/** After a sign-in: opens the member's seed and keeps it on the device, encrypted, for work with no network. */
export const keepMemberSeed = async (me: Me, wrappingKey: CryptoKey): Promise<void> => {
  const [{ unwrapSeed }, { toBase64Url }] = await Promise.all([
    import('@ariadne/vault/seeds'),
    import('@ariadne/vault/bytes'),
  ])
  const { memberId } = me.member
  const seed = await unwrapSeed(JSON.parse(me.keys.wrappedSeed), wrappingKey, {
    purpose: 'member',
    memberId,
    version: MEMBER_KEY_VERSION,
  })
  await openRows()?.put('settings', 'seed', {
    memberId,
    keyId: me.keys.keyId,
    seed: toBase64Url(seed),
  } satisfies KeptSeed)
  seed.fill(0)
}

/** @throws KeyringError `locked` when the device is, `wrong_key` when the seed is not the one of the member's public key */
export const memberKey = async (me: Me): Promise<KeyPair & { readonly memberId: string }> => {
  const kept = await openRows()?.get<KeptSeed>('settings', 'seed')
  if (!kept || kept.memberId !== me.member.memberId)
    throw new KeyringError('locked', 'Sign in again: this device does not hold your key')
  const [{ makeKeyPair }, { fromBase64Url }] = await Promise.all([
    import('@ariadne/vault/keys'),
    import('@ariadne/vault/bytes'),
  ])
  const pair = await makeKeyPair(fromBase64Url(kept.seed))
  if (pair.keyId !== me.keys.keyId)
    throw new KeyringError('wrong_key', 'The key of your account is another than the one on this device')
  return { ...pair, memberId: me.member.memberId }
}

/**
 * A unit's private key, through the grant that a colleague sealed to this member.
 * @throws KeyringError `no_grant`, `locked`; VaultError when the grant is not what it says
 */
export const unitKey = async (me: Me, unitId: string): Promise<UnitKey> => {
  const unit = me.keys.units.find((one) => one.unitId === unitId)
  if (!unit?.sealedSeed)
    throw new KeyringError('no_grant', 'A colleague in the unit has to let you into its vault first')
  const { openUnitKeyGrant } = await import('@ariadne/vault/unit-keys')
  return openUnitKeyGrant(JSON.parse(unit.sealedSeed), await memberKey(me), { unitId, keyId: unit.keyId })
}

/**
 * The unit's key of now and every one before it, which lie sealed one under the next. The latest comes first.
 * @throws KeyringError `no_grant`, `locked`; VaultError when one of them is not what it says
 */
export const unitKeys = async (me: Me, unitId: string): Promise<UnitKey[]> => {
  const keys = [await unitKey(me, unitId)]
  const { openPreviousKey } = await import('@ariadne/vault/unit-keys')
  for (const { keyId, sealedSeed } of me.keys.units.find((one) => one.unitId === unitId)?.earlier ?? []) {
    const after = keys.at(-1)
    if (after) keys.push(await openPreviousKey(JSON.parse(sealedSeed), after, keyId))
  }
  return keys
}

/** The key of a unit that one of these wraps is for: the one of now where there is a choice. @throws as `unitKeys` */
export const unitKeyFor = async (
  me: Me,
  unitId: string,
  wraps: readonly { readonly reader: string; readonly keyId: string }[],
): Promise<UnitKey> => {
  const now = me.keys.units.find((one) => one.unitId === unitId)
  const fits = (keyId: string) => wraps.some((wrap) => wrap.reader === unitId && wrap.keyId === keyId)
  // Where none fits, opening says so in its own words.
  if (!now || fits(now.keyId) || !now.earlier.some((one) => fits(one.keyId))) return unitKey(me, unitId)
  return (await unitKeys(me, unitId)).find((key) => fits(key.keyId)) ?? unitKey(me, unitId)
}
