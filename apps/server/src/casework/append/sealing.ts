import type { SealedPart } from '@ariadne/contract'
import { caseReaders, openableClasses } from '@ariadne/domain'
import type { Act, Actor, CaseState, DataClass, HandoverState, Instant } from '@ariadne/domain'
import type { Tx } from '../../platform/database/index.ts'
import { findOwnUnits } from '../directory.ts'
import type { PeerDirectory } from '../directory.ts'
import type { AddedWrap, Refused } from '../sealed-parts.ts'

/** A unit that a wrap may be for, and where its key is looked up. */
type Reader = { unitId: string; instanceId: string }

const handoverOf = (state: CaseState, act: Act): HandoverState | undefined =>
  act.kind.startsWith('handover.')
    ? state.handovers.find((one) => one.handoverId === act.body['handoverId'])
    : undefined

const peerOf = (handover: HandoverState): Reader => ({
  instanceId: handover.peer,
  unitId: handover.direction === 'outgoing' ? handover.recipientUnitId : handover.senderUnitId,
})

const ourSideOf = (handover: HandoverState): string =>
  handover.direction === 'incoming' ? handover.recipientUnitId : handover.senderUnitId

/** The unit of ours that works on the case: the lead's, or the one that was asked from abroad. */
const homeUnit = (state: CaseState, act: Act): string => {
  if (state.lead?.instanceId === state.instanceId) return state.lead.unitId
  const handover = handoverOf(state, act) ?? state.handovers.find((one) => one.direction === 'incoming')
  return handover === undefined ? act.by.unitId : ourSideOf(handover)
}

/** Units of ours that may open a class in this state. */
const ownReaders = (state: CaseState, dataClass: DataClass): Reader[] => {
  const units = new Set(
    caseReaders(state).flatMap((reader) =>
      reader.classes === 'all' || reader.classes.includes(dataClass) ? [reader.unitId] : [],
    ),
  )
  return [...units].map((unitId) => ({ unitId, instanceId: state.instanceId }))
}

/** Of a unit of ours also the keys before: a device may have been away when the key was changed. */
type Keys = (reader: Reader) => readonly string[]

const keysOf = async (tx: Tx, state: CaseState, unitIds: readonly string[], peers: PeerDirectory): Promise<Keys> => {
  const own = await findOwnUnits(tx, unitIds)
  return (reader) =>
    reader.instanceId === state.instanceId
      ? (own.get(reader.unitId)?.keyIds ?? [])
      : [peers.findUnit(reader.instanceId, reader.unitId)?.keyId ?? []].flat()
}

const wrapObstacle = (
  wrap: SealedPart['wraps'][number],
  may: readonly Reader[],
  keyOf: Keys,
  field: string,
): Refused | null => {
  const reader = may.find((one) => one.unitId === wrap.reader)
  if (reader === undefined)
    return {
      code: 'wrap_for_a_stranger',
      field,
      remedy: 'Seal only for units that may read this class of this case. Reload the case and seal again.',
    }
  return keyOf(reader).includes(wrap.keyId)
    ? null
    : {
        code: 'unit_key_changed',
        field,
        remedy: 'The unit has another key now. Reload the directory and seal again.',
      }
}

/**
 * Parts against the acts they come with: every part named is there and no other, in its place, sealed for those who
 * must read it and for nobody else. Without plaintext this is all that a server can see to.
 * @param state the state after the acts
 */
export const sealingObstacle = async (
  tx: Tx,
  input: { state: CaseState; acts: readonly Act[]; parts: readonly SealedPart[]; peers: PeerDirectory },
): Promise<Refused | null> => {
  const { state, acts, parts, peers } = input
  const given = new Map(parts.map((part) => [part.partId as string, part]))
  if (given.size !== parts.length)
    return { code: 'sealed_part_twice', field: 'parts', remedy: 'Send each sealed part once.' }

  const expected: { part: SealedPart; field: string; may: Reader[]; must: Reader[] }[] = []
  for (const act of acts) {
    for (const ref of act.parts) {
      const part = given.get(ref.partId)
      const field = `parts.${parts.findIndex((one) => one.partId === ref.partId)}`
      if (part === undefined)
        return { code: 'sealed_part_missing', field: 'parts', remedy: 'Send the sealed parts that the acts name.' }
      given.delete(ref.partId)
      if (part.class !== ref.class)
        return { code: 'sealed_part_differs', field, remedy: 'The part and the act must name the same class.' }
      const handover = handoverOf(state, act)
      // What travels is bound to the handover, whose id is the same on both sides; all else to the case.
      if (part.subject !== (handover?.handoverId ?? state.caseId))
        return {
          code: 'sealed_part_elsewhere',
          field: `${field}.subject`,
          remedy: 'Seal the part for this case; for a handover, for the handover.',
        }
      const here = (unitId: string): Reader => ({ unitId, instanceId: state.instanceId })
      const home = here(homeUnit(state, act))
      const isOurs = act.by.instanceId === state.instanceId
      const peer = handover && peerOf(handover)
      // The other side knows the unit that asked it, not who leads here.
      const asked = handover ? here(isOurs ? act.by.unitId : ourSideOf(handover)) : home
      expected.push({
        part,
        field,
        may: [home, asked, ...ownReaders(state, part.class), ...(peer ? [peer] : [])],
        must: isOurs && peer ? [asked, peer] : [asked],
      })
    }
  }
  if (given.size > 0)
    return { code: 'sealed_part_not_expected', field: 'parts', remedy: 'Send only parts that an act names.' }
  if (expected.length === 0) return null

  const unitIds = expected.flatMap(({ may }) => may.map((reader) => reader.unitId))
  const keyOf = await keysOf(tx, state, unitIds, peers)
  for (const { part, field, may, must } of expected) {
    for (const [index, wrap] of part.wraps.entries()) {
      const obstacle = wrapObstacle(wrap, may, keyOf, `${field}.wraps.${index}`)
      if (obstacle) return obstacle
    }
    const missing = must.find((reader) => !part.wraps.some((wrap) => wrap.reader === reader.unitId))
    if (missing)
      return {
        code: 'wrap_missing',
        field: `${field}.wraps`,
        remedy: `Seal the part for ${missing.unitId} too: it has to be able to read it.`,
      }
  }
  return null
}

/**
 * Wraps added to parts that are there already: for units that may read them, by somebody who can open them.
 * @param sealers the seats that whoever adds them speaks from
 */
export const addedWrapsObstacle = async (
  tx: Tx,
  input: {
    state: CaseState
    wraps: readonly AddedWrap[]
    sealers: readonly Actor[]
    peers: PeerDirectory
    now: Instant
  },
): Promise<Refused | null> => {
  const { state, wraps, sealers, peers, now } = input
  if (wraps.length === 0) return null
  const classes = new Map(state.parts.map((ref) => [ref.partId as string, ref.class]))
  const openable = sealers.map((sealer) => openableClasses(sealer, state, now))
  const readers = wraps.map(({ wrap }) => wrap.reader)
  const keyOf = await keysOf(tx, state, readers, peers)
  for (const [index, { partId, wrap }] of wraps.entries()) {
    const dataClass = classes.get(partId)
    const field = `wraps.${index}`
    if (dataClass === undefined || !openable.some((set) => set === 'all' || set.has(dataClass)))
      return {
        code: 'sealed_part_elsewhere',
        field,
        remedy: 'Add readers only to parts of this case that you can open.',
      }
    const obstacle = wrapObstacle(wrap, ownReaders(state, dataClass), keyOf, field)
    if (obstacle) return obstacle
  }
  return null
}
