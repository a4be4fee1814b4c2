import type { SealedPart } from '@ariadne/contract'
import { newId } from '../id.ts'
import { unitKeyFor } from '../session/keyring.ts'
import type { Me } from '../session/me.tsx'
import { readersFor } from './trust.ts'

/** What is inside a sealed part: named entries, so that a form can show it again. */
export type SealedText = Readonly<Record<string, string>>

/** Seals named entries for units, on this device. `subject` is the case, handover or referral it belongs to. @throws TrustError */
export const sealFor = async (
  unitIds: readonly string[],
  subject: string,
  partClass: string,
  text: SealedText,
  me: Me,
): Promise<SealedPart> => {
  const [{ sealPart }, { utf8 }, readers] = await Promise.all([
    import('@ariadne/vault/parts'),
    import('@ariadne/vault/bytes'),
    readersFor(unitIds),
  ])
  const partId = newId()
  const place = { instanceId: me.instance.instanceId, caseId: subject, partId, class: partClass, version: 1 }
  return { ...(await sealPart(place, utf8(JSON.stringify(text)), readers)), subject } as unknown as SealedPart
}

const readText = (json: string): SealedText => {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as SealedText
  } catch {
    // A plain text, as a paper packet typed in may be.
  }
  return { text: json }
}

/**
 * Opens a part with the key of one of the reader's units.
 * @param mintedBy the instance where it was sealed
 * @throws KeyringError, VaultError
 */
export const openSealed = async (part: SealedPart, mintedBy: string, unitId: string, me: Me): Promise<SealedText> => {
  const [{ openPart }, { fromUtf8 }, key] = await Promise.all([
    import('@ariadne/vault/parts'),
    import('@ariadne/vault/bytes'),
    unitKeyFor(me, unitId, part.wraps),
  ])
  const { subject, ...bare } = part
  return readText(
    fromUtf8(
      await openPart(
        bare,
        { instanceId: mintedBy, caseId: subject, partId: part.partId, class: part.class, version: 1 },
        key,
      ),
    ),
  )
}

/** The wraps to add so that more units can read a part that this member can read. */
export const wrapFor = async (
  part: SealedPart,
  mintedBy: string,
  own: string,
  added: readonly string[],
  me: Me,
): Promise<SealedPart['wraps']> => {
  const [{ addReader }, key, readers] = await Promise.all([
    import('@ariadne/vault/parts'),
    unitKeyFor(me, own, part.wraps),
    readersFor(added),
  ])
  const { subject, ...bare } = part
  const place = { instanceId: mintedBy, caseId: subject, partId: part.partId, class: part.class, version: 1 }
  let result: Awaited<ReturnType<typeof addReader>> = bare
  for (const reader of readers) result = await addReader(result, place, key, reader)
  const before = new Set(part.wraps.map((wrap) => wrap.reader as string))
  return result.wraps.filter((wrap) => !before.has(wrap.reader)) as SealedPart['wraps']
}
