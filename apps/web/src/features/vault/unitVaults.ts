import { UNITS_WITHOUT_CASES } from '@ariadne/domain'
import { useEffect, useState } from 'react'
import type { Directory } from '../../lib/case/directory.ts'
import type { Me } from '../../lib/session/me.tsx'
import { trustedUnits } from '../../lib/vault/trust.ts'

/** People who must hold a unit's key, and people who must confirm its kit, before a case may reach it (DESIGN rule 11). */
export const HOLDERS_NEEDED = 2
export const CONFIRMATIONS_NEEDED = 2

/** The vault of one unit as one of its members sees it. */
export interface UnitVault {
  readonly unitId: string
  readonly name: string
  readonly stage: 'no_key' | 'not_let_in' | 'held'
  readonly keyId: string | null
  readonly publicKey: string | null
  readonly holders: number
  readonly confirmed: number
  readonly ready: boolean
  /** Keys of the unit before this one, by their ids. */
  readonly earlier: readonly string[]
  /** Colleagues who have keys of their own. */
  readonly colleagues: readonly Colleague[]
  /** Those of them who have not been let in yet. */
  readonly waiting: readonly Colleague[]
  readonly holding: readonly string[]
}

export interface Colleague {
  readonly memberId: string
  readonly name: string
  readonly publicKey: string
  readonly keyId: string
  readonly holds: boolean
}

export const vaultsOf = (me: Me, directory: Directory): UnitVault[] =>
  me.member.memberships
    .filter((membership) => !(UNITS_WITHOUT_CASES as readonly string[]).includes(membership.unitKind))
    .map(({ unitId, unitName }) => {
      const key = me.keys.units.find((one) => one.unitId === unitId)
      const members = directory.members(unitId)
      const colleagues = members.flatMap(({ memberId, name, publicKey, keyId, holdsUnitKey }) =>
        publicKey && keyId && memberId !== me.member.memberId
          ? [{ memberId, name, publicKey, keyId, holds: holdsUnitKey }]
          : [],
      )
      return {
        unitId,
        name: unitName,
        stage: !key ? 'no_key' : key.sealedSeed ? 'held' : 'not_let_in',
        keyId: key?.keyId ?? null,
        publicKey: key?.publicKey ?? null,
        holders: key?.holders ?? 0,
        confirmed: key?.recoveryConfirmed ?? 0,
        ready: key?.ready ?? false,
        earlier: key?.earlier.map((one) => one.keyId) ?? [],
        colleagues,
        waiting: colleagues.filter((one) => !one.holds),
        holding: members.filter((one) => one.holdsUnitKey).map((one) => one.name),
      }
    })

/** `before`: the list still names the key before this one. */
export type Signed = 'loading' | 'unknown' | 'signed' | 'not_yet' | 'before' | 'differs'

/** Whether the key of a unit is the one that the coordinators signed. */
export const useSigned = ({ unitId, keyId, earlier }: Pick<UnitVault, 'unitId' | 'keyId' | 'earlier'>): Signed => {
  const [signed, setSigned] = useState<Signed>('loading')
  const before = earlier.join(' ')
  useEffect(() => {
    let current = true
    const set = (next: Signed) => current && setSigned(next)
    if (!keyId) set('not_yet')
    else
      trustedUnits().then(
        (units) => {
          const known = units.get(unitId)?.keyId
          if (!known) set('not_yet')
          else if (known === keyId) set('signed')
          else set(before.split(' ').includes(known) ? 'before' : 'differs')
        },
        () => set('unknown'),
      )
    return () => {
      current = false
    }
  }, [unitId, keyId, before])
  return signed
}

/** A fingerprint as people read it to each other: groups of four. */
export const inGroups = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? text
