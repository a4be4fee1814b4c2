import { fromBase64Url, fromUtf8, toBase64Url, utf8, type Bytes } from '@ariadne/vault/bytes'
import { VaultError } from '@ariadne/vault/errors'
import { ENCAPSULATED_BYTES, hpkeOpen, hpkeSeal } from '@ariadne/vault/hpke'
import { keyIdOf, readPublicKey } from '@ariadne/vault/keys'
import { pad, unpad } from '@ariadne/vault/padding'
import { z } from 'zod'
import { canonicalJson } from './canonicalJson.ts'
import { digestOf } from './digest.ts'
import { LONGEST_LIFE, Message, messageDigest } from './message.ts'
import { ExchangeError, refused, type Refused } from './refusal.ts'
import { findKid, signCompact, verifyCompact, type SigningKey } from './signing.ts'
import { findMember, findSigningKey, type TrustList } from './trustList.ts'
import { CLOCK_TOLERANCE, KeyId, firstFault } from './values.ts'

export const MESSAGE_TYPE = 'ariadne-message+jws'
/** The longest container, in characters (all ASCII). */
export const LARGEST_CONTAINER = 2 ** 20
const LEAST_TEXT = 1024

export type MessageRefusal =
  | 'malformed'
  | 'oversized'
  | 'unsupported_version'
  | 'trust_list_stale'
  | 'unknown_key'
  | 'unknown_sender'
  | 'readdressed'
  | 'tampered'
  | 'expired'
  | 'from_the_future'
  | 'expiry_too_far'

/** What is seen from outside: which of the receiver's keys, and nothing else. */
const Container = z.strictObject({ v: z.literal(1), kid: KeyId, enc: z.string(), ct: z.string() })

/** A message on its way, and what its sender keeps as evidence. */
export interface SealedMessage {
  /** The container to post, as text. */
  readonly container: string
  /** SHA-256 of the container: what the delivery receipt names. */
  readonly containerDigest: string
  /** The signed message inside. */
  readonly jws: string
  /** SHA-256 of `jws`: what the processing receipt names. */
  readonly jwsDigest: string
  /** `messageDigest`: what the next message names as `prev`. */
  readonly digest: string
}

export type OpenedMessage =
  | {
      readonly ok: true
      readonly message: Message
      readonly jws: string
      readonly jwsDigest: string
      readonly digest: string
      readonly containerDigest: string
    }
  | (Refused<MessageRefusal> & { readonly containerDigest: string })

const contextOf = (iss: string, aud: string): Bytes => utf8(`ariadne/1\u0000${iss}\u0000${aud}`)
const headerOf = (kid: string): Bytes => utf8(canonicalJson({ v: 1, kid }))

const findTimeFault = (
  { iat, exp }: Message,
  now: string,
): { readonly code: MessageRefusal; readonly detail: string } | null => {
  const life = Date.parse(exp) - Date.parse(iat)
  if (life <= 0 || life > LONGEST_LIFE)
    return { code: 'expiry_too_far', detail: 'A message lives at most 14 days after it was issued' }
  if (Date.parse(iat) > Date.parse(now) + CLOCK_TOLERANCE)
    return { code: 'from_the_future', detail: `Issued at ${iat}, which is ahead of this clock; check both clocks` }
  if (Date.parse(exp) <= Date.parse(now))
    return { code: 'expired', detail: `Expired at ${exp}; the sender issues it again or voids it` }
  return null
}

/**
 * Signs (Ed25519, audience inside), pads (Padmé), seals (HPKE base mode, RFC 9180, X-Wing) a message to the
 * receiver's key from the trust list.
 * @throws ZodError for a message that is not one, ExchangeError `expiry_too_far` or `oversized`, VaultError for a bad key
 */
export const sealMessage = async (
  message: Message,
  signingKey: SigningKey,
  receiver: { readonly publicKey: string },
): Promise<SealedMessage> => {
  const checked = Message.parse(message)
  const fault = findTimeFault(checked, checked.iat)
  if (fault) throw new ExchangeError(fault.code, fault.detail)
  const jws = await signCompact(checked, MESSAGE_TYPE, signingKey)
  const kid = await keyIdOf(receiver.publicKey)
  const { enc, ct } = await hpkeSeal(
    readPublicKey(receiver.publicKey),
    contextOf(checked.iss, checked.aud),
    headerOf(kid),
    pad(utf8(jws), LEAST_TEXT),
  )
  const container = canonicalJson({ v: 1, kid, enc: toBase64Url(enc), ct: toBase64Url(ct) })
  if (container.length > LARGEST_CONTAINER)
    throw new ExchangeError(
      'oversized',
      `A message fits in ${LARGEST_CONTAINER} bytes; send attachments as parts of a dossier`,
    )
  const [containerDigest, jwsDigest, digest] = await Promise.all([
    digestOf(container),
    digestOf(jws),
    messageDigest(checked),
  ])
  return { container, containerDigest, jws, jwsDigest, digest }
}

/** What an instance needs to open a message. */
export interface OpeningContext {
  /** This instance. */
  readonly me: string
  /** Which instance the transport says it comes from. Believed only once the signature inside says the same. */
  readonly from: string
  /** The verified list. An expired one opens nothing. */
  readonly trustList: TrustList
  /** This instance's sealing keys, the ones being phased out too. */
  readonly kemKeys: readonly { readonly keyId: string; readonly seed: Bytes }[]
  readonly now: string
}

