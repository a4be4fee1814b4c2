import {
  binding,
  concatBytes,
  fromBase64Url,
  randomBytes,
  sha256,
  toBase64Url,
  toHex,
  utf8,
  wipe,
  type Bytes,
} from './bytes.ts'
import { decrypt, encrypt, importAesKey } from './cipher.ts'
import { VaultError } from './errors.ts'
import { ENCAPSULATED_BYTES, hpkeOpen, hpkeSeal } from './hpke.ts'
import { keyIdOf, readPublicKey } from './keys.ts'
import { pad, unpad } from './padding.ts'
import { readBase64Url, readRecord, readText, readVersion, refuseOthers } from './shapes.ts'

/** The data key of a part, sealed to one unit. Bytes in base64url. */
export interface PartWrap {
  readonly reader: string
  readonly keyId: string
  readonly enc: string
  readonly ct: string
}

/** One sealed piece of a case: its own data key, one class, one ciphertext, one wrap for each reading unit. */
export interface SealedPart {
  readonly v: 1
  readonly alg: 'A256GCM'
  readonly partId: string
  readonly class: string
  readonly iv: string
  readonly ciphertext: string
  readonly wraps: readonly PartWrap[]
}

/** Where a part belongs. A part opens in this place only, so nobody who stores parts can swap them. */
export interface PartPlace {
  readonly instanceId: string
  /** The case, or the handover for a dossier on its way. */
  readonly caseId: string
  readonly partId: string
  readonly class: string
  /** Revision of the part, counted from 1. */
  readonly version: number
}

/** A unit that may read. Its public key was checked against the signed trust list. */
export interface PartReader {
  readonly unitId: string
  readonly publicKey: string
}

/** A unit's private key, in the hands of a member. */
export interface ReadingKey {
  readonly unitId: string
  readonly keyId: string
  readonly seed: Bytes
}

const FIELDS = ['v', 'alg', 'partId', 'class', 'iv', 'ciphertext', 'wraps']
const WRAP_FIELDS = ['reader', 'keyId', 'enc', 'ct']
const WRAPPED_KEY_BYTES = 48
const MOST_WRAPS = 200
const NOTHING = new Uint8Array(0)

const fieldsOf = ({ instanceId, caseId, partId, class: dataClass, version }: PartPlace) => [
  instanceId,
  caseId,
  partId,
  dataClass,
  version,
]
const textPlace = (place: PartPlace): Bytes => binding('ariadne/part/1', ...fieldsOf(place))
const wrapPlace = (place: PartPlace, reader: string, keyId: string): Bytes =>
  binding('ariadne/part-key/1', ...fieldsOf(place), reader, keyId)

const wrapFor = async (dataKey: Bytes, place: PartPlace, reader: PartReader): Promise<PartWrap> => {
  const keyId = await keyIdOf(reader.publicKey)
  const { enc, ct } = await hpkeSeal(
    readPublicKey(reader.publicKey),
    wrapPlace(place, reader.unitId, keyId),
    NOTHING,
    dataKey,
  )
  return { reader: reader.unitId, keyId, enc: toBase64Url(enc), ct: toBase64Url(ct) }
}

const openDataKey = async (part: SealedPart, place: PartPlace, reader: ReadingKey): Promise<Bytes> => {
  if (part.partId !== place.partId || part.class !== place.class)
    throw new VaultError('wrong_subject', 'This is another part than the one asked for')
  const wrap = part.wraps.find((one) => one.reader === reader.unitId && one.keyId === reader.keyId)
  if (!wrap)
    throw new VaultError(
      'not_a_reader',
      'This part is not sealed for your unit; ask a unit that may read it to add yours',
    )
  return openWrap(wrap, place, reader)
}

const openWrap = (wrap: PartWrap, place: PartPlace, reader: ReadingKey): Promise<Bytes> =>
  hpkeOpen(reader.seed, wrapPlace(place, wrap.reader, wrap.keyId), NOTHING, {
    enc: fromBase64Url(wrap.enc),
    ct: fromBase64Url(wrap.ct),
  })

/**
 * Seals one part for its readers: AES-256-GCM under a data key of its own, the text padded (`pad`) so that its length
 * tells little, the place bound in. The cost is one X-Wing encapsulation a reader (some 5 ms).
 * @param readers at least one unit, each once
 * @throws VaultError `malformed` for no reader or an invalid public key
 */
export const sealPart = async (
  place: PartPlace,
  plaintext: Bytes,
  readers: readonly PartReader[],
): Promise<SealedPart> => {
  if (readers.length === 0) throw new VaultError('malformed', 'A part needs at least one unit that can read it')
  const dataKey = randomBytes(32)
  const { iv, ciphertext } = await encrypt(await importAesKey(dataKey), pad(plaintext), textPlace(place))
  const wraps: PartWrap[] = []
  for (const reader of readers) wraps.push(await wrapFor(dataKey, place, reader))
  wipe(dataKey)
  return {
    v: 1,
    alg: 'A256GCM',
    partId: place.partId,
    class: place.class,
    iv: toBase64Url(iv),
    ciphertext: toBase64Url(ciphertext),
    wraps,
  }
}

