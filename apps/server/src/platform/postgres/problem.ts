/** Something is wrong with the machine or the data folder, not with the program; `remedy` says what would put it right. */
export class PostgresProblem extends Error {
  readonly code: string
  readonly remedy: string

  constructor(code: string, message: string, remedy: string) {
    super(`${message} ${remedy}`)
    this.name = 'PostgresProblem'
    this.code = code
    this.remedy = remedy
  }
}
