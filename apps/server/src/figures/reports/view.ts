import type { ReportView } from '@ariadne/contract'
import type { ReportTable, ReportTemplate, SourceMark } from '@ariadne/domain/statistics'
import type { Reading } from '../figures.ts'
import type { View } from '../reader.ts'
import { categoryName } from '../reads/definitions.ts'
import type { BuiltReport } from './build.ts'

const axesOf = (table: ReportTable): string[] =>
  table.kind === 'cross' ? table.axes.map((axis) => axis.dimension) : ['line']

/** As sure as the least sure of them. */
const sdmxMarkOf = ({ tables }: ReportTemplate): SourceMark | null => {
  const marks = tables.flatMap(({ sdmx }) => sdmx?.mark ?? [])
  return marks.find((mark) => mark !== 'verified') ?? marks[0] ?? null
}

/** A report as a page shows it, with words. `view` says whether its numbers are exact or protected. */
export const viewReport = (
  reading: Reading,
  built: BuiltReport,
  view: View,
  release: ReportView['release'] = null,
): ReportView => {
  const { word, country, now } = reading
  const { template } = built
  return {
    report: template.id,
    title: word(`report.${template.id}`),
    recipient: word(`recipient.${template.id}`),
    template: template.version,
    year: built.year,
    country,
    view,
    generatedAt: now,
    keptVersion: built.kept?.version ?? 0,
    statutory: template.statutory,
    sdmx: sdmxMarkOf(template),
    release,
    tables: template.tables.map((table) => {
      const cells = built.cells.filter((cell) => cell.table === table.id)
      const axes = axesOf(table)
      return {
        id: table.id,
        title: word(`table.${template.id}.${table.id}`),
        mark: table.mark,
        axes,
        names: Object.fromEntries(
          axes.map((axis) => [
            axis,
            Object.fromEntries(
              [...new Set(cells.map((cell) => cell.key[axis] ?? ''))].map((name) => [
                name,
                axis === 'line' ? word(`line.${template.id}.${name}`) : categoryName(reading, axis, name),
              ]),
            ),
          ]),
        ),
        cells,
      }
    }),
    changes: {
      since: built.kept?.keptAt ?? null,
      // What was another number tells the old one as well: only the coordinator is told both.
      cells: view === 'exact' ? built.changes : [],
      lateFacts: view === 'exact' ? built.lateFacts : 0,
    },
    sources: template.sources.map(({ title, publisher, year, address }) => ({ title, publisher, year, address })),
    notes: [
      word('note.statuses'),
      ...(template.tables.some((table) => table.mark === 'not_verified') ? [word('note.not_verified')] : []),
      ...(view === 'safe' ? [word('note.suppressed')] : []),
    ],
  }
}