/**
 * Opens a part in its place.
 * @throws VaultError `wrong_subject`, `not_a_reader`, `cannot_open` (changed, or moved from another place), `malformed`
 */
export const openPart = async (part: SealedPart, place: PartPlace, reader: ReadingKey): Promise<Bytes> => {
  const dataKey = await openDataKey(part, place, reader)
  const sealed = { iv: fromBase64Url(part.iv), ciphertext: fromBase64Url(part.ciphertext) }
  const padded = await decrypt(await importAesKey(dataKey), sealed, textPlace(place))
  wipe(dataKey)
  return unpad(padded)
}

/**
 * The same part with one more reader, by somebody who can read it. The text is opened first, so that nobody passes on
 * a key to a part that was tampered with. A reader already there stays as it is.
 * @throws VaultError as `openPart`
 */
export const addReader = async (
  part: SealedPart,
  place: PartPlace,
  reader: ReadingKey,
  added: PartReader,
): Promise<SealedPart> => {
  const addedKeyId = await keyIdOf(added.publicKey)
  if (part.wraps.some((wrap) => wrap.reader === added.unitId && wrap.keyId === addedKeyId)) return part
  wipe(await openPart(part, place, reader))
  const dataKey = await openDataKey(part, place, reader)
  const wrap = await wrapFor(dataKey, place, added)
  wipe(dataKey)
  return { ...part, wraps: [...part.wraps, wrap] }
}

/**
 * The same data key for the next key of the same unit. The text itself is not needed and not looked at.
 * @throws VaultError `cannot_open` when the wrap is not of this place or key
 */
export const rewrap = async (
  wrap: PartWrap,
  place: PartPlace,
  old: ReadingKey,
  next: PartReader,
): Promise<PartWrap> => {
  const dataKey = await openWrap(wrap, place, old)
  const added = await wrapFor(dataKey, place, next)
  wipe(dataKey)
  return added
}

/**
 * Whether two wraps hold the same data key: asked by a second person before the older one is let go for good.
 * @throws VaultError `cannot_open` when either is not of this place or key
 */
export const holdSameKey = async (
  place: PartPlace,
  one: { readonly wrap: PartWrap; readonly key: ReadingKey },
  other: { readonly wrap: PartWrap; readonly key: ReadingKey },
): Promise<boolean> => {
  const first = await openWrap(one.wrap, place, one.key)
  const second = await openWrap(other.wrap, place, other.key)
  const same = toHex(first) === toHex(second)
  wipe(first)
  wipe(second)
  return same
}

/**
 * A part from outside, its structure checked: known fields only, right lengths, each reading key once.
 * @throws VaultError `malformed` naming the field, or `unsupported_version`
 */
export const readSealedPart = (value: unknown): SealedPart => {
  const record = readRecord(value, 'sealed part')
  readVersion(record, 'sealed part')
  refuseOthers(record, FIELDS, 'sealed part')
  if (record['alg'] !== 'A256GCM')
    throw new VaultError('unsupported_version', 'This sealed part uses a cipher this software does not know; update it')
  const list = record['wraps']
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_WRAPS)
    throw new VaultError('malformed', `Field wraps should list 1 to ${MOST_WRAPS} readers`)
  const wraps = list.map((one: unknown): PartWrap => {
    const wrap = readRecord(one, 'wrap')
    refuseOthers(wrap, WRAP_FIELDS, 'wrap')
    return {
      reader: readText(wrap, 'reader', 200),
      keyId: readBase64Url(wrap, 'keyId', 32),
      enc: readBase64Url(wrap, 'enc', ENCAPSULATED_BYTES),
      ct: readBase64Url(wrap, 'ct', WRAPPED_KEY_BYTES),
    }
  })
  if (new Set(wraps.map((wrap) => JSON.stringify([wrap.reader, wrap.keyId]))).size !== wraps.length)
    throw new VaultError('malformed', 'Field wraps names the same reading key twice')
  return {
    v: 1,
    alg: 'A256GCM',
    partId: readText(record, 'partId', 200),
    class: readText(record, 'class', 200),
    iv: readBase64Url(record, 'iv', 12),
    ciphertext: readBase64Url(record, 'ciphertext'),
    wraps,
  }
}

/**
 * SHA-256 in hex over what a part says, its readers aside, so that adding a reader leaves it as it was. A signature
 * over this digest says who stands for the part; the seal alone does not.
 */
export const partDigest = async (part: SealedPart): Promise<string> =>
  toHex(
    await sha256(
      concatBytes(
        binding('ariadne/part-digest/1', part.v, part.alg, part.partId, part.class, part.iv),
        utf8(part.ciphertext),
      ),
    ),
  )
