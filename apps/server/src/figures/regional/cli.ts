import { readFileSync, writeFileSync } from 'node:fs'
import { CliError } from '../../cli/command.ts'
import type { CliCommand } from '../../cli/command.ts'
import { withDatabases } from '../../cli/session.ts'
import { figuresFor, tellingReports, yearFrom } from '../reports/cli.ts'

const publish: CliCommand = {
  summary: 'Releases a report: audited and signed for the network, or as a law demands it',
  usage: 'NAME --year YEAR --out FILE [--statutory ARTICLE --recipient NAME]',
  words: { least: 1, most: 1 },
  flags: {
    year: { type: 'string', help: 'the calendar year', value: 'YEAR' },
    out: { type: 'string', help: 'where the release is written', value: 'FILE' },
    statutory: {
      type: 'string',
      help: 'the law that demands it: exact figures as CSV, and the sending is noted',
      value: 'ARTICLE',
    },
    recipient: { type: 'string', help: 'who receives what the law demands', value: 'NAME' },
  },
  run: async ({ words, text, config, io, json }) => {
    const [name = ''] = words
    const year = yearFrom(text('year'))
    const out = text('out')
    if (out === undefined) throw new CliError('Say where to write the release: --out FILE.')
    const settings = config()
    const [article, recipient] = [text('statutory'), text('recipient')]
    if (article !== undefined && recipient === undefined)
      throw new CliError('Say who receives it: --recipient NAME. What a law demands goes to one recipient.')
    const [{ publishReport, noteStatutory }, { NotSafe }, { buildReport }, { reportCsv }, { readInstanceKeys }] =
      await Promise.all([
        import('./publish.ts'),
        import('../reports/release.ts'),
        import('../reports/build.ts'),
        import('../reports/export.ts'),
        import('../../network/index.ts'),
      ])
    return withDatabases(settings, async ({ db }) => {
      const figures = await figuresFor(settings, db)
      const names = async () => (await figures.statistics()).reports.map((one) => one.id)
      return tellingReports(names, name, () =>
        figures.read('en', async (reading) => {
          if (article !== undefined && recipient !== undefined) {
            const built = await buildReport(reading, name, year)
            if (!built.template.statutory)
              throw new CliError(
                `No law is known to demand "${name}". Release it without --statutory: protected and audited.`,
              )
            await noteStatutory(
              reading.tx,
              { name, year, recipient, legalBasis: article, cells: built.cells, by: null },
              reading.now,
            )
            writeFileSync(out, reportCsv(built, { hxl: false }))
            io.out(
              json
                ? JSON.stringify({ ok: true, class: 'statutory', report: name, year, cells: built.cells.length, out })
                : `Exact figures for ${recipient} by ${article}: ${out}. The sending is noted.`,
            )
            return 0
          }
          const { signingKey, sealingKey } = settings.trust
          if (signingKey === undefined || sealingKey === undefined)
            throw new CliError(
              'This instance has no signing key. Set trust.signingKey and trust.sealingKey in its configuration.',
            )
          const keys = await readInstanceKeys({ signingKey, sealingKey })
          const release = await publishReport(reading, {
            name,
            year,
            instanceId: settings.instance.id,
            key: keys.signing,
            by: null,
          }).catch((error: unknown) => {
            throw error instanceof NotSafe ? new CliError(error.message) : error
          })
          writeFileSync(out, `${release.signed}\n`)
          const { version, cells, suppressed } = release
          io.out(
            json
              ? JSON.stringify({ ok: true, class: 'safe_table', report: name, year, version, cells, suppressed, out })
              : `${cells} cells, ${suppressed} of them suppressed; audited against all earlier releases. Version ${version}: ${out}`,
          )
          return 0
        }),
      )
    })
  },
}

const receive: CliCommand = {
  summary: 'Takes in a release that another instance signed',
  usage: 'FILE',
  words: { least: 1, most: 1 },
  run: async ({ words, config, io, json }) => {
    const file = words[0] ?? ''
    const signed = (() => {
      try {
        return readFileSync(file, 'utf8').trim()
      } catch {
        throw new CliError(`${file} cannot be read. Check the name and that you may read it.`)
      }
    })()
    const settings = config()
    const [{ receiveRelease }, { openTrust }, { systemClock }, { createLogger }] = await Promise.all([
      import('./receive.ts'),
      import('../../network/index.ts'),
      import('../../platform/clock.ts'),
      import('../../platform/log.ts'),
    ])
    return withDatabases(settings, async ({ db }) => {
      const log = createLogger({ ...settings, log: { ...settings.log, level: 'silent' } })
      const { list, root } = settings.trust
      const trust = await openTrust({ files: { list, root }, db, clock: systemClock, log })
      const status = trust.status()
      const received = await receiveRelease(
        { db, list: status.fresh ? status.list : null, now: new Date().toISOString() },
        signed,
      )
      if (!received.ok)
        throw new CliError(`${file}: ${received.code.replaceAll('_', ' ')}. ${received.remedy}`, {
          file,
          code: received.code,
        })
      const { from, name, period, version, isNew } = received
      io.out(
        json
          ? JSON.stringify(received)
          : `${name} ${period} of ${from}, version ${version}: ${isNew ? 'taken in' : 'was there already'}.`,
      )
      return 0
    })
  },
}

export const regionalCommands: Record<string, CliCommand> = { 'release publish': publish, 'report receive': receive }
