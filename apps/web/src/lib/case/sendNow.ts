import type { CommandBody, CommandKind, CommandOutcome } from '@ariadne/contract'
import { api } from '../api/request.ts'
import { queries } from '../api/useRead.ts'
import { nowIso } from '../clock.ts'
import { newId } from '../id.ts'

/**
 * Sends one command at once and waits for its outcome: for work that is done together with the server, such as opening sealed
 * parts. What may wait for the network goes through the outbox instead.
 * @throws OfflineError, ApiError
 */
export const sendNow = async <K extends CommandKind>(kind: K, body: CommandBody<K>): Promise<CommandOutcome> => {
  const { outcomes } = await api('POST /api/commands', {
    body: { commands: [{ id: newId(), kind, at: nowIso(), body: body }] },
  })
  const outcome = outcomes[0]
  if (!outcome) throw new Error('The server answered without an outcome')
  if (outcome.status === 'accepted') await queries.invalidateQueries()
  return outcome
}
