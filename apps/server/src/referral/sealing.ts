import type { SealedPart } from '@ariadne/contract'
import type { ReferralSent } from '@ariadne/domain'
import type { Refused } from '../casework/index.ts'

type Reader = { unitId: string; keyIds: readonly string[] }

const isSealedFor = (part: SealedPart, reader: Reader): boolean =>
  part.wraps.some((wrap) => wrap.reader === reader.unitId && reader.keyIds.includes(wrap.keyId))

const missingFor = (reader: Reader, index: number): Refused => ({
  code: 'wrap_missing',
  field: `parts.${index}.wraps`,
  remedy: `Seal the part for ${reader.unitId} with a key it has: it has to be able to read it.`,
})

/** The parts of a new referral: those it names, bound to it, sealed for the receiving unit and for nobody else. */
export const sentPartsObstacle = (
  referralId: string,
  named: ReferralSent['parts'],
  parts: readonly SealedPart[],
  receiver: Reader,
): Refused | null => {
  if (named.length !== parts.length || new Set(named.map((ref) => ref.partId)).size !== named.length)
    return {
      code: 'sealed_part_missing',
      field: 'parts',
      remedy: 'Send exactly the sealed parts that the referral names.',
    }
  for (const [index, part] of parts.entries()) {
    const field = `parts.${index}`
    if (!named.some((ref) => ref.partId === part.partId && ref.class === part.class))
      return {
        code: 'sealed_part_differs',
        field,
        remedy: 'The part and the referral must name the same id and class.',
      }
    if (part.subject !== referralId)
      return { code: 'sealed_part_elsewhere', field: `${field}.subject`, remedy: 'Seal the part for this referral.' }
    if (part.wraps.some((wrap) => wrap.reader !== receiver.unitId))
      return { code: 'wrap_for_a_stranger', field: `${field}.wraps`, remedy: 'Seal for the receiving unit only.' }
    if (!isSealedFor(part, receiver)) return missingFor(receiver, index)
  }
  return null
}

/**
 * The parts of a referral that is sent on: every one of them with a wrap for the next unit. Only its wraps are taken;
 * what is sealed cannot be changed on the way.
 */
export const redirectedPartsObstacle = (
  named: ReferralSent['parts'],
  parts: readonly SealedPart[],
  receiver: Reader,
): Refused | null => {
  for (const ref of named) {
    const index = parts.findIndex((part) => part.partId === ref.partId)
    const part = parts[index]
    if (part === undefined)
      return {
        code: 'sealed_part_missing',
        field: 'parts',
        remedy: 'Add the next unit as a reader to every sealed part.',
      }
    if (!isSealedFor(part, receiver)) return missingFor(receiver, index)
  }
  return parts.length === named.length
    ? null
    : { code: 'sealed_part_not_expected', field: 'parts', remedy: 'Send only parts of this referral.' }
}
