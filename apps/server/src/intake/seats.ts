import type { FunctionName } from '@ariadne/domain'
import type { SignedIn } from '../platform/http/env.ts'

/** The functions of a list that somebody has in one unit. */
export const seatsIn = (who: Pick<SignedIn, 'memberships'>, unitId: string, among: readonly string[]): FunctionName[] =>
  who.memberships
    .filter((one) => one.unitId === unitId)
    .flatMap(({ functions }) => functions.filter((name): name is FunctionName => among.includes(name)))

/** The units in which somebody has one of these functions. */
export const unitsWith = (who: Pick<SignedIn, 'memberships'>, among: readonly string[]): string[] =>
  who.memberships.filter(({ functions }) => functions.some((name) => among.includes(name))).map(({ unitId }) => unitId)
