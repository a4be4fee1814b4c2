import { readFileSync } from 'node:fs'
import { CaseId, DEFAULT_TARGETS } from '@ariadne/domain'
import type { InstanceId } from '@ariadne/domain'
import { CliError } from '../cli/command.ts'
import type { CliCommand } from '../cli/command.ts'
import { progressBar } from '../cli/progress.ts'
import { withDatabases } from '../cli/session.ts'
import { verifyChain } from './evidence.ts'
import { readCtdc } from './import/ctdc-records.ts'
import { importRecords, ImportRefused } from './import/import-records.ts'

const SHOWN_FAULTS = 20

const readUtf8 = (file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    throw new CliError(
      error instanceof TypeError
        ? `${file} is not UTF-8 text. Save it as CSV in UTF-8.`
        : `${file} cannot be read. Check the name and that you may read it.`,
    )
  }
}

const importCtdc: CliCommand = {
  summary: 'Imports records of the CTDC k-anonymised dataset as historic coded cases of a unit',
  usage: 'FILE --unit UNIT',
  words: { least: 1, most: 1 },
  flags: { unit: { type: 'string', help: 'the unit whose cases they become', value: 'UNIT' } },
  run: async ({ words, text, config, io, json }) => {
    const file = words[0] ?? ''
    const unitId = text('unit')
    if (unitId === undefined) throw new CliError('Say whose cases they become: --unit UNIT.')
    const settings = config()
    const now = new Date()
    const { records, faults, repairs } = (() => {
      const content = readUtf8(file)
      try {
        return readCtdc(content, now.getUTCFullYear())
      } catch (error) {
        if (error instanceof SyntaxError) throw new CliError(`${file}: ${error.message}. Nothing was imported.`)
        throw error
      }
    })()
    if (faults.length > 0) {
      const told = faults
        .slice(0, SHOWN_FAULTS)
        .map(({ line, column, value, remedy }) => `${file}:${line}: ${column}: "${value}" should be ${remedy}.`)
      const more = faults.length - told.length
      throw new CliError([...told, ...(more > 0 ? [`and ${more} more.`] : []), 'Nothing was imported.'].join('\n'), {
        file,
        faults: faults.slice(0, SHOWN_FAULTS),
        count: faults.length,
      })
    }
    const bar = progressBar(io, 'Importing')
    try {
      const report = await withDatabases(settings, ({ db }) =>
        importRecords(
          {
            db,
            instanceId: settings.instance.id as InstanceId,
            now: () => now.toISOString(),
            targets: DEFAULT_TARGETS,
          },
          { records, source: 'ctdc-2020', unitId },
          bar.show,
        ),
      )
      bar.end()
      if (json) io.out(JSON.stringify({ ok: true, ...report, repairs }))
      else {
        io.out(`${report.read} records read: ${report.imported} imported, ${report.alreadyThere} were there already.`)
        for (const { kind, column, was, is, count, lines } of repairs)
          io.out(
            `  ${kind.replaceAll('_', ' ')}: ${column} "${was}" read as ${is === '' ? 'not known' : is}, ${count} times (line ${lines.join(', ')}${count > lines.length ? ', ...' : ''})`,
          )
      }
      return 0
    } catch (error) {
      bar.end()
      if (error instanceof ImportRefused) throw new CliError(`${error.message} Nothing was imported.`)
      throw error
    }
  },
}

const evidence: CliCommand = {
  summary: 'Checks the chain of a case, without showing what it says',
  usage: 'CASE',
  words: { least: 1, most: 1 },
  run: async ({ words, config, io, json }) => {
    const caseId = CaseId.safeParse(words[0])
    if (!caseId.success)
      throw new CliError(`"${words[0] ?? ''}" is no id of a case. It is the long one in its address.`)
    const found = await withDatabases(config(), ({ db }) => verifyChain(db, caseId.data))
    if (found === undefined) throw new CliError(`There is no case ${caseId.data} here.`)
    const { actions, erased, brokenAt, lastHash, complete, verified } = found
    if (json) io.out(JSON.stringify({ ok: verified, ...found }))
    else {
      io.out(`${actions} actions, ${erased} of them erased. Last hash ${lastHash}.`)
      io.out(
        verified
          ? 'The chain verifies: nothing was changed, taken out or put in.'
          : brokenAt !== null
            ? `The chain is broken at action ${brokenAt}: it, or one before it, is not what it was.`
            : 'The list does not end where this instance last noted its end: something was cut off.',
      )
    }
    return verified && complete ? 0 : 1
  },
}

/** Commands about cases, by name. */
export const caseworkCommands: Record<string, CliCommand> = { 'import ctdc': importCtdc, evidence }
