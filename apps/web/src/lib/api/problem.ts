import type { Problem } from '@ariadne/contract'

/**
 * The server understood and said no. `code` is a message id (`refusal.<code>`, `problem.<code>`), `remedy` what can be done, in plain
 * English for when no catalogue has the code.
 */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly remedy: string
  readonly field: string | undefined
  readonly mayInstead: readonly string[]
  readonly requestId: string
  constructor(problem: Partial<Problem> & { status: number }) {
    super(problem.title ?? `The server answered ${problem.status}`)
    this.name = 'ApiError'
    this.status = problem.status
    this.code = problem.code ?? (problem.status >= 500 ? 'server_failed' : 'request_failed')
    this.remedy = problem.remedy ?? ''
    this.field = problem.field
    this.mayInstead = problem.mayInstead ?? []
    this.requestId = problem.requestId ?? ''
  }
}

/** Nothing was heard from the server: no network, nobody there, or (`slow`) no answer in time. */
export class OfflineError extends Error {
  readonly code: 'offline' | 'slow'
  constructor(code: OfflineError['code'] = 'offline') {
    super(code === 'slow' ? 'The server did not answer in time' : 'The server cannot be reached')
    this.name = 'OfflineError'
    this.code = code
  }
}

/** Code of anything thrown, for choosing words. */
export const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : 'unexpected'
}
