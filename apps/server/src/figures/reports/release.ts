import { DEFAULT_RULE } from '@ariadne/disclosure'
import type { AnyCertificate, Certificate, Rule, Table } from '@ariadne/disclosure'
import { TOTAL } from '@ariadne/domain/statistics'
import type { Definition, Grouping, ReportCell } from '@ariadne/domain/statistics'
import type { Audits } from '../../platform/audits/index.ts'
import type { Past } from '../published/past.ts'
import type { BuiltReport } from './build.ts'
import { exactTable } from './exact-table.ts'

/** What a release is made of: cells that may be told, the table an attacker would hold, and what was audited. */
export type SafeReport = { cells: ReportCell[]; table: Table; certificate: AnyCertificate }

/** What a report is audited with: everything released before, and where it is worked out. */
export type Beside = { past: Past; audits: Audits }

/** Nothing makes this report safe beside what was released before. */
export class NotSafe extends Error {
  constructor() {
    super(
      'No suppression makes this report safe beside what was released before. Release fewer breakdowns, or withdraw the earlier release that gives it away.',
    )
    this.name = 'NotSafe'
  }
}

const hidden = (cell: ReportCell): ReportCell => {
  const { numerator: _numerator, denominator: _denominator, low: _low, high: _high, ...rest } = cell
  return { ...rest, status: 'suppressed', value: null, others: [] }
}

/**
 * Protects a whole report at once: small counts, what covers them, and everything made from them. What comes back was
 * audited by linear programming against all that was released before.
 * @throws {NotYet} where that was not worked out yet
 * @throws {NotSafe} and DisclosureError `mixed_methods` where some of it was released rounded or with noise
 */
export const makeSafe = async (
  built: BuiltReport,
  { definitions, groupings }: { definitions: readonly Definition[]; groupings: readonly Grouping[] },
  { past, audits }: Beside,
  at: string,
  rule: Rule = DEFAULT_RULE,
): Promise<SafeReport & { certificate: Certificate }> => {
  const byId = new Map(definitions.map((one) => [one.id, one]))
  const { table: exact, nameOf } = exactTable(built, byId, groupings)
  const made = await audits.answer('suppress', [exact, rule, past.names], async () => ({
    exact,
    rule,
    past: await past.load(),
  }))
  if (made === null) throw new NotSafe()
  const { table } = made
  const told = new Map(table.cells.map((cell) => [JSON.stringify(cell.key), cell.value.is]))
  /** Whether a count without any breakdown is told. */
  const totalIsTold = (definition: string): boolean => {
    const cell = built.cells.find(
      (one) =>
        one.definition === definition &&
        Object.entries(one.key).every(([name, code]) => name === 'line' || code === TOTAL),
    )
    const name = cell ? nameOf(cell) : null
    return name !== null && told.get(name) !== 'suppressed'
  }
  const cells = built.cells.map((cell): ReportCell => {
    const definition = byId.get(cell.definition)
    const bare = { ...cell, others: [] }
    switch (definition?.kind) {
      case 'count':
        return (told.get(nameOf(cell) ?? '') ?? 'suppressed') === 'suppressed' ? hidden(cell) : bare
      case 'share': {
        // A percentage with its whole gives the part: it is told where both are.
        const { numerator = 0, denominator = 0 } = cell
        const small = [numerator, denominator - numerator].some((one) => one > 0 && one < rule.threshold)
        return cell.status === 'missing' ||
          (!small && totalIsTold(definition.numerator) && totalIsTold(definition.denominator))
          ? bare
          : hidden(cell)
      }
      case 'duration':
        // The middle of a few is one of them.
        return cell.status === 'missing' || (cell.denominator ?? 0) >= rule.threshold ? bare : hidden(cell)
      case 'entered':
        // Another body's figure, in that body's own words: small ones are not passed on.
        return cell.value !== null && cell.value > 0 && cell.value < rule.threshold ? hidden(cell) : bare
      case undefined:
        return hidden(cell)
    }
  })
  return { cells, table, certificate: { ...made.certificate, at } }
}
