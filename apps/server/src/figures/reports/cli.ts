import { writeFileSync } from 'node:fs'
import type { InstanceId } from '@ariadne/domain'
import { DEFAULT_TARGETS, targetsOf } from '@ariadne/domain'
import { CliError } from '../../cli/command.ts'
import type { Call, CliCommand } from '../../cli/command.ts'
import { withDatabases } from '../../cli/session.ts'
import type { Config } from '../../platform/config/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { Problem } from '../../platform/problem.ts'

export const yearFrom = (given: string | undefined): number => {
  const year = Number(given)
  if (given === undefined || !/^\d{4}$/u.test(given) || year < 1990 || year > 2100)
    throw new CliError('Say which year: --year 2025.')
  return year
}

/** The figures of the configured instance, for a command. */
export const figuresFor = async (settings: Config, db: Database) => {
  const [{ createFigures }, { createAudits }, { systemClock }, { loadContent }] = await Promise.all([
    import('../figures.ts'),
    import('../../platform/audits/index.ts'),
    import('../../platform/clock.ts'),
    import('../../platform/content/load.ts'),
  ])
  const country = settings.instance.country ?? ''
  const { content } = await loadContent(settings.contentDir)
  const profile = content.countries.find((one) => one.country === country)
  return createFigures({
    db,
    clock: systemClock,
    instanceId: settings.instance.id as InstanceId,
    country,
    contentDir: settings.contentDir,
    targets: () => (profile ? targetsOf(profile) : DEFAULT_TARGETS),
    // Nobody else waits for a command.
    audits: createAudits('here'),
  })
}

/** A name that no report has is told with those that are there. */
export const tellingReports = async <T>(
  names: () => Promise<string[]>,
  name: string,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem) || error.detail.code !== 'not_found') throw error
    throw new CliError(`There is no report "${name}". There are: ${(await names()).join(', ')}.`)
  }
}

const save = (io: Call['io'], file: string, content: string | Uint8Array): void => {
  try {
    writeFileSync(file, content)
  } catch {
    throw new CliError(`${file} cannot be written. Choose a place you may write to.`)
  }
  io.err(`Written: ${file}`)
}

const UNSURE =
  'The data flow, dimensions and codes of the SDMX-CSV file could not be verified in a source. Compare them with the structure the recipient gives before it is sent.'

const reportCommand: CliCommand = {
  summary: 'Fills a report for a year: every cell with its definition and status; without a NAME says which there are',
  usage:
    '[NAME --year YEAR [--csv FILE [--hxl]] [--xlsx FILE] [--sdmx FILE] [--source NAME] [--language LANGUAGE] [--keep]]',
  words: { least: 0, most: 1 },
  flags: {
    year: { type: 'string', help: 'the calendar year', value: 'YEAR' },
    csv: { type: 'string', help: 'writes it as one long CSV table', value: 'FILE' },
    hxl: { type: 'boolean', help: 'with a row of HXL hashtags under the header of the CSV' },
    xlsx: { type: 'string', help: 'writes it as a workbook, one sheet a table', value: 'FILE' },
    sdmx: { type: 'string', help: 'writes the tables that have a data flow as SDMX-CSV', value: 'FILE' },
    source: { type: 'string', help: 'counts only closed records of one collection, such as ctdc-2020', value: 'NAME' },
    language: { type: 'string', help: 'language of titles: en, sq, mk, sr, ar', value: 'LANGUAGE' },
    keep: { type: 'boolean', help: 'keeps it as a version, so that a later one can say what changed' },
  },
  run: async ({ words, text, on, config, io, json }) => {
    const [name] = words
    const settings = config()
    if (name === undefined) {
      const { loadStatistics } = await import('../content.ts')
      const { reports } = (await loadStatistics(settings.contentDir)).statistics
      throw new CliError(`Say which report: ${reports.map(({ id }) => id).join(', ')}.`)
    }
    const year = yearFrom(text('year'))
    const collection = text('source')
    if (collection !== undefined && on('keep'))
      throw new CliError('Only the report of this country’s own records is kept.')
    return withDatabases(settings, async ({ db }) => {
      const [{ buildReport }, { viewReport }, { keepReport }, files] = await Promise.all([
        import('./build.ts'),
        import('./view.ts'),
        import('./versions.ts'),
        import('./export.ts'),
      ])
      const figures = await figuresFor(settings, db)
      const names = async () => (await figures.statistics()).reports.map((one) => one.id)
      return tellingReports(names, name, async () => {
        const { built, view } = await figures.read(text('language') ?? 'en', async (reading) => {
          const filled = await buildReport(reading, name, year, collection === undefined ? 'ours' : { collection })
          if (on('keep'))
            await keepReport(
              reading.tx,
              { name, year, template: filled.template.version, cells: filled.cells },
              null,
              reading.now,
            )
          return { built: filled, view: viewReport(reading, filled, 'exact') }
        })
        const [csv, xlsx, sdmx] = [text('csv'), text('xlsx'), text('sdmx')]
        if (csv !== undefined) save(io, csv, files.reportCsv(built, { hxl: on('hxl') }))
        if (xlsx !== undefined) save(io, xlsx, await files.reportXlsx(built, view))
        const warnings =
          sdmx === undefined || view.sdmx === 'verified' ? [] : [{ code: 'sdmx_codes_not_verified', message: UNSURE }]
        if (sdmx !== undefined) {
          try {
            save(io, sdmx, files.reportSdmx(built, settings.instance.country ?? ''))
          } catch (error) {
            if (error instanceof files.NoSdmx) throw new CliError(error.message)
            throw error
          }
        }
        for (const { message } of warnings) if (!json) io.err(message)
        io.out(json ? JSON.stringify(warnings.length > 0 ? { ...view, warnings } : view) : inWords(view))
        return 0
      })
    })
  },
}

/** For a terminal: a line a cell that says something, and what changed. */
const inWords = (view: {
  title: string
  country: string
  year: number
  tables: {
    title: string
    mark: string
    axes: string[]
    names: Record<string, Record<string, string>>
    cells: {
      key: Record<string, string>
      status: string
      value: number | null
      others: { source: string; value: number | null }[]
    }[]
  }[]
  changes: { since: string | null; cells: unknown[]; lateFacts: number }
  notes: string[]
}): string =>
  [
    `${view.title}: ${view.country} ${view.year}`,
    ...view.tables.flatMap((table) => [
      '',
      `${table.title}${table.mark === 'not_verified' ? ' (not verified)' : ''}`,
      ...table.cells
        .filter((cell) => cell.status !== 'zero')
        .map((cell) => {
          const label = table.axes.map((axis) => table.names[axis]?.[cell.key[axis] ?? ''] ?? '').join(', ')
          const beside = cell.others.map((one) => `${one.source} says ${one.value ?? 'nothing'}`).join('; ')
          return `  ${label}: ${cell.value ?? cell.status}${beside === '' ? '' : ` (${beside})`}`
        }),
    ]),
    '',
    view.changes.since === null
      ? 'No earlier version was kept.'
      : `Since the version kept on ${view.changes.since.slice(0, 10)}: ${view.changes.cells.length} cells changed, ${view.changes.lateFacts} facts became known.`,
    ...view.notes,
  ].join('\n')

export const reportCommands: Record<string, CliCommand> = { report: reportCommand }
