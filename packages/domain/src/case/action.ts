import { z } from 'zod'
import { canonicalJson, sha256 } from '../canonicalJson.ts'
import { DataClass } from '../dataClasses.ts'
import { Actor } from '../functions.ts'
import { ActionId, CaseId, PartId } from '../ids.ts'
import { Instant } from '../time.ts'

/** Regions of a case's state. They move independently (domain research C3); a transition conflicts only within its region. */
export const REGIONS = [
  'case',
  'identification',
  'assistance',
  'reflection',
  'guardianship',
  'agreement',
  'handover',
  'investigation',
] as const
export const Region = z.enum(REGIONS)
export type Region = z.infer<typeof Region>

/** A sealed part an action brought with it: by reference, never its content. */
export const PartRef = z.object({ partId: PartId, class: DataClass })
export type PartRef = z.infer<typeof PartRef>

/** An act as it is minted where it happens, before any server has seen it. */
export const Act = z.object({
  id: ActionId,
  caseId: CaseId,
  kind: z.string().max(64),
  version: z.int().min(1),
  by: Actor,
  occurredAt: Instant,
  /** The revision of each region it relied on. A transition is refused as a conflict when its region has moved since. */
  reliesOn: z.partialRecord(Region, z.int().min(0)),
  body: z.record(z.string(), z.unknown()),
  parts: z.array(PartRef).max(20),
})
export type Act = z.infer<typeof Act>

/** An act once appended to the case's list. Body and salt may be erased later; digest and hash stay and the chain still verifies. */
export interface Action extends Omit<Act, 'body'> {
  readonly body: Record<string, unknown> | null
  readonly sequence: number
  readonly receivedAt: Instant
  readonly salt: string | null
  readonly digest: string
  readonly hash: string
}

/** Hash before the first action. */
export const CHAIN_START = '0'.repeat(64)

/** SHA-256 over salt and body: what the chain keeps, so that body and salt can be erased. */
export const digestOf = (salt: string, body: Record<string, unknown>, parts: readonly PartRef[]): Promise<string> =>
  sha256(`${salt}\n${canonicalJson({ body, parts })}`)

const linkOf = (previous: string, action: Omit<Action, 'hash' | 'salt' | 'body' | 'parts'>): Promise<string> =>
  sha256(
    canonicalJson({
      previous,
      sequence: action.sequence,
      id: action.id,
      caseId: action.caseId,
      kind: action.kind,
      version: action.version,
      by: action.by,
      occurredAt: action.occurredAt,
      receivedAt: action.receivedAt,
      reliesOn: action.reliesOn,
      digest: action.digest,
    }),
  )

/**
 * Appends an act to the chain.
 * @param salt at least 128 bits of randomness, in hex
 * @param previous hash of the case's last action, or `CHAIN_START`
 */
export const chain = async (
  act: Act,
  sequence: number,
  receivedAt: Instant,
  salt: string,
  previous: string,
): Promise<Action> => {
  const digest = await digestOf(salt, act.body, act.parts)
  const unlinked = { ...act, sequence, receivedAt, salt, digest }
  return { ...unlinked, hash: await linkOf(previous, unlinked) }
}

/**
 * Checks a whole list: sequence without gaps, every link, and the digest of every body that has not been erased.
 * @returns the sequence number of the first action that does not verify, or null when all do
 */
export const findBrokenLink = async (actions: readonly Action[]): Promise<number | null> => {
  let previous = CHAIN_START
  for (const [index, action] of actions.entries()) {
    if (action.sequence !== index + 1) return action.sequence
    if (
      action.body !== null &&
      action.salt !== null &&
      (await digestOf(action.salt, action.body, action.parts)) !== action.digest
    )
      return action.sequence
    if ((await linkOf(previous, action)) !== action.hash) return action.sequence
    previous = action.hash
  }
  return null
}
