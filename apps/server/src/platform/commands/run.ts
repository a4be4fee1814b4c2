import { createHash } from 'node:crypto'
import type { Command, CommandKind, CommandOutcome } from '@ariadne/contract'
import { canonicalJson } from '@ariadne/domain'
import { sql } from 'kysely'
import { untilThere } from '../apart/index.ts'
import type { Clock } from '../clock.ts'
import { stamp } from '../clock.ts'
import { skewOf } from '../clock-skew.ts'
import { inSavepoint, withActor } from '../database/index.ts'
import type { Database, Tx } from '../database/index.ts'
import type { SignedIn } from '../http/env.ts'
import { codeOf, isNotStorable } from '../error-code.ts'
import { findUnfit } from '../fit-json.ts'
import { invalidInput, isUnavailable } from '../http/problems.ts'
import type { Logger } from '../log.ts'
import { Problem } from '../problem.ts'
import type { CommandContext, CommandRegistry, HandlerOutcome } from './registry.ts'

export type CommandDeps = { db: Database; clock: Clock; registry: CommandRegistry; log: Logger }

const digestOf = (command: Command): Buffer =>
  createHash('sha256')
    .update(canonicalJson({ kind: command.kind, at: command.at, body: command.body }))
    .digest()

const reused: HandlerOutcome = {
  status: 'refused',
  code: 'command_id_reused',
  field: 'id',
  remedy: 'This id was used for another command. Give the changed command an id of its own.',
}

const unforeseen: HandlerOutcome = {
  status: 'refused',
  code: 'unforeseen',
  remedy: 'Something went wrong on our side and nothing was saved. Try again later.',
}

/** What the database itself did not take; sent again it would be so again. */
const notStorable: HandlerOutcome = {
  status: 'refused',
  code: 'field_invalid',
  field: 'body',
  remedy: 'One entry has a form or a size that cannot be kept, and nothing was saved. Correct it and send it again.',
}

const asRefusal = (problem: Problem): HandlerOutcome => ({
  status: 'refused',
  code: problem.detail.code,
  remedy: problem.detail.remedy,
  ...(problem.detail.field === undefined ? {} : { field: problem.detail.field }),
})

/** PostgreSQL's way of saying "you two met; one of you try again". */
const mayTryAgain = (error: unknown) => ['40001', '40P01'].includes(codeOf(error) ?? '')

class Undo extends Error {
  readonly outcome: HandlerOutcome
  constructor(outcome: HandlerOutcome) {
    super('undo')
    this.outcome = outcome
  }
}

/**
 * Carries out one command in a transaction of its own, together with the note that it was carried out. Sent again, it
 * does nothing and answers as it did. What needs a long answer first (`NotYet`) is begun anew when that is there; where it
 * does not come, the command was not carried out and may be sent again.
 * @param signal says that whoever sent it has gone: what it waits for is not worked out for nobody
 */
export const runCommand = async (
  deps: CommandDeps,
  who: SignedIn,
  command: Command,
  signal?: AbortSignal,
): Promise<CommandOutcome> => {
  const registered = deps.registry.find(command.kind)
  if (registered === undefined)
    return {
      id: command.id,
      status: 'refused',
      code: 'command_unknown',
      field: 'kind',
      remedy: 'This instance does not know this kind of command. Update the app, or the instance.',
    }
  // Asked before anything that looks into the body: what is nested without end breaks whatever does.
  const unfit = findUnfit(command.body)
  if (unfit !== null) return { id: command.id, status: 'refused', code: 'field_invalid', ...unfit }
  const parsed = registered.schema.safeParse(command.body)
  if (!parsed.success) return { id: command.id, ...asRefusal(invalidInput(parsed.error)) }

  const digest = digestOf(command)
  const effects: (() => void)[] = []
  const contextIn = (tx: Tx): CommandContext<CommandKind> => ({
    tx,
    who,
    id: command.id,
    at: command.at,
    now: stamp(deps.clock),
    skewMs: skewOf(command, stamp(deps.clock)),
    body: parsed.data,
    afterCommit: (effect) => effects.push(effect),
  })

  const attempt = () =>
    withActor(
      deps.db,
      who.actor,
      async (tx): Promise<HandlerOutcome> => {
        effects.length = 0
        const seen = await sql<{ known: boolean; digest: Buffer | null; outcome: HandlerOutcome | null }>`
        select command_is_known(${command.id}) as known, c.digest, c.outcome
        from (select) as one left join command c on c.id = ${command.id}`.execute(tx)
        const {
          known,
          digest: before,
          outcome: earlier,
        } = seen.rows[0] ?? { known: false, digest: null, outcome: null }
        if (known) {
          // Used by another member, or for something else.
          if (before === null || earlier === null || !digest.equals(before)) return reused
          if (earlier.status !== 'accepted' || registered.options.resultAgain === undefined) return earlier
          return { ...earlier, result: await registered.options.resultAgain(contextIn(tx)) }
        }
        const outcome = await handled(tx, () => registered.handler(contextIn(tx)))
        const { result: _result, ...rest } = outcome
        const kept = registered.options.resultAgain === undefined ? outcome : rest
        await tx
          .insertInto('command')
          .values({
            id: command.id,
            member_id: who.memberId,
            kind: command.kind,
            digest,
            outcome: JSON.stringify(kept),
            received_at: stamp(deps.clock),
          })
          .execute()
        return outcome
        // Two copies of one command, from two tabs, must not both find nothing.
      },
      { alone: command.id },
    )

  for (let tries = 1; ; tries += 1) {
    try {
      const outcome = await untilThere(attempt, signal)
      if (outcome.status === 'accepted') for (const effect of effects) effect()
      return { id: command.id, ...outcome }
    } catch (error) {
      if (mayTryAgain(error) && tries < 4) continue
      if (isUnavailable(error)) throw error
      if (error instanceof Problem) return { id: command.id, ...asRefusal(error) }
      deps.log.error({ kind: command.kind, err: error }, 'command failed')
      return { id: command.id, ...(isNotStorable(error) ? notStorable : unforeseen) }
    }
  }
}

/** Runs the handler so that everything it wrote is undone unless it says `accepted`. */
const handled = async (tx: Tx, handler: () => Promise<HandlerOutcome>): Promise<HandlerOutcome> => {
  const attempt = await inSavepoint(tx, async () => {
    const outcome = await handler()
    if (outcome.status !== 'accepted') throw new Undo(outcome)
    return outcome
  })
  if (attempt.ok) return attempt.value
  if (attempt.error instanceof Undo) return attempt.error.outcome
  if (attempt.error instanceof Problem) return asRefusal(attempt.error)
  throw attempt.error
}
