export type ScreeningRefusal =
  | 'unknown_sign'
  | 'retired_sign'
  | 'both_present_and_not_known'
  | 'reason_required'
  | 'below_floor'
  | 'no_mapping'
  | 'not_at_this_stage'
  | 'date_in_past'

/** Answers or a change that cannot be taken. `field` is where, `remedy` what to do instead. */
export class ScreeningRefused extends Error {
  readonly code: ScreeningRefusal
  readonly field: string
  readonly remedy: string

  constructor(code: ScreeningRefusal, field: string, remedy: string) {
    super(`${field}: ${remedy}`)
    this.name = 'ScreeningRefused'
    this.code = code
    this.field = field
    this.remedy = remedy
  }
}
