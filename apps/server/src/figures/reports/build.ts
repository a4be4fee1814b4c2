import { boundsOf, changesBetween, dimensionsNeeded, fillReport } from '@ariadne/domain/statistics'
import type {
  CellChange,
  CountedGroup,
  Definition,
  DimensionId,
  EnteredFigure,
  ReportCell,
  ReportTemplate,
} from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { notFound } from '../../platform/problem.ts'
import { measureDurations } from '../count/durations.ts'
import { countAll, isOwn } from '../count/groups.ts'
import type { SourceFilter, Wanted } from '../count/groups.ts'
import { asEntered, listEntries } from '../entries/list.ts'
import type { Reading } from '../figures.ts'
import { findRecorded, isCovered } from '../reads/recorded.ts'
import { findKept } from './versions.ts'

export type BuiltReport = {
  template: ReportTemplate
  year: number
  /** Exact. What leaves the coordinator's office goes through protection first (release.ts). */
  cells: ReportCell[]
  kept: { version: number; keptAt: string } | null
  changes: CellChange[]
  lateFacts: number
}

/** @throws {Problem} 404 */
export const getTemplate = ({ statistics }: Pick<Reading, 'statistics'>, name: string): ReportTemplate => {
  const found = statistics.reports.find((one) => one.id === name)
  if (found === undefined) throw notFound('report')
  return found
}

/** Parts of shares are counted as well: a share is made from two counts. */
const countedBy = (template: ReportTemplate, definitions: ReadonlyMap<string, Definition>) => {
  const needed = new Map<string, Set<DimensionId>>()
  const need = (id: string, dimensions: Iterable<DimensionId>): void => {
    const known = needed.get(id) ?? new Set<DimensionId>()
    for (const one of dimensions) known.add(one)
    needed.set(id, known)
  }
  for (const [id, dimensions] of dimensionsNeeded(template)) {
    const definition = definitions.get(id)
    need(id, dimensions)
    if (definition?.kind !== 'share') continue
    need(definition.numerator, dimensions)
    need(definition.denominator, dimensions)
  }
  return needed
}

const wantedOf = (
  needed: ReadonlyMap<string, ReadonlySet<DimensionId>>,
  definitions: ReadonlyMap<string, Definition>,
): Wanted[] =>
  [...needed].flatMap(([id, dimensions]) => {
    const definition = definitions.get(id)
    return definition?.kind === 'count' ? [{ id, definition, dimensions: [...dimensions] }] : []
  })

/** The same report from records of other collections: one set of values a source, to stand beside ours. */
const addOthers = (
  cells: ReportCell[],
  counted: ReadonlyMap<string, readonly CountedGroup[]>,
  fill: (counted: ReadonlyMap<string, readonly CountedGroup[]>) => ReportCell[],
): void => {
  const sources = new Set([...counted.values()].flatMap((groups) => groups.map((one) => one.source)))
  const nameOf = (cell: ReportCell): string => JSON.stringify([cell.table, Object.entries(cell.key).toSorted()])
  const byName = new Map(cells.map((cell) => [nameOf(cell), cell]))
  for (const source of sources) {
    const only = new Map([...counted].map(([id, groups]) => [id, groups.filter((one) => one.source === source)]))
    for (const cell of fill(only)) {
      if (cell.status !== 'value') continue
      const ours = byName.get(nameOf(cell))
      ours?.others.push({
        source,
        definition: cell.definition,
        status: cell.status,
        value: cell.value,
        low: null,
        high: null,
      })
    }
  }
}

const lateSince = async (tx: Tx, since: string, span: { from: string; to: string }): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from figure_fact
    where known_at > ${since}::timestamptz and day >= ${span.from}::date and day < ${span.to}::date`.execute(tx)
  return rows[0]?.count ?? 0
}

/**
 * Fills a report for a year from the records of this country, beside what others say, and tells what is another number
 * than in the version last kept.
 * @param from `ours`, or the name of a collection whose records alone are counted
 */
export const buildReport = async (
  reading: Reading,
  name: string,
  year: number,
  from: 'ours' | { collection: string } = 'ours',
): Promise<BuiltReport> => {
  const { tx, statistics, country, now, targets } = reading
  const template = getTemplate(reading, name)
  const span = boundsOf(String(year))
  const definitions = new Map(statistics.definitions.map((one) => [one.id, one]))
  const needed = countedBy(template, definitions)
  // One count for all sources: ours and the others' are told apart afterwards.
  const source: SourceFilter = from === 'ours' ? { any: true } : { only: from.collection }
  const everybodys = await countAll(tx, wantedOf(needed, definitions), span, source)
  const of = (fits: (group: CountedGroup) => boolean) =>
    new Map([...everybodys].map(([id, groups]) => [id, groups.filter(fits)]))
  const counted = from === 'ours' ? of(({ source: one }) => isOwn(one)) : everybodys
  const durations = [...needed.keys()].flatMap((id) => {
    const definition = definitions.get(id)
    if (definition?.kind !== 'duration' || from !== 'ours') return []
    return [{ id, definition, target: definition.target ? targets[definition.target] : null }]
  })
  const measured = await measureDurations(tx, durations, span)
  const entered = new Map<string, EnteredFigure[]>()
  if (from === 'ours')
    for (const row of await listEntries(tx, { definitions: [...needed.keys()], periods: [String(year)], country })) {
      const known = entered.get(row.definition) ?? []
      known.push(asEntered(row))
      entered.set(row.definition, known)
    }
  const categories = { groupings: statistics.groupings, country }
  const covered = from !== 'ours' || isCovered(await findRecorded(tx), span, now)
  const fill = (groups: ReadonlyMap<string, readonly CountedGroup[]>, isCounted = true) =>
    fillReport(template, statistics.definitions, { counted: groups, measured, entered, covered: isCounted }, categories)
  const cells = fill(counted, covered)
  if (from === 'ours') {
    const elsewhere = of(({ source: one }) => !isOwn(one))
    if ([...elsewhere.values()].some((groups) => groups.length > 0))
      addOthers(cells, elsewhere, (groups) => fill(groups))
  }
  const kept = from === 'ours' ? await findKept(tx, name, year) : undefined
  return {
    template,
    year,
    cells,
    kept: kept ? { version: kept.version, keptAt: kept.kept_at } : null,
    changes: kept ? changesBetween(kept.cells, cells) : [],
    lateFacts: kept ? await lateSince(tx, kept.kept_at, span) : 0,
  }
}