const readContainer = (text: string): z.infer<typeof Container> | Refused<MessageRefusal> => {
  if (text.length > LARGEST_CONTAINER) return refused('oversized', `A message fits in ${LARGEST_CONTAINER} bytes`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refused('malformed', 'Not JSON')
  }
  if (typeof value === 'object' && value !== null && 'v' in value && typeof value.v === 'number' && value.v !== 1)
    return refused('unsupported_version', 'This envelope is of a version this software does not know')
  const parsed = Container.safeParse(value)
  if (!parsed.success) return refused('malformed', firstFault(parsed.error))
  return canonicalJson(parsed.data) === text
    ? parsed.data
    : refused('malformed', 'An envelope is canonical JSON (RFC 8785)')
}

const unseal = async (
  container: z.infer<typeof Container>,
  seed: Bytes,
  context: OpeningContext,
): Promise<string | Refused<MessageRefusal>> => {
  try {
    const sealed = { enc: fromBase64Url(container.enc), ct: fromBase64Url(container.ct) }
    if (sealed.enc.length !== ENCAPSULATED_BYTES) return refused('malformed', 'The encapsulated key has another length')
    return fromUtf8(
      unpad(await hpkeOpen(seed, contextOf(context.from, context.me), headerOf(container.kid), sealed), LEAST_TEXT),
    )
  } catch (error) {
    if (error instanceof VaultError && error.code === 'malformed') return refused('malformed', error.message)
    return refused('tampered', 'The envelope does not open: it was changed, or sealed by or for somebody else')
  }
}

const readMessage = async (jws: string, context: OpeningContext): Promise<Message | Refused<MessageRefusal>> => {
  const kid = findKid(jws, MESSAGE_TYPE)
  if (kid === undefined) return refused('malformed', 'Inside is no signed message')
  const key = findSigningKey(context.trustList, context.from, kid, context.now)
  if (!key) return refused('unknown_sender', `${context.from} has no valid signing key ${kid} in the trust list`)
  const verified = await verifyCompact(jws, key.x)
  if (!verified.ok)
    return refused(verified.at === 'signature' ? 'tampered' : 'malformed', 'The signed message is not as it was signed')
  const { payload } = verified
  if (
    typeof payload === 'object' &&
    payload !== null &&
    'v' in payload &&
    typeof payload.v === 'number' &&
    payload.v !== 1
  )
    return refused('unsupported_version', 'This message is of a version this software does not know')
  const parsed = Message.safeParse(payload)
  if (!parsed.success) return refused('malformed', firstFault(parsed.error))
  const message = parsed.data
  if (message.aud !== context.me) return refused('readdressed', `Signed for ${message.aud}, sealed for ${context.me}`)
  if (message.iss !== context.from) return refused('readdressed', `Signed as ${message.iss}, sent as ${context.from}`)
  const fault = findTimeFault(message, context.now)
  return fault ? refused(fault.code, fault.detail) : message
}

/** Opens a container. Never throws: whatever arrives, the answer is a message or a coded refusal. */
export const openMessage = async (container: string, context: OpeningContext): Promise<OpenedMessage> => {
  const containerDigest = await digestOf(container)
  const refuse = (refusal: Refused<MessageRefusal>): OpenedMessage => ({ ...refusal, containerDigest })
  const outer = readContainer(container)
  if ('ok' in outer) return refuse(outer)
  if (context.trustList.expires <= context.now)
    return refuse(
      refused('trust_list_stale', 'The trust list has expired; nothing is opened until a newer one is here'),
    )
  if (!findMember(context.trustList, context.from))
    return refuse(refused('unknown_sender', 'The sender is not in the trust list'))
  const key = context.kemKeys.find((one) => one.keyId === outer.kid)
  if (!key)
    return refuse(
      refused('unknown_key', 'Sealed for a key this instance does not have; the sender needs the newest trust list'),
    )
  const jws = await unseal(outer, key.seed, context)
  if (typeof jws !== 'string') return refuse(jws)
  const message = await readMessage(jws, context)
  if ('ok' in message) return refuse(message)
  return {
    ok: true,
    message,
    jws,
    jwsDigest: await digestOf(jws),
    digest: await messageDigest(message),
    containerDigest,
  }
}

/**
 * Verifies a copy of a message that a peer or an archive kept: its signature, by a key that was valid and not revoked
 * when it was issued. Expiry does not matter here. For evidence and for reconciling after a restore.
 */
export const verifyMessageCopy = async (
  jws: string,
  trustList: TrustList,
): Promise<
  | { readonly ok: true; readonly message: Message; readonly digest: string }
  | Refused<'malformed' | 'unknown_sender' | 'tampered'>
> => {
  const kid = findKid(jws, MESSAGE_TYPE)
  if (kid === undefined) return refused('malformed', 'Not a signed message')
  const holder = trustList.members.find((member) => member.signingKeys.some((key) => key.kid === kid))
  const listed = holder?.signingKeys.find((key) => key.kid === kid)
  if (!holder || !listed) return refused('unknown_sender', `No member has a signing key ${kid}`)
  const verified = await verifyCompact(jws, listed.x)
  if (!verified.ok)
    return refused(verified.at === 'signature' ? 'tampered' : 'malformed', 'The copy is not as it was signed')
  const parsed = Message.safeParse(verified.payload)
  if (!parsed.success) return refused('malformed', firstFault(parsed.error))
  const message = parsed.data
  if (message.iss !== holder.id || !findSigningKey(trustList, holder.id, kid, message.iat))
    return refused('unknown_sender', `${message.iss} had no valid signing key ${kid} when this was issued`)
  return { ok: true, message, digest: await messageDigest(message) }
}
