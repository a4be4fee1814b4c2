import { writeFileSync } from 'node:fs'
import { createInstanceDatabase, migrate } from '../platform/database/index.ts'
import { migrations } from '../stages.ts'
import type { CliCommand } from './command.ts'
import { CliError } from './command.ts'
import { ownerUrlOf } from './session.ts'

const migrateCommand: CliCommand = {
  summary: 'Brings the database forward to this version, all of it or nothing',
  run: async ({ config, io, json }) => {
    const report = await migrate({ ownerUrl: ownerUrlOf(config()), migrations, now: () => new Date() })
    io.out(
      json
        ? JSON.stringify({ ok: true, ...report })
        : report.applied.length === 0
          ? `The database is at ${report.version} already.`
          : `Applied ${report.applied.join(', ')}. The database is at ${report.version}.`,
    )
    return 0
  },
}

const create: CliCommand = {
  summary: 'Makes the roles and the empty database of a new instance on a PostgreSQL server',
  usage: 'INSTANCE --superuser URL --out FILE',
  words: { least: 1, most: 1 },
  flags: {
    superuser: { type: 'string', help: 'address of a role that may create roles and databases', value: 'URL' },
    out: { type: 'string', help: 'file for the three addresses with their passwords', value: 'FILE' },
  },
  run: async ({ words, text, io, json }) => {
    const instance = words[0] ?? ''
    if (!/^ins_[a-z0-9]{2,32}$/u.test(instance))
      throw new CliError(
        `"${instance}" is no id of an instance. It looks like ins_ and 2 to 32 small letters or digits.`,
      )
    const superuser = text('superuser')
    const out = text('out')
    if (superuser === undefined || out === undefined) throw new CliError('--superuser URL and --out FILE are needed.')
    const urls = await createInstanceDatabase(superuser, instance)
    const lines = [`DATABASE_URL=${urls.app}`, `DATABASE_AUTH_URL=${urls.auth}`, `DATABASE_OWNER_URL=${urls.owner}`]
    try {
      writeFileSync(out, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
    } catch {
      throw new CliError(
        `${out} cannot be written, or is there already. Name a new file; running this again sets new passwords.`,
      )
    }
    io.out(
      json
        ? JSON.stringify({ ok: true, file: out })
        : `The database of ${instance} is there. Its addresses are in ${out}, readable by you alone.`,
    )
    return 0
  },
}

export const databaseCommands: Record<string, CliCommand> = { migrate: migrateCommand, 'database create': create }
