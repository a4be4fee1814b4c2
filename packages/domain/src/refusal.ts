import type { FunctionName } from './functions.ts'

/**
 * Why an act cannot be done now. `code` is a message id (`refusal.<code>`) that says what to do instead;
 * `field` names the entry at fault; `mayInstead` the functions that could.
 */
export interface Refusal {
  readonly code: string
  readonly field?: string
  readonly mayInstead?: readonly FunctionName[]
}

export const refuse = (code: string, more: Omit<Refusal, 'code'> = {}): Refusal => ({ code, ...more })
