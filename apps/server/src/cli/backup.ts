import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { makeKeyPair, readPublicKey, readSeed, writeSeed } from '@ariadne/vault/keys'
import { VaultError } from '@ariadne/vault/errors'
import { backup, BackupProblem, restore } from '../platform/backup/index.ts'
import { migrations } from '../stages.ts'
import type { CliCommand } from './command.ts'
import { CliError } from './command.ts'
import { progressBar } from './progress.ts'
import { ownerUrlOf } from './session.ts'

const readText = (path: string, what: string): string => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    throw new CliError(`${path} cannot be read. Name the file with ${what}.`)
  }
}

const told = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BackupProblem) throw new CliError(error.message, { code: error.code })
    throw error
  }
}

const makeKey: CliCommand = {
  summary: 'Makes the key pair for backups: a public half for the instance, a secret one to lock away',
  usage: '--secret FILE --public FILE',
  flags: {
    secret: { type: 'string', help: 'new file for the secret half; take it off this machine', value: 'FILE' },
    public: { type: 'string', help: 'new file for the public half; backup.publicKey names it', value: 'FILE' },
  },
  run: async ({ text, io, json }) => {
    const secret = text('secret')
    const open = text('public')
    if (secret === undefined || open === undefined) throw new CliError('--secret FILE and --public FILE are needed.')
    for (const path of [secret, open])
      if (existsSync(path)) throw new CliError(`${path} is there already and is left as it is. Name another file.`)
    const pair = await makeKeyPair()
    writeFileSync(secret, `${writeSeed(pair.seed)}\n`, { mode: 0o600, flag: 'wx' })
    writeFileSync(open, `${pair.publicKey}\n`, { flag: 'wx' })
    io.out(
      json
        ? JSON.stringify({ ok: true, keyId: pair.keyId, secret, public: open })
        : `Key ${pair.keyId}. Lock ${secret} away in two places and remove it here: without it no backup opens, with it every one does.`,
    )
    return 0
  },
}

const backupCommand: CliCommand = {
  summary: 'Writes the whole instance, as it is at this moment, to a sealed file',
  usage: '--out FILE [--to FILE]',
  flags: {
    out: { type: 'string', help: 'the file to write; must not exist', value: 'FILE' },
    to: { type: 'string', help: 'public half of the backup key; by default backup.publicKey', value: 'FILE' },
  },
  run: async ({ text, config, io, json }) => {
    const out = text('out')
    if (out === undefined) throw new CliError('Say where to write it: --out FILE.')
    if (existsSync(out)) throw new CliError(`${out} is there already and is left as it is. Name another file.`)
    const settings = config()
    const keyFile = text('to') ?? settings.backup.publicKey
    if (keyFile === undefined)
      throw new CliError(
        'There is no backup key. Make one with "ariadne backup-key" and name its public half with --to or backup.publicKey.',
      )
    const publicKey = readText(keyFile, 'the public half of the backup key')
    try {
      readPublicKey(publicKey)
    } catch (error) {
      throw new CliError(`${keyFile}: ${error instanceof VaultError ? error.message : 'is no public key'}.`)
    }
    const bar = progressBar(io, 'Backing up')
    const report = await told(() =>
      backup({ ownerUrl: ownerUrlOf(settings), publicKey, file: out, now: new Date(), progress: bar.show }),
    ).finally(bar.end)
    io.out(
      json
        ? JSON.stringify({ ok: true, ...report })
        : `${report.file}: ${report.rows} rows of ${report.tables} tables, ${(report.bytes / 1e6).toFixed(1)} MB, schema ${report.version}.`,
    )
    return 0
  },
}

const restoreCommand: CliCommand = {
  summary: 'Loads a backup into an empty database, all of it or nothing',
  usage: 'FILE --key FILE',
  words: { least: 1, most: 1 },
  flags: { key: { type: 'string', help: 'secret half of the backup key', value: 'FILE' } },
  run: async ({ words, text, config, io, json }) => {
    const file = words[0] ?? ''
    if (!existsSync(file)) throw new CliError(`There is no file ${file}.`)
    const keyFile = text('key')
    if (keyFile === undefined) throw new CliError('Say with which key: --key FILE.')
    const settings = config()
    const seed = (() => {
      try {
        return readSeed(readText(keyFile, 'the secret half of the backup key'))
      } catch (error) {
        throw error instanceof VaultError ? new CliError(`${keyFile}: ${error.message}.`) : error
      }
    })()
    const bar = progressBar(io, 'Restoring')
    const report = await told(() =>
      restore({ ownerUrl: ownerUrlOf(settings), file, seed, migrations, now: () => new Date(), progress: bar.show }),
    ).finally(bar.end)
    io.out(
      json
        ? JSON.stringify({ ok: true, ...report })
        : `Restored ${report.rows} rows of ${report.tables} tables of ${report.instance}, as they were at ${report.createdAt}. The instance moves no case's custody until its peers have told it what it forgot; everybody signs in again.`,
    )
    return 0
  },
}

export const backupCommands: Record<string, CliCommand> = {
  'backup-key': makeKey,
  backup: backupCommand,
  restore: restoreCommand,
}
