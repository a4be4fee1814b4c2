import type { Encounter, FunctionName } from '@ariadne/domain'
import type { Way } from '@ariadne/domain/screening'
import type { Me } from '../../lib/session/me.tsx'

/** Codes of the contract, in the order somebody looks for them. The contract's own lists carry zod; a phone need not load it for these. */
export const PLACES = [
  'border_crossing',
  'registration_centre',
  'asylum_office',
  'reception_centre',
  'street',
  'workplace',
  'shelter',
  'health_facility',
  'school',
  'police_station',
  'online',
  'other',
] as const satisfies readonly Encounter['placeType'][]
/** Where somebody is who chose this way; it stands there to be changed. */
const PLACE_OF_WAY: Readonly<Partial<Record<Way, Encounter['placeType']>>> = {
  inspection: 'workplace',
  asylum_interview: 'asylum_office',
}
/** The place to begin with: what the way says, otherwise where the last screening of this device was. */
export const firstPlace = (way: Way, last: string | null): Encounter['placeType'] | null =>
  PLACE_OF_WAY[way] ?? PLACES.find((place) => place === last) ?? null
/** Whether a way says its place by itself: then it is no news about where this device is used. */
export const saysPlace = (way: Way): boolean => PLACE_OF_WAY[way] !== undefined

export const INTERPRETERS = [
  'none_needed',
  'present',
  'remote',
  'none_available',
] as const satisfies readonly Encounter['interpreter'][]
export const AGES = [
  'under_12',
  '12_15',
  '16_17',
  'doubt_child',
  '18_24',
  '25_39',
  '40_59',
  '60_plus',
  'unknown_adult',
] as const satisfies readonly Encounter['ageBand'][]
export const SEXES = [
  'Feminine',
  'Masculine',
  'TransgenderFeminine',
  'TransgenderMasculine',
  'NonConforming',
  'NonSpecifiedUnknown',
] as const satisfies readonly Encounter['sex'][]
export const COMPANY = {
  child: ['alone', 'separated', 'adult_in_doubt', 'accompanied'],
  adult: ['alone', 'accompanied', 'separated'],
} as const satisfies Record<'child' | 'adult', readonly Encounter['accompaniment'][]>

/** Languages met most often on the routes through the region; all others are found by typing. */
export const FREQUENT_LANGUAGES = [
  'ar',
  'sq',
  'fa',
  'prs',
  'ps',
  'ur',
  'tr',
  'ckb',
  'kmr',
  'mk',
  'sr',
  'rom',
  'ro',
  'uk',
  'ru',
  'fr',
  'en',
]

/** Who meets people, and so may screen and hand on. The order decides when somebody has several functions in one unit. */
const SENDERS = [
  'first_responder',
  'case_worker',
  'case_coordinator',
  'focal_point',
  'advocate',
] as const satisfies readonly FunctionName[]

export interface ActingFor {
  readonly unitId: string
  readonly unitName: string
  readonly function: FunctionName
}

/** In whose name this member may screen: one entry for each unit. */
export const actingFor = (me: Me): ActingFor[] =>
  me.member.memberships.flatMap(({ unitId, unitName, functions }) => {
    const acting = SENDERS.find((name) => functions.includes(name))
    return acting ? [{ unitId, unitName, function: acting }] : []
  })
