import { audit } from '../audit.ts'
import type { Audit } from '../audit.ts'
import { numberOf } from '../cell.ts'
import type { ExactCell, Table } from '../cell.ts'
import { refuseOtherMethods } from '../method.ts'
import type { PublishedBefore } from '../method.ts'
import type { Hierarchies } from '../rule.ts'
import { nameOf } from '../system.ts'
import { asKnown, boundedBy } from './bounded.ts'
import { roundTable } from './roundTable.ts'

export type RoundRule = {
  base: number
  /** The least width of what an attacker can find out about any figure. */
  k: number
  kind: 'counts' | 'amounts'
  total: string
  hierarchies: Hierarchies
}

export type ProtectedByRounding = {
  safe: boolean
  /** Null where what is public already narrows some figure too far. */
  table: Table | null
  audit: Audit
  farthest: number
}

/**
 * Rounds a table so that it adds up, keeps what earlier releases said of the same figure wherever it still may stand,
 * and finds out, as for suppression, to within what every figure is known from everything published.
 * @throws {DisclosureError} `mixed_methods`, and what `roundTable` and `systemOf` refuse
 */
export const protectByRounding = async (
  exact: Table<ExactCell>,
  rule: RoundRule,
  past: readonly PublishedBefore[] = [],
): Promise<ProtectedByRounding> => {
  refuseOtherMethods(exact, 'round', past, rule.total)
  const shown = new Map<string, number>()
  for (const { table } of past)
    for (const { key, value } of table.cells) {
      const number = numberOf(value)
      if (number !== undefined) shown.set(nameOf(key, rule.total), number)
    }
  const { table, farthest } = await roundTable(exact, rule.base, rule, shown)
  const audited = await auditRounded(table, { ...rule, farthest }, past)
  return { safe: audited.safe, table: audited.safe ? table : null, audit: audited, farthest }
}

/** What anyone can find out about every figure of a rounded table. */
export const auditRounded = (
  table: Table,
  rule: RoundRule & { farthest: number },
  past: readonly PublishedBefore[],
): Promise<Audit> =>
  audit(
    boundedBy(table, rule, rule.kind),
    { ...rule, threshold: rule.base, differences: 'protect' },
    asKnown(past, rule.kind),
  )
