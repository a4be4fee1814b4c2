import { NotAccepted } from '../../apps/server/src/demo/person.ts'

/** The code of the refusal a command met, `conflict`, or `accepted`. */
export const refusalOf = async (doing: Promise<unknown>): Promise<string> => {
  try {
    await doing
    return 'accepted'
  } catch (error) {
    if (error instanceof NotAccepted) return error.outcome.code ?? error.outcome.status
    throw error
  }
}
