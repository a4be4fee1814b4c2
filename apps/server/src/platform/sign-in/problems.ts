import { VaultError } from '@ariadne/vault/errors'
import { Problem } from '../problem.ts'

const refused = () =>
  new Problem({
    status: 401,
    code: 'sign_in_refused',
    title: 'These do not fit together.',
    remedy:
      'Check the address and the passphrase. If you have lost it, the person who runs this instance makes a new link.',
  })

/** better-auth's own error bodies say more than a stranger should hear; ours say one thing and what to do. */
export const asProblem = (status: number, code: string): Problem => {
  if (status === 429 || /LOCKED|TOO_MANY/u.test(code))
    return new Problem({
      status: 429,
      code: 'too_many_tries',
      title: 'That was tried too often.',
      remedy: 'Wait 15 min and try again.',
      headers: { 'Retry-After': '900' },
    })
  if (/INVALID_CODE|INVALID_TWO_FACTOR|TOTP|BACKUP|OTP/u.test(code))
    return new Problem({
      status: 401,
      code: 'second_factor_refused',
      title: 'That number does not fit.',
      field: 'code',
      remedy: 'Enter the number the authenticator app shows now. Check that the device has the right time.',
    })
  if (status === 401 || /PASSWORD|EMAIL|CREDENTIAL|FAILED_TO_CREATE_SESSION/u.test(code)) return refused()
  return new Problem({
    status,
    code: 'invalid_input',
    title: 'This cannot be done like this.',
    remedy: 'See /api/docs.',
  })
}

/** What the vault finds wrong with an entry, as an answer that names the field. */
export const checked = async <T>(field: string, check: () => T | Promise<T>): Promise<T> => {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    throw new Problem({
      status: 400,
      code: 'invalid_input',
      title: 'An entry is not of the right form.',
      field,
      remedy: error.message,
    })
  }
}
