import type { SignedIn } from '../platform/http/env.ts'
import { notAllowed } from '../platform/problem.ts'

/** How somebody is told a figure: exactly, as the country's own coordinator, or only what is safe to publish. */
export type View = 'exact' | 'safe'

const EXACT = 'national_coordinator'
const SAFE = ['rapporteur', 'secretariat']

/**
 * Figures are for those who answer for numbers. Nobody else, and nobody's function opens what lies behind one.
 * @throws {Problem} 403
 */
export const viewOf = ({ functions }: Pick<SignedIn, 'functions'>): View => {
  if (functions.includes(EXACT)) return 'exact'
  if (SAFE.some((name) => functions.includes(name))) return 'safe'
  throw notAllowed('the national coordinator; the rapporteur and the secretariat see what is safe to publish', [
    EXACT,
    ...SAFE,
  ])
}

/** @throws {Problem} 403 */
export const needCoordinator = ({ functions }: Pick<SignedIn, 'functions'>): void => {
  if (!functions.includes(EXACT)) throw notAllowed('the national coordinator', [EXACT])
}
