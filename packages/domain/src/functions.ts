import { z } from 'zod'
import { InstanceId, MemberId, UnitId } from './ids.ts'

/** What somebody does here: by function, never by badge or rank. */
export const FUNCTIONS = [
  'first_responder',
  'case_coordinator',
  'case_worker',
  'guardian',
  'advocate',
  'mediator',
  'interpreter',
  'focal_point',
  'competent_authority',
  'panel_member',
  'investigator',
  'national_coordinator',
  'rapporteur',
  'secretariat',
  'instance_admin',
] as const
export const FunctionName = z.enum(FUNCTIONS)
export type FunctionName = z.infer<typeof FunctionName>

export const Membership = z.object({ unitId: UnitId, functions: z.array(FunctionName) })
export type Membership = z.infer<typeof Membership>

/** Somebody who is signed in, with the units they belong to and what they do there. */
export const Member = z.object({ memberId: MemberId, instanceId: InstanceId, memberships: z.array(Membership) })
export type Member = z.infer<typeof Member>

/**
 * Who acted: a person in one function for one unit. An act that reached us from another instance carries that
 * instance's id; `memberId` is null where a clock or the instance itself acted.
 */
export const Actor = z.object({
  instanceId: InstanceId,
  unitId: UnitId,
  memberId: MemberId.nullable(),
  function: FunctionName.or(z.literal('instance')),
})
export type Actor = z.infer<typeof Actor>

/** Kinds of unit, as the directory and the trust list say them. The kind decides what a unit may be offered. */
export const UNIT_KINDS = [
  'border_police',
  'asylum_office',
  'labour_inspectorate',
  'nrm_office',
  'child_protection',
  'social_service',
  'guardian_service',
  'shelter',
  'ngo_outreach',
  'ngo_support',
  'legal_aid',
  'health',
  'victim_support_authority',
  'violence_service',
  'identification_authority',
  'investigation',
  'coordinator_office',
  'rapporteur_office',
  'secretariat',
] as const
export const UnitKind = z.enum(UNIT_KINDS)
export type UnitKind = z.infer<typeof UnitKind>

/** Kinds that never hold a unit key, because no case may ever reach them (DESIGN rules 6, 7 and 11). */
export const UNITS_WITHOUT_CASES: readonly UnitKind[] = [
  'coordinator_office',
  'rapporteur_office',
  'secretariat',
  'investigation',
]
/** Kinds that are an arm of the state as regards an asylum seeker's country of origin. */
export const STATE_AUTHORITIES: readonly UnitKind[] = [
  'border_police',
  'asylum_office',
  'labour_inspectorate',
  'nrm_office',
  'identification_authority',
  'coordinator_office',
  'investigation',
]
