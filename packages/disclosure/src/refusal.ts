/** What a table or a rule can be refused for. */
export type Fault =
  | 'bad_rule'
  | 'no_dimension'
  | 'not_a_count'
  | 'repeated_key'
  | 'missing_total'
  | 'contradiction'
  | 'mixed_methods'
  | 'budget_spent'
  | 'no_solution'

/**
 * A table, rule or release that cannot be worked with.
 * `row` is the row of the table that the fault shows at, where the cells carry their rows; `release` the past release.
 */
export class DisclosureError extends Error {
  readonly fault: Fault
  readonly row: number | undefined
  readonly release: string | undefined
  constructor(fault: Fault, message: string, at: { row?: number | undefined; release?: string | undefined } = {}) {
    super(message)
    this.name = 'DisclosureError'
    this.fault = fault
    this.row = at.row
    this.release = at.release
  }
}
