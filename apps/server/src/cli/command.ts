import { parseArgs } from 'node:util'
import { loadConfig } from '../platform/config/index.ts'
import type { Config } from '../platform/config/index.ts'

/** What a command has to work with; tests give their own. */
export type Io = {
  out: (text: string) => void
  err: (text: string) => void
  environment: Record<string, string | undefined>
  /** Whether a person watches: then there are progress lines. */
  terminal: boolean
}

export type Flags = Record<string, { type: 'string' | 'boolean'; help: string; value?: string }>

export type Call = {
  io: Io
  json: boolean
  /** Words after the command that are no flags. */
  words: string[]
  text: (flag: string) => string | undefined
  on: (flag: string) => boolean
  config: () => Config
}

export type CliCommand = {
  summary: string
  /** What follows the name, for the help. */
  usage?: string
  flags?: Flags
  /** How many words it takes. */
  words?: { least: number; most: number }
  run: (call: Call) => Promise<number>
}

/** Something wrong with what was typed or found: told without a stack, exit code 1. */
export class CliError extends Error {
  readonly detail: Record<string, unknown>
  constructor(message: string, detail: Record<string, unknown> = {}) {
    super(message)
    this.name = 'CliError'
    this.detail = detail
  }
}

export const commonFlags: Flags = {
  config: { type: 'string', help: 'configuration file, YAML or JSON', value: 'FILE' },
  json: { type: 'boolean', help: 'answer as JSON, one object a line' },
  help: { type: 'boolean', help: 'this help' },
}

export const callOf = (command: CliCommand, args: string[], io: Io): Call & { help: boolean } => {
  const flags = { ...commonFlags, ...command.flags }
  const parsed = (() => {
    try {
      return parseArgs({
        args,
        allowPositionals: true,
        strict: true,
        tokens: true,
        options: Object.fromEntries(Object.entries(flags).map(([name, { type }]) => [name, { type }])),
      })
    } catch (error) {
      const message = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error)
      throw new CliError(
        `${message}. Known flags: ${Object.keys(flags)
          .map((name) => `--${name}`)
          .join(', ')}.`,
      )
    }
  })()
  const given = parsed.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []))
  const twice = given.find((name, at) => flags[name]?.type === 'string' && given.indexOf(name) !== at)
  if (twice !== undefined) throw new CliError(`--${twice} is there twice. Say it once.`)
  const { least, most } = command.words ?? { least: 0, most: 0 }
  const help = parsed.values['help'] === true
  if (!help && (parsed.positionals.length < least || parsed.positionals.length > most))
    throw new CliError(
      parsed.positionals.length < least
        ? `Something is missing. Usage: ${command.usage ?? 'no words'}.`
        : `"${parsed.positionals[most] ?? ''}" is one word too many. Usage: ${command.usage ?? 'no words after the command'}.`,
    )
  const text = (flag: string) => {
    const value = parsed.values[flag]
    return typeof value === 'string' ? value : undefined
  }
  return {
    io,
    help,
    json: parsed.values['json'] === true,
    words: parsed.positionals,
    text,
    on: (flag) => parsed.values[flag] === true,
    config: () => loadConfig({ file: text('config') ?? io.environment['ARIADNE_CONFIG'], environment: io.environment }),
  }
}
