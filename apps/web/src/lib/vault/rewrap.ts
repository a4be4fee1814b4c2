import type { Api, CommandBody } from '@ariadne/contract'
import type { PartPlace, ReadingKey } from '@ariadne/vault/parts'
import type { UnitKey } from '@ariadne/vault/unit-keys'
import { api } from '../api/request.ts'
import { sendNow } from '../case/sendNow.ts'
import { unitKeys } from '../session/keyring.ts'
import type { Me } from '../session/me.tsx'
import { createStore, useStore } from '../store.ts'
import { trustedUnits } from './trust.ts'

/** How far a unit is with wrapping old data keys for its new key. `colleague`: somebody else has to check what was wrapped here. */
export interface Rewrapping {
  readonly state: 'not_signed' | 'working' | 'colleague' | 'stuck' | 'done'
  /** Parts that still hang on an earlier key, and parts of the unit altogether. */
  readonly left: number
  readonly all: number
}
const progress = createStore<Readonly<Record<string, Rewrapping>>>({})
export const useRewrapping = (unitId: string): Rewrapping | undefined => useStore(progress)[unitId]

type OldWraps = Api['GET /api/units/{unitId}/old-wraps']['response']
type OldPart = OldWraps['parts'][number]
type Work = Pick<CommandBody<'vault.rewrap'>, 'wraps' | 'alike'>

const placeOf = (part: OldPart): PartPlace => ({
  instanceId: part.mintedBy,
  caseId: part.subject,
  partId: part.partId,
  class: part.class,
  version: 1,
})

/** What can be done for these parts with these keys. One that does not open is left as it is: its old wrap stays. */
const workOn = async (parts: readonly OldPart[], keys: readonly UnitKey[], publicKey: string): Promise<Work> => {
  const { holdSameKey, rewrap } = await import('@ariadne/vault/parts')
  const keyOf = (keyId: string): ReadingKey => {
    const found = keys.find((one) => one.keyId === keyId)
    if (!found) throw new TypeError('No key for this wrap')
    return found
  }
  const wraps = new Map<string, Work['wraps'][number]>()
  const alike = new Map<string, boolean>()
  for (const part of parts) {
    const { partId, old, next } = part
    if (next === null) {
      if (wraps.has(partId)) continue
      const reader = { unitId: old.reader, publicKey }
      const wrap = await rewrap(old, placeOf(part), keyOf(old.keyId), reader).catch(() => undefined)
      if (wrap) wraps.set(partId, { partId, wrap: wrap as typeof old })
    } else {
      const pair = [
        { wrap: old, key: keyOf(old.keyId) },
        { wrap: next, key: keyOf(next.keyId) },
      ] as const
      const same = await holdSameKey(placeOf(part), ...pair).catch(() => false)
      // Every older wrap of a part has to say the same before any of them goes.
      alike.set(partId, same && alike.get(partId) !== false)
    }
  }
  return {
    wraps: [...wraps.values()],
    alike: [...alike].flatMap(([id, same]) => (same ? [id as OldPart['partId']] : [])),
  }
}

const readOld = (unitId: string): Promise<OldWraps> => api('GET /api/units/{unitId}/old-wraps', { params: { unitId } })

const rewrapUnit = async (me: Me, unitId: string): Promise<void> => {
  const say = (state: Rewrapping['state'], { left, all }: Pick<OldWraps, 'left' | 'all'>) =>
    progress.set((now) => ({ ...now, [unitId]: { state: left === 0 ? 'done' : state, left, all } }))
  let old = await readOld(unitId)
  if (old.left === 0) return say('done', old)
  // Only for a key that the coordinators signed: otherwise a server could name a key of its own and have everything wrapped for it.
  const trusted = (await trustedUnits()).get(unitId)
  if (!trusted?.publicKey || trusted.keyId !== old.keyId) return say('not_signed', old)
  const keys = await unitKeys(me, unitId)
  while (old.parts.length > 0) {
    say('working', old)
    const { wraps, alike } = await workOn(old.parts, keys, trusted.publicKey)
    if (wraps.length + alike.length === 0) return say('stuck', old)
    const answer = await sendNow('vault.rewrap', { unitId: unitId as never, wraps, alike })
    if (answer.status !== 'accepted') return say('stuck', old)
    old = await readOld(unitId)
  }
  say('colleague', old)
}

/**
 * Goes on with every unit whose key was changed, in the background of whatever somebody does. Broken off at any moment it loses nothing:
 * the instance knows what is left. Two tabs never do the same.
 */
export const rewrapOldParts = async (me: Me): Promise<void> => {
  const units = me.keys.units.filter((unit) => unit.sealedSeed !== null && unit.earlier.length > 0)
  const work = async () => {
    for (const { unitId } of units) await rewrapUnit(me, unitId)
  }
  if (!('locks' in navigator)) return work()
  await navigator.locks.request('ariadne.rewrap', { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}
