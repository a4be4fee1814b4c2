import { COMMANDS } from '@ariadne/contract'
import type { CommandBody, CommandKind, CommandOutcome } from '@ariadne/contract'
import type { Tx } from '../database/index.ts'
import type { SignedIn } from '../http/env.ts'

/** What a handler says. Anything but `accepted` undoes what the handler wrote. */
export type HandlerOutcome = Omit<CommandOutcome, 'id'>

export type CommandContext<K extends CommandKind> = {
  /** The transaction of this one command, under the member's row-level security. */
  tx: Tx
  who: SignedIn
  id: string
  /** When it happened, as the sender's clock had it. */
  at: string
  /** When it arrived here, by the instance's clock. */
  now: string
  /** How far the sender's clock stands ahead of this instance's, in milliseconds; 0 where it is about right. */
  skewMs: number
  body: CommandBody<K>
  /** Runs after the transaction has been committed, never when it was not: to wake a delivery, for instance. */
  afterCommit: (effect: () => void) => void
}

export type CommandHandler<K extends CommandKind> = (context: CommandContext<K>) => Promise<HandlerOutcome>

export type CommandOptions<K extends CommandKind> = {
  /**
   * Makes the result anew when the same command comes again, for results that are too large or too close to a person to
   * be kept with the outcome. Without it the result is kept.
   */
  resultAgain?: (context: CommandContext<K>) => Promise<NonNullable<HandlerOutcome['result']>>
}

export type Registered = { handler: CommandHandler<CommandKind>; options: CommandOptions<CommandKind> }

export type CommandRegistry = {
  register: <K extends CommandKind>(kind: K, handler: CommandHandler<K>, options?: CommandOptions<K>) => void
  find: (kind: string) => (Registered & { kind: CommandKind; schema: (typeof COMMANDS)[CommandKind] }) | undefined
  kinds: () => string[]
}

export const createCommandRegistry = (): CommandRegistry => {
  const handlers = new Map<string, Registered>()
  return {
    register: (kind, handler, options = {}) => {
      if (handlers.has(kind)) throw new Error(`The command "${kind}" has two handlers.`)
      handlers.set(kind, { handler, options })
    },
    find: (kind) => {
      const registered = handlers.get(kind)
      if (registered === undefined || !Object.hasOwn(COMMANDS, kind)) return undefined
      return { ...registered, kind: kind as CommandKind, schema: COMMANDS[kind as CommandKind] }
    },
    kinds: () => [...handlers.keys()].toSorted(),
  }
}
