import type { FunctionName } from '../../lib/session/me.tsx'

interface FirstAct {
  readonly to: string
  readonly label: string
  readonly functions: readonly FunctionName[]
}

/** What somebody of a function comes here to begin, whatever else is waiting. */
const FIRST_ACTS: readonly FirstAct[] = [
  { to: '/screening/new', label: 'home.first.screen', functions: ['first_responder'] },
  { to: '/network', label: 'home.first.network', functions: ['secretariat'] },
]

export const firstActsFor = (functions: ReadonlySet<FunctionName>): readonly FirstAct[] =>
  FIRST_ACTS.filter((act) => act.functions.some((name) => functions.has(name)))
