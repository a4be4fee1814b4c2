import { exchange } from '../api/request.ts'

const FROM_APP = /^\d{6}$/
const WRITTEN_DOWN = /^[\w-]{8,20}$/

/** A number of the authenticator app, or one of the codes that were written down for when it is lost; undefined when it can be neither. */
export const readCode = (typed: string): string | undefined => {
  const code = typed.replaceAll(/\s/g, '')
  return FROM_APP.test(code) || WRITTEN_DOWN.test(code) ? code : undefined
}

/** The second step of a sign-in. @throws ApiError `second_factor_refused` */
export const verifyCode = async (code: string): Promise<void> => {
  const way = FROM_APP.test(code) ? 'verify-totp' : 'verify-backup-code'
  await exchange('POST', `/api/auth/two-factor/${way}`, { code })
}
