import type { FunctionName, Me } from '../../lib/session/me.tsx'

/** Who may ask for a person with a card: as `CARD_ASKERS` of the domain, which the server checks. */
const ASKERS: readonly FunctionName[] = [
  'first_responder',
  'case_worker',
  'case_coordinator',
  'focal_point',
  'advocate',
]

/** The units in whose name somebody may ask. */
export const askingUnits = (me: Me): { unitId: string; unitName: string }[] =>
  me.member.memberships.filter(({ functions }) => functions.some((name) => ASKERS.includes(name)))
