import { ContentError, NotReadyToGoLiveError, WrongDatabaseError } from '../instance.ts'
import { ConfigError } from '../platform/config/index.ts'
import { MigrationError } from '../platform/database/index.ts'
import { codeOf } from '../platform/error-code.ts'
import { CliError, callOf, commonFlags } from './command.ts'
import type { CliCommand, Io } from './command.ts'
import { commands } from './commands.ts'

/** Whoever reads what a command says may stop early (`ariadne … | head`): the command ends, and has nothing to complain of. */
const endWhenNobodyReads = (stream: NodeJS.WriteStream): void => {
  stream.on('error', (error) => {
    if (codeOf(error) === 'EPIPE') process.exit()
    throw error
  })
}

const processIo = (): Io => {
  endWhenNobodyReads(process.stdout)
  endWhenNobodyReads(process.stderr)
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    environment: process.env,
    terminal: process.stderr.isTTY,
  }
}

const helpOf = (name: string, command: CliCommand): string =>
  [
    `ariadne ${name} ${command.usage ?? ''}`.trimEnd(),
    `  ${command.summary}`,
    '',
    ...Object.entries({ ...command.flags, ...commonFlags }).map(
      ([flag, { help, value }]) => `  --${`${flag}${value === undefined ? '' : ` ${value}`}`.padEnd(22)} ${help}`,
    ),
  ].join('\n')

const listed = (names: readonly string[]): string[] => {
  const width = Math.max(...names.map((name) => name.length))
  return names.map((name) => `  ${name.padEnd(width)} ${commands[name]?.summary ?? ''}`)
}

const overview = (): string =>
  ['ariadne <command> [flags]', '', ...listed(Object.keys(commands)), '', 'ariadne <command> --help says more.'].join(
    '\n',
  )

/** Commands whose name begins with that word: `content validate`, `content publish` and so on. */
const groupOf = (word: string): string[] => Object.keys(commands).filter((name) => name.startsWith(`${word} `))

const helpOfGroup = (word: string): string =>
  [
    `ariadne ${word} <command> [flags]`,
    '',
    ...listed(groupOf(word)),
    '',
    `ariadne ${word} <command> --help says more.`,
  ].join('\n')

/** Finds the command: `user invite` before `user`. */
const find = (args: string[]): { name: string; command: CliCommand; rest: string[] } | undefined => {
  for (const length of [2, 1]) {
    const name = args.slice(0, length).join(' ')
    if (args.length >= length && Object.hasOwn(commands, name)) {
      const command = commands[name]
      if (command !== undefined) return { name, command, rest: args.slice(length) }
    }
  }
  return undefined
}

/**
 * Runs one command line.
 * @returns the exit code: 0, or 1 with a message that says what would be right
 */
export const run = async (args: string[], io: Io = processIo()): Promise<number> => {
  const json = args.includes('--json')
  try {
    if (args.length === 0 || args[0] === 'help' || args[0] === '--help') {
      io.out(overview())
      return args.length === 0 ? 1 : 0
    }
    const found = find(args)
    if (found === undefined) {
      const [word = '', ...rest] = args
      const near = groupOf(word)
      const asked = rest.filter((one) => one !== '--json')
      const isHelp = asked.includes('--help')
      if (near.length > 0 && (isHelp || (asked.length === 0 && !json))) {
        io.out(helpOfGroup(word))
        return isHelp ? 0 : 1
      }
      throw new CliError(
        `There is no command "${args.slice(0, 2).join(' ')}". ${near.length > 0 ? `Did you mean: ${near.join(', ')}?` : `There are: ${Object.keys(commands).join(', ')}.`}`,
      )
    }
    const call = callOf(found.command, found.rest, io)
    if (call.help) {
      io.out(helpOf(found.name, found.command))
      const under = groupOf(found.name)
      if (under.length > 0) io.out(['', 'Beside it:', ...listed(under)].join('\n'))
      return 0
    }
    return await found.command.run(call)
  } catch (error) {
    if (error instanceof ConfigError) return tell(io, json, error.message, { code: 'config', faults: error.faults })
    if (error instanceof CliError) return tell(io, json, error.message, error.detail)
    if (error instanceof MigrationError) return tell(io, json, error.message, { code: error.code })
    if (error instanceof ContentError) return tell(io, json, error.message, { code: 'content', faults: error.faults })
    if (error instanceof NotReadyToGoLiveError)
      return tell(io, json, error.message, { code: 'not_ready_to_go_live', findings: error.findings })
    if (error instanceof WrongDatabaseError) return tell(io, json, error.message, { code: 'wrong_database' })
    if (codeOf(error) === 'EADDRINUSE')
      return tell(io, json, 'The port is taken. Stop what uses it, or set another with PORT.', { code: 'port_taken' })
    const reason = connectionReason(error)
    if (reason !== undefined) return tell(io, json, reason, { code: 'database_unavailable' })
    throw error
  }
}

const tell = (io: Io, json: boolean, message: string, detail: Record<string, unknown>): number => {
  io.err(json ? JSON.stringify({ ok: false, message, ...detail }) : message)
  return 1
}

const connectionReason = (error: unknown): string | undefined => {
  const code = codeOf(error)
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || (code === 'ENOENT' && /PGSQL/u.test(String(error))))
    return 'The database cannot be reached. Check that it runs and that the addresses in the configuration are right.'
  if (code === '28P01' || code === '28000')
    return 'The database refused the sign-in. Check the role and password in the configuration.'
  if (code === '42P01' || code === '3F000')
    return 'The database has no tables of this version yet. Run "ariadne migrate" with the owner\'s address.'
  if (code === '3D000') return 'There is no such database. Make it with "ariadne database create".'
  return undefined
}
