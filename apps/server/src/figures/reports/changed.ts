import type { ExactCell, PublishedBefore, RandomBytes, Table, Budget } from '@ariadne/disclosure'
import { DEFAULT_RULE, numberOf } from '@ariadne/disclosure'
import { TOTAL } from '@ariadne/domain/statistics'
import type { Definition, Grouping, ReportCell } from '@ariadne/domain/statistics'
import type { BuiltReport } from './build.ts'
import { exactTable } from './exact-table.ts'
import { NotSafe } from './release.ts'
import type { Beside, SafeReport } from './release.ts'

/** By rounding and by noise every count is told and none is exact. What is not made of these counts is left out. */

type Content = { definitions: readonly Definition[]; groupings: readonly Grouping[] }
type Told = { table: Table; nameOf: (cell: ReportCell) => string | null }

const isWhole = (cell: ReportCell): boolean =>
  Object.entries(cell.key).every(([name, code]) => name === 'line' || code === TOTAL)

const tell = (built: BuiltReport, { definitions }: Content, { table, nameOf }: Told): ReportCell[] => {
  const byId = new Map(definitions.map((one) => [one.id, one]))
  const told = new Map(table.cells.map((cell) => [JSON.stringify(cell.key), numberOf(cell.value)]))
  const wholeOf = (definition: string): number | undefined => {
    const cell = built.cells.find((one) => one.definition === definition && isWhole(one))
    return cell && told.get(nameOf(cell) ?? '')
  }
  return built.cells.flatMap((cell): ReportCell[] => {
    const { numerator: _numerator, denominator: _denominator, low: _low, high: _high, ...rest } = cell
    const bare = { ...rest, others: [] }
    const missing: ReportCell = { ...bare, status: 'missing', value: null }
    const definition = byId.get(cell.definition)
    switch (definition?.kind) {
      case 'count': {
        const name = nameOf(cell)
        if (name === null) return []
        const number = told.get(name)
        return number === undefined ? [missing] : [{ ...bare, status: number === 0 ? 'zero' : 'value', value: number }]
      }
      case 'share': {
        // Made anew from what is told, or not told: the exact one would give the counts away.
        const [numerator, denominator] = [wholeOf(definition.numerator), wholeOf(definition.denominator)]
        if (cell.status === 'missing') return [missing]
        if (!isWhole(cell) || numerator === undefined || denominator === undefined || denominator === 0) return []
        const value = Math.min(100, Math.round((numerator / denominator) * 1000) / 10)
        return [{ ...bare, status: value === 0 ? 'zero' : 'value', value, numerator, denominator }]
      }
      case 'entered':
        return cell.value !== null && cell.value > 0 && cell.value < DEFAULT_RULE.threshold ? [] : [bare]
      // The middle of a few is one of them, and no rounding of counts covers it.
      case 'duration':
      case undefined:
        return cell.status === 'missing' ? [missing] : []
    }
  })
}

/** Nothing is withheld by these methods, so what stands in for a withheld rest is a figure like the others. */
const exactOf = (built: BuiltReport, { definitions, groupings }: Content) => {
  const { table, nameOf } = exactTable(built, new Map(definitions.map((one) => [one.id, one])), groupings)
  const cells = table.cells.map(({ key, value }): ExactCell => ({ key, value }))
  return { exact: { dimensions: table.dimensions, cells }, nameOf }
}

/** The same of a whole report, before anybody decides to release it. */
export const recordsCells = (built: BuiltReport, content: Content): number =>
  cellsPerRecord(exactOf(built, content).exact)

/**
 * Rounds a whole report to multiples of a base so that its tables add up, audited against all rounded releases before.
 * @throws {NotYet} where that was not worked out yet
 * @throws {NotSafe} and DisclosureError `mixed_methods`
 */
export const makeRounded = async (
  built: BuiltReport,
  content: Content,
  { past, audits }: Beside,
  at: string,
  base: number,
): Promise<SafeReport> => {
  const { methodRuleOf } = await import('@ariadne/disclosure')
  const { exact, nameOf } = exactOf(built, content)
  const chosen = methodRuleOf({ method: 'round', base, total: TOTAL })
  if (chosen.method !== 'round') throw new Error('A rule that rounds is a rule that rounds.')
  const { rule } = chosen
  const made = await audits.answer('round', [exact, rule, past.names], async () => ({
    exact,
    rule,
    past: await past.load(),
  }))
  if (made === null) throw new NotSafe()
  const { table, certificate } = made
  return { cells: tell(built, content, { table, nameOf }), table, certificate: { ...certificate, at } }
}

/**
 * In how many of the innermost cells one record can be counted: once for every way in which each figure is broken down
 * that no other breakdown of it contains.
 */
const cellsPerRecord = ({ cells }: Table<ExactCell>): number => {
  const byMeasure = new Map<string, Set<string>>()
  for (const { key } of cells) {
    const measure = key['measure'] ?? ''
    const broken = Object.keys(key).filter((name) => name !== 'measure' && key[name] !== TOTAL)
    const known = byMeasure.get(measure) ?? new Set<string>()
    byMeasure.set(measure, known.add(JSON.stringify(broken.toSorted())))
  }
  let sum = 0
  for (const ways of byMeasure.values()) {
    const sets = [...ways].map((one) => new Set(JSON.parse(one) as string[]))
    sum += sets.filter((one) => !sets.some((other) => other !== one && one.isSubsetOf(other))).length
  }
  return Math.max(1, sum)
}

/**
 * Adds noise to a whole report and spends it from the budget.
 * @returns the report, and the budget as it is afterwards
 * @throws {DisclosureError} `budget_spent`, `mixed_methods`
 */
export const makeNoisy = async (
  built: BuiltReport,
  content: Content,
  past: readonly PublishedBefore[],
  at: string,
  { epsilon, budget, bytes }: { epsilon: string; budget: Budget; bytes: RandomBytes },
): Promise<SafeReport & { budget: Budget }> => {
  const { certifyNoise, noisyTable, refuseOtherMethods } = await import('@ariadne/disclosure')
  const { exact, nameOf } = exactOf(built, content)
  refuseOtherMethods(exact, 'noise', past, TOTAL)
  const rule = { epsilon, cellsPerPerson: cellsPerRecord(exact), total: TOTAL, hierarchies: {} }
  const release = `${built.template.id} ${built.year}`
  const noisy = noisyTable(exact, rule, { budget, release, at, bytes })
  const certificate = await certifyNoise(noisy, rule, at)
  return {
    cells: tell(built, content, { table: noisy.table, nameOf }),
    table: noisy.table,
    certificate,
    budget: noisy.budget,
  }
}
