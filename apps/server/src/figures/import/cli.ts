import { writeFileSync } from 'node:fs'
import { CliError } from '../../cli/command.ts'
import type { Call, CliCommand } from '../../cli/command.ts'
import { progressBar } from '../../cli/progress.ts'
import { withDatabases } from '../../cli/session.ts'
import type { Table } from '../csv.ts'
import type { Countries } from './countries.ts'
import type { Imported, Repair } from './figure.ts'

const SHOWN_FAULTS = 20

type Collection = {
  title: string
  read: (table: Table, countries: Countries, thisYear: number) => Promise<Imported>
}

const summaryOf = (repairs: readonly Repair[]) => {
  const counts = new Map<string, { kind: string; column: string; count: number; rows: number[] }>()
  for (const { kind, column, row } of repairs) {
    const one = counts.get(`${kind} ${column}`) ?? { kind, column, count: 0, rows: [] }
    one.count += 1
    if (one.rows.length < 5) one.rows.push(row)
    counts.set(`${kind} ${column}`, one)
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count)
}

const quoted = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const writeRepairs = (file: string, repairs: readonly Repair[]): void => {
  const lines = repairs.map(({ row, column, kind, was, is }) =>
    [String(row), column, kind, was, is].map(quoted).join(','),
  )
  writeFileSync(file, ['row,column,kind,was,is', ...lines, ''].join('\r\n'))
}

const importing =
  ({ title, read }: Collection): CliCommand['run'] =>
  async ({ words, text, config, io, json }: Call) => {
    const file = words[0] ?? ''
    const settings = config()
    const [{ readTable }, { loadCountries }, { keepFigures }] = await Promise.all([
      import('../csv.ts'),
      import('./countries.ts'),
      import('./store.ts'),
    ])
    const table = readTable(file)
    const now = new Date()
    const {
      figures,
      repairs,
      faults,
      leftOut,
      read: rows,
    } = await read(table, await loadCountries(settings.contentDir), now.getUTCFullYear())
    if (faults.length > 0) {
      const told = faults
        .slice(0, SHOWN_FAULTS)
        .map(({ row, column, value, remedy }) => `${file}:${row}: ${column}: "${value}" should be ${remedy}.`)
      const more = faults.length - told.length
      throw new CliError([...told, ...(more > 0 ? [`and ${more} more.`] : []), 'Nothing was imported.'].join('\n'), {
        file,
        faults: faults.slice(0, SHOWN_FAULTS),
        count: faults.length,
      })
    }
    const bar = progressBar(io, 'Importing')
    const kept = await withDatabases(settings, ({ db }) =>
      keepFigures(db, figures, { title, batch: now.toISOString(), now: now.toISOString() }, bar.show),
    ).finally(() => bar.end())
    const list = text('repairs')
    if (list !== undefined) writeRepairs(list, repairs)
    const summary = summaryOf(repairs)
    if (json)
      io.out(JSON.stringify({ ok: true, read: rows, figures: figures.length, ...kept, leftOut, summary, repairs }))
    else {
      io.out(
        `${rows} rows read, ${leftOut} left out: ${kept.imported} figures imported, ${kept.alreadyThere} were there already.`,
      )
      for (const { kind, column, count, rows: some } of summary)
        io.out(
          `  ${kind.replaceAll('_', ' ')} in "${column}": ${count} (row ${some.join(', ')}${count > some.length ? ', ...' : ''})`,
        )
      io.out(list === undefined ? 'Each repair by row: --repairs FILE, or --json.' : `Each repair by row: ${list}`)
    }
    return 0
  }

const flags = {
  repairs: { type: 'string' as const, help: 'writes every repair by row and column, as CSV', value: 'FILE' },
}

export const figureImportCommands: Record<string, CliCommand> = {
  'import glotip': {
    summary: 'Imports UNODC GLOTIP open data as figures with their source, and tells every repair',
    usage: 'FILE [--repairs FILE]',
    words: { least: 1, most: 1 },
    flags,
    run: importing({
      title: 'UNODC, Global Report on Trafficking in Persons: open data',
      read: async (table, countries, thisYear) => {
        const [{ readGlotip, GLOTIP_COLUMNS }, { needColumns }] = await Promise.all([
          import('./glotip.ts'),
          import('../csv.ts'),
        ])
        needColumns(table, GLOTIP_COLUMNS)
        return readGlotip(table, countries, thisYear)
      },
    }),
  },
  'import nrm-uk': {
    summary: 'Imports statistics of the United Kingdom’s referral mechanism as figures, and tells every repair',
    usage: 'FILE [--repairs FILE]',
    words: { least: 1, most: 1 },
    flags,
    run: importing({
      title: 'Home Office, United Kingdom: National Referral Mechanism statistics',
      read: async (table, countries) => {
        const { readNrmUk, NRM_SHAPES } = await import('./nrm-uk.ts')
        const found = readNrmUk(table, countries)
        if (found === undefined)
          throw new CliError(
            `${table.file}:1: these columns are of none of the files known. Known: ${NRM_SHAPES.map((columns) => columns.join(', ')).join('; or ')}.`,
            { file: table.file, columns: table.columns },
          )
        return found
      },
    }),
  },
}
