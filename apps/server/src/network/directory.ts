import type { DirectoryUnit } from '@ariadne/contract'
import type { TrustList } from '@ariadne/exchange'

/**
 * Units of the other instances, as the coordinators signed them. Their members are nobody's business here, and their
 * on-duty contacts are given by their own instance when it answers.
 */
export const peerUnits = (list: TrustList, ownInstanceId: string): DirectoryUnit[] =>
  list.members
    .filter((member) => member.id !== ownInstanceId)
    .flatMap((member) =>
      member.units.map(
        (unit) =>
          ({
            unitId: unit.id,
            instanceId: member.id,
            organisationId: `org_${member.id.slice('ins_'.length)}`,
            organisationName: member.name,
            name: unit.name,
            country: member.country ?? '',
            kind: unit.kinds[0],
            languages: unit.languages,
            onDuty: null,
            publicKey: unit.key?.publicKey ?? null,
            keyId: unit.key?.keyId ?? null,
            ready: unit.key !== null && unit.roles.length > 0,
            members: [],
          }) as unknown as DirectoryUnit,
      ),
    )
