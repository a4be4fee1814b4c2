import type { Api } from '@ariadne/contract'
import type { Route } from '@ariadne/domain/screening'
import type { Me } from '../../lib/session/me.tsx'

type Unit = Api['GET /api/directory']['response']['units'][number]
type Kind = Unit['kind']

/**
 * Kinds of unit that take a person up, the first to ask first. No border, asylum, labour or investigation office is among them: a
 * referral hands somebody on to help, never to enforcement (DESIGN rules 2 and 6).
 */
const RECEIVERS: Readonly<Record<'child' | 'adult', readonly Kind[]>> = {
  child: [
    'child_protection',
    'nrm_office',
    'guardian_service',
    'social_service',
    'violence_service',
    'shelter',
    'ngo_support',
    'health',
  ],
  adult: [
    'nrm_office',
    'ngo_support',
    'shelter',
    'social_service',
    'victim_support_authority',
    'legal_aid',
    'violence_service',
    'health',
    'ngo_outreach',
  ],
}

/** Kinds that a route of the set names; every other route leads to whoever stands first anyhow. */
const SERVING: Partial<Record<Route, Kind>> = { gbv_services: 'violence_service' }

/** The kind of service the rules lead to, where it is one of its own. A child goes to child protection whatever was seen. */
export const serviceOf = (routes: readonly Route[], child: boolean): Kind | undefined =>
  child ? undefined : routes.flatMap((route) => SERVING[route] ?? [])[0]

/**
 * Units of this country that may be referred to, in the order to offer them: the service that the rules lead to, then the mechanism;
 * a child's begin with child protection.
 */
export const receivingUnits = (units: readonly Unit[], me: Me, child: boolean, service?: Kind): Unit[] => {
  const usual = RECEIVERS[child ? 'child' : 'adult']
  const kinds = service === undefined ? usual : [service, ...usual.filter((kind) => kind !== service)]
  return units
    .filter((unit) => unit.instanceId === me.instance.instanceId && kinds.includes(unit.kind))
    .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name))
}

/** Those that hold a key and a recovery kit, without which nothing can be sent to them. */
export const readyUnits = (units: readonly Unit[], own: string | undefined): Unit[] =>
  units.filter((unit) => unit.ready && unit.unitId !== own)
