/** A refusal that a person or a program can act on. `code` is for programs, `remedy` says what would have worked. */
export type ProblemDetail = {
  status: number
  code: string
  title: string
  remedy: string
  field?: string | undefined
  /** Functions that may do it, where it is a matter of functions. */
  mayInstead?: readonly string[] | undefined
  headers?: Record<string, string> | undefined
}

/** Thrown anywhere below a route; the HTTP edge writes it as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly detail: ProblemDetail
  constructor(detail: ProblemDetail) {
    super(`${detail.code}: ${detail.title}`)
    this.name = 'Problem'
    this.detail = detail
  }
}

export const notFound = (what: string): Problem =>
  new Problem({
    status: 404,
    code: 'not_found',
    title: `There is no such ${what} here, or it is not yours to see.`,
    remedy: 'Check the address, or ask the unit that is responsible.',
  })

/** `mayInstead`: whose it is, for a page that says so in its reader's language. */
export const notAllowed = (who: string, mayInstead?: readonly string[]): Problem =>
  new Problem({
    status: 403,
    code: 'not_allowed',
    title: 'This is not yours to do.',
    remedy: `It can be done by: ${who}.`,
    mayInstead,
  })

export const signInNeeded = (): Problem =>
  new Problem({
    status: 401,
    code: 'sign_in_needed',
    title: 'You are not signed in.',
    remedy: 'Sign in and try again.',
  })
