import type { DirectoryUnit } from '@ariadne/contract'
import type { FunctionName } from '@ariadne/domain'
import { useMemo } from 'react'
import { useRead } from '../api/useRead.ts'
import { useMe } from '../session/me.tsx'

/** Names of units and members, from the directory; ids where the directory does not know them. */
export interface Names {
  readonly unit: (unitId: string) => string
  readonly member: (memberId: string) => string
}
export const NO_NAMES: Names = { unit: (id) => id, member: (id) => id }

/** The units of this instance and of its peers, as a page needs them. */
export interface Directory {
  /** False until the directory was read, here or from this device. */
  readonly known: boolean
  readonly units: readonly DirectoryUnit[]
  /** Units of this instance. */
  readonly own: readonly DirectoryUnit[]
  readonly find: (unitId: string) => DirectoryUnit | undefined
  /** Members of a unit of this instance, all or those with one of these functions. */
  readonly members: (unitId: string, functions?: readonly FunctionName[]) => DirectoryUnit['members']
  readonly names: Names
}

const EMPTY: readonly DirectoryUnit[] = []

/** Reads the directory; kept on the device for work with no network. */
export const useDirectory = (): Directory => {
  const me = useMe()
  const read = useRead('GET /api/directory', {})
  const units = read.state === 'ready' ? read.data.units : EMPTY
  return useMemo(() => {
    const byId = new Map<string, DirectoryUnit>(units.map((unit) => [unit.unitId, unit]))
    const people = new Map<string, string>(
      units.flatMap((unit) => unit.members.map((member): [string, string] => [member.memberId, member.name])),
    )
    for (const { unitId, unitName } of me.member.memberships)
      if (!byId.has(unitId)) byId.set(unitId, { unitId, name: unitName } as DirectoryUnit)
    return {
      known: read.state === 'ready',
      units,
      own: units.filter((unit) => unit.instanceId === me.instance.instanceId),
      find: (unitId) => units.find((unit) => unit.unitId === unitId),
      members: (unitId, functions) =>
        (units.find((unit) => unit.unitId === unitId)?.members ?? []).filter(
          (member) => !functions || member.functions.some((name) => functions.includes(name)),
        ),
      names: {
        // While it is being read nothing is known yet; an id would only startle.
        unit: (unitId) => byId.get(unitId)?.name ?? (read.state === 'loading' ? '…' : unitId),
        member: (memberId) => (memberId === me.member.memberId ? me.member.name : (people.get(memberId) ?? memberId)),
      },
    }
  }, [units, read.state, me])
}
