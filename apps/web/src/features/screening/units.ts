import type { Api } from '@ariadne/contract'
import type { Me } from '../../lib/session/me.tsx'

type Unit = Api['GET /api/directory']['response']['units'][number]
type Kind = Unit['kind']

/**
 * Kinds of unit that take a person up, the first to ask first. No border, asylum, labour or investigation office is among them: a
 * referral hands somebody on to help, never to enforcement (DESIGN rules 2 and 6).
 */
const RECEIVERS: Readonly<Record<'child' | 'adult', readonly Kind[]>> = {
  child: ['child_protection', 'nrm_office', 'guardian_service', 'social_service', 'shelter', 'ngo_support', 'health'],
  adult: [
    'nrm_office',
    'ngo_support',
    'shelter',
    'social_service',
    'victim_support_authority',
    'legal_aid',
    'health',
    'ngo_outreach',
  ],
}

/** Units of this country that may be referred to, in the order to offer them; a child's begin with child protection. */
export const receivingUnits = (units: readonly Unit[], me: Me, child: boolean): Unit[] => {
  const kinds = RECEIVERS[child ? 'child' : 'adult']
  return units
    .filter((unit) => unit.instanceId === me.instance.instanceId && kinds.includes(unit.kind))
    .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name))
}

/** Those that hold a key and a recovery kit, without which nothing can be sent to them. */
export const readyUnits = (units: readonly Unit[], own: string | undefined): Unit[] =>
  units.filter((unit) => unit.ready && unit.unitId !== own)
