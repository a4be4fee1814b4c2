import { handoverActs } from '../handover/acts.ts'
import { agreementActs } from './acts/agreementActs.ts'
import { caseActs } from './acts/caseActs.ts'
import { personActs } from './acts/personActs.ts'
import { statusActs } from './acts/statusActs.ts'
import type { ActDefinition } from './define.ts'

/** Every kind of act there is, in the order a case usually meets them: the one table of who may do what in which state. */
export const ACTS: ReadonlyMap<string, ActDefinition> = new Map(
  [...caseActs, ...personActs, ...statusActs, ...agreementActs, ...handoverActs].map((definition) => [
    definition.kind,
    definition,
  ]),
)

export const findActDefinition = (kind: string): ActDefinition | undefined => ACTS.get(kind)
