import type { CommandBody, CommandKind, CommandOutcome } from '@ariadne/contract'
import { api } from '../api/request.ts'
import { queries } from '../api/useRead.ts'
import { nowIso } from '../clock.ts'
import { newId } from '../id.ts'

/**
 * Sends one command at once and waits for its outcome: for work that is done together with the server, such as opening sealed
 * parts. What may wait for the network goes through the outbox instead.
 * @param within how many milliseconds it is waited for, where that is longer than usual
 * @throws OfflineError, ApiError
 */
export const sendNow = async <K extends CommandKind>(
  kind: K,
  body: CommandBody<K>,
  { within }: { within?: number } = {},
): Promise<CommandOutcome> => {
  const commands = [{ id: newId(), kind, at: nowIso(), body }]
  const { outcomes } = await api('POST /api/commands', { body: { commands } }, undefined, within)
  const outcome = outcomes[0]
  if (!outcome) throw new Error('The server answered without an outcome')
  if (outcome.status === 'accepted') await queries.invalidateQueries()
  return outcome
}
