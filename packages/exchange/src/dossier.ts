import { VaultError } from '@ariadne/vault/errors'
import { partDigest, readSealedPart, type SealedPart } from '@ariadne/vault/parts'
import { z } from 'zod'
import { refused, type Refused } from './refusal.ts'
import { findKid, signCompact, verifyCompact, type SigningKey } from './signing.ts'
import { findSigningKey, type TrustList } from './trustList.ts'
import { Code, Digest, InstanceName, MessageId, Moment, UnitName, firstFault } from './values.ts'

/** What a dossier consists of, signed by the sending instance: one part for each agreed class, for one unit and purpose. */
export const DossierManifest = z.strictObject({
  v: z.literal(1),
  handoverId: MessageId,
  iss: InstanceName,
  aud: InstanceName,
  agreementHash: Digest.nullable(),
  recipientUnit: UnitName,
  purpose: Code,
  issued: Moment,
  /** After this the receiving server shows it to nobody. */
  expires: Moment,
  onwardSharing: z.literal(false),
  classes: z
    .array(z.strictObject({ class: Code, partId: MessageId, sha256: Digest }))
    .min(1)
    .max(50),
})
export type DossierManifest = z.infer<typeof DossierManifest>

export type DossierRefusal =
  | 'malformed'
  | 'unknown_sender'
  | 'tampered'
  | 'readdressed'
  | 'expired'
  | 'other_handover'
  | 'other_agreement'
  | 'class_not_agreed'
  | 'class_twice'
  | 'part_missing'
  | 'part_unlisted'
  | 'part_changed'
  | 'other_reader'

const DOSSIER_TYPE = 'ariadne-dossier+jws'

/** The manifest of parts that were sealed, in the sender's browser, to the receiving unit's key and to nobody else. */
export const makeManifest = async (
  about: Omit<DossierManifest, 'v' | 'classes' | 'onwardSharing'>,
  parts: readonly SealedPart[],
): Promise<DossierManifest> => {
  const classes: DossierManifest['classes'] = []
  for (const part of parts) classes.push({ class: part.class, partId: part.partId, sha256: await partDigest(part) })
  return DossierManifest.parse({ v: 1, ...about, onwardSharing: false, classes })
}

/** Signs a manifest (compact JWS, EdDSA). */
export const signManifest = async (manifest: DossierManifest, key: SigningKey): Promise<string> =>
  signCompact(DossierManifest.parse(manifest), DOSSIER_TYPE, key)

/** What the receiving side expects of a dossier: what the offer and the agreement said. */
export interface DossierExpectation {
  readonly from: string
  readonly me: string
  readonly trustList: TrustList
  readonly now: string
  readonly handoverId: string
  readonly agreementHash: string | null
  readonly recipientUnit: string
  /** Key id of the recipient unit's key in the trust list. */
  readonly recipientKeyId: string
  readonly agreedClasses: readonly string[]
}

/**
 * Checks a dossier's outside: the signature, that it is this handover's and still valid, that classes and parts match
 * one to one and are agreed, that each part is sealed to the receiving unit alone. What is written inside a part only
 * its readers can judge. Never throws.
 */
export const verifyDossier = async (
  jws: string,
  values: readonly unknown[],
  expected: DossierExpectation,
): Promise<
  | { readonly ok: true; readonly manifest: DossierManifest; readonly parts: readonly SealedPart[] }
  | Refused<DossierRefusal>
> => {
  const manifest = await readManifest(jws, expected)
  if ('ok' in manifest) return manifest
  const parts: SealedPart[] = []
  try {
    for (const value of values) parts.push(readSealedPart(value))
  } catch (error) {
    return refused('malformed', error instanceof VaultError ? error.message : 'Not a sealed part')
  }
  const fault = await findPartFault(manifest, parts, expected)
  return fault ?? { ok: true, manifest, parts }
}

const readManifest = async (
  jws: string,
  expected: DossierExpectation,
): Promise<DossierManifest | Refused<DossierRefusal>> => {
  const kid = findKid(jws, DOSSIER_TYPE)
  if (kid === undefined) return refused('malformed', 'Not a signed manifest')
  const key = findSigningKey(expected.trustList, expected.from, kid, expected.now)
  if (!key) return refused('unknown_sender', `${expected.from} has no valid signing key ${kid} in the trust list`)
  const verified = await verifyCompact(jws, key.x)
  if (!verified.ok)
    return refused(verified.at === 'signature' ? 'tampered' : 'malformed', 'The manifest is not as it was signed')
  const parsed = DossierManifest.safeParse(verified.payload)
  if (!parsed.success) return refused('malformed', firstFault(parsed.error))
  const manifest = parsed.data
  if (
    manifest.iss !== expected.from ||
    manifest.aud !== expected.me ||
    manifest.recipientUnit !== expected.recipientUnit
  )
    return refused('readdressed', 'The dossier is from or for somebody else')
  if (manifest.handoverId !== expected.handoverId)
    return refused('other_handover', 'The dossier belongs to another handover')
  if (manifest.agreementHash !== expected.agreementHash)
    return refused('other_agreement', 'The dossier rests on another agreement')
  if (manifest.expires <= expected.now)
    return refused('expired', `The dossier expired at ${manifest.expires}; ask the sender`)
  return manifest
}

const findPartFault = async (
  manifest: DossierManifest,
  parts: readonly SealedPart[],
  expected: DossierExpectation,
): Promise<Refused<DossierRefusal> | null> => {
  const listed = new Map(manifest.classes.map((one) => [one.partId, one]))
  if (
    listed.size !== manifest.classes.length ||
    new Set(manifest.classes.map((one) => one.class)).size !== manifest.classes.length
  )
    return refused('class_twice', 'A dossier has one part for each class')
  const foreign = manifest.classes.find((one) => !expected.agreedClasses.includes(one.class))
  if (foreign) return refused('class_not_agreed', `Class ${foreign.class} was not agreed`)
  for (const part of parts) {
    const entry = listed.get(part.partId)
    if (!entry) return refused('part_unlisted', `Part ${part.partId} is not in the manifest, or twice in the dossier`)
    if (entry.class !== part.class || entry.sha256 !== (await partDigest(part)))
      return refused('part_changed', `Part ${part.partId} is not the one the sender signed for`)
    if (part.wraps.some((wrap) => wrap.reader !== expected.recipientUnit || wrap.keyId !== expected.recipientKeyId))
      return refused('other_reader', `Part ${part.partId} is sealed to somebody else than ${expected.recipientUnit}`)
    listed.delete(part.partId)
  }
  const [missing] = listed.values()
  return missing ? refused('part_missing', `The part of class ${missing.class} is missing`) : null
}
