import { codeOf } from '../../lib/api/problem.ts'
import type { useT } from '../../lib/i18n/text.tsx'
import { UnlockError } from '../../lib/session/unlock.ts'

/** Codes that have a sentence of their own at the door; all others share one. */
const KNOWN = new Set([
  'offline',
  'sign_in_refused',
  'too_many_tries',
  'second_factor_refused',
  'passphrase_refused',
  'passphrase_unclear',
  'passphrase_changed_meanwhile',
  'invitation_over',
  'weak_parameters',
  'unsupported_version',
  'wrong_passphrase',
  'wrong_pin',
  'pin_used_up',
  'cannot_open',
  'server_failed',
])

/** Message id of what went wrong at the door. Nobody is told whether somebody else has an account on this device. */
export const doorErrorId = (error: unknown): string => {
  const code = codeOf(error) === 'nobody_here' ? 'wrong_passphrase' : codeOf(error)
  return `signIn.error.${KNOWN.has(code) ? code : 'unexpected'}`
}

/** The same as a sentence. */
export const doorError = (t: ReturnType<typeof useT>, error: unknown): string =>
  t(doorErrorId(error), { left: error instanceof UnlockError ? error.triesLeft : 0 })
