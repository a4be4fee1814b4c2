import { exchange } from '../api/request.ts'

const FROM_APP = /^\d{6}$/
const WRITTEN_DOWN = /^[\w-]{8,20}$/

/** Whether this can be a number of the authenticator app, or one of the codes that were written down for when it is lost. */
export const isCode = (typed: string): boolean => FROM_APP.test(typed) || WRITTEN_DOWN.test(typed)

/** The second step of a sign-in. @throws ApiError `second_factor_refused` */
export const verifyCode = async (typed: string): Promise<void> => {
  const way = FROM_APP.test(typed) ? 'verify-totp' : 'verify-backup-code'
  await exchange('POST', `/api/auth/two-factor/${way}`, { code: typed })
}
