import type { Act } from '@ariadne/domain'
import type { Refused } from '../sealed-parts.ts'

/** Who an act comes from, as the server knows it, whatever the act itself says. */
export type ActSource =
  | {
      kind: 'member'
      memberId: string
      memberships: readonly { unitId: string; functions: readonly string[] }[]
    }
  /** Through a verified message. */
  | { kind: 'peer'; instanceId: string }
  /** A signed copy that a peer kept of an act this instance has forgotten: its own, or the peer's. */
  | { kind: 'copy'; instanceId: string }
  /** The instance itself: an import, a clock. */
  | { kind: 'instance' }

const differs: Refused = {
  code: 'actor_differs',
  field: 'by',
  remedy: 'Act as yourself, for a unit you belong to, in a function you have there.',
}

/** An act says who acted; this holds it against who is really there. */
export const seatObstacle = (act: Pick<Act, 'by'>, from: ActSource, instanceId: string): Refused | null => {
  const { by } = act
  switch (from.kind) {
    case 'member':
      return by.instanceId === instanceId &&
        by.memberId === from.memberId &&
        from.memberships.some((one) => one.unitId === by.unitId && one.functions.includes(by.function))
        ? null
        : differs
    case 'peer':
      return by.instanceId === from.instanceId && from.instanceId !== instanceId ? null : differs
    case 'copy':
      return by.instanceId === instanceId || by.instanceId === from.instanceId ? null : differs
    case 'instance':
      return by.instanceId === instanceId && by.memberId === null ? null : differs
  }
}
