import type { FunctionName } from '@ariadne/domain'
import type { SignedIn } from '../platform/http/env.ts'

type Seats = Pick<SignedIn, 'memberships'>

/** Whether somebody has one of these functions in a unit. */
export const seated = (who: Seats, unitId: string, among: readonly FunctionName[]): boolean =>
  unitsOf(who, among).includes(unitId)

export const unitsOf = (who: Seats, among: readonly string[]): string[] =>
  who.memberships.filter(({ functions }) => functions.some((name) => among.includes(name))).map(({ unitId }) => unitId)
