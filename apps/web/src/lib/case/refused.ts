import type { CommandOutcome } from '@ariadne/contract'

/** A command that was refused or met a conflict. */
export class RefusedError extends Error {
  readonly outcome: CommandOutcome
  readonly code: string
  constructor(outcome: CommandOutcome) {
    super(outcome.remedy ?? outcome.code ?? outcome.status)
    this.name = 'RefusedError'
    this.outcome = outcome
    this.code = outcome.code ?? outcome.status
  }
}
