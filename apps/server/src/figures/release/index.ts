import type { CliCommand } from '../../cli/command.ts'
import { auditCommand } from './audit.ts'
import { protectCommand } from './protect.ts'

/** Tables that are safe to publish, from the command line. */
export const releaseCommands: Record<string, CliCommand> = {
  'release protect': protectCommand,
  'release audit': auditCommand,
}
