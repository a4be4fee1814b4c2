/** An answer that is a refusal: a stable code, and what was found and can be done, without secret or personal data. */
export interface Refused<Code extends string> {
  readonly ok: false
  readonly code: Code
  readonly detail: string
}

export const refused = <Code extends string>(code: Code, detail: string): Refused<Code> => ({ ok: false, code, detail })

/** Our own mistake, not a peer's: something was asked to be sent or signed that must not be. */
export class ExchangeError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'ExchangeError'
    this.code = code
  }
}
