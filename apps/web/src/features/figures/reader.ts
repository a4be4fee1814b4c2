import { functionsOf, useMe } from '../../lib/session/me.tsx'

export type Reader = 'coordinator' | 'rapporteur' | 'secretariat' | 'ground'

/** As whom somebody reads figures: the server decides the same way what is exact and what is safe. */
export const useReader = (): Reader => {
  const functions = functionsOf(useMe())
  if (functions.has('national_coordinator')) return 'coordinator'
  if (functions.has('rapporteur')) return 'rapporteur'
  return functions.has('secretariat') ? 'secretariat' : 'ground'
}
