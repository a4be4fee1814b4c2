import { asKnown, ruleOf } from '@ariadne/disclosure'
import type { ExactCell } from '@ariadne/disclosure'
import type { CountDefinition } from '@ariadne/domain/statistics'
import { TOTAL } from '@ariadne/domain/statistics'
import { exactCell, MISSING, SAFE_THRESHOLD, SUPPRESSED } from '../cells.ts'
import type { Cell } from '../cells.ts'
import type { Audits } from '../../platform/audits/index.ts'
import type { Past } from '../published/past.ts'

const MEASURE = 'measure'
const AREA = 'area'
const EVERYWHERE = 'everywhere'
const RULE = ruleOf({ threshold: SAFE_THRESHOLD })

/** A figure of one year: its whole, and where a page breaks it down, its parts. */
export type YearCount = {
  definition: CountDefinition
  year: string
  /** Null where nothing was recorded in that year. */
  total: number | null
  areas?: ReadonlyMap<string, number>
}

/** What may be told of a figure; a category of the breakdown, or the whole. */
export type Told = (definition: string, year: string, area?: string) => Cell

const nameOf = (definition: string, year: string, area: string): string => JSON.stringify([definition, year, area])

/** The same figure has the same name here as in a released report, so that the two are audited together. */
const cellsOf = ({ definition, year, total, areas }: YearCount): ExactCell[] => {
  const measure = `${definition.id}@${year}`
  // Where nothing was recorded there is nobody to protect.
  if (total === null) return []
  const cell = (area: string, count: number): ExactCell => ({
    key: { [MEASURE]: measure, [AREA]: area },
    value: count === 0 ? { is: 'zero' } : { is: 'value', count },
  })
  // Without a breakdown a figure is its own one part: a table has something that adds up.
  const parts = areas ?? new Map([[EVERYWHERE, total]])
  return [cell(TOTAL, total), ...[...parts].map(([area, count]) => cell(area, count))]
}

/** What counts some of what another counts: the same acts, fewer of their kinds. */
export const isPartOf = (
  { counts: part, date }: CountDefinition,
  { counts: whole, date: on }: CountDefinition,
): boolean =>
  part.fact === whole.fact &&
  part.rule === whole.rule &&
  date === on &&
  part.detail !== undefined &&
  (whole.detail === undefined || part.detail.every((one) => whole.detail?.includes(one)))

/** Where all but a few of the whole are in the part, the few could be told from the two numbers. */
const restIsSmall = (part: YearCount, all: readonly YearCount[]): boolean =>
  all.some((whole) => {
    if (whole === part || whole.year !== part.year || whole.total === null || part.total === null) return false
    const rest = whole.total - part.total
    return isPartOf(part.definition, whole.definition) && rest > 0 && rest < SAFE_THRESHOLD
  })

/**
 * Protects the figures of a page as one table, never cell by cell: a margin, a sum and a released report together must not
 * tell what a cell hides. Audited by linear programming against all that was released.
 * @throws {NotYet} where that was not worked out yet
 */
export const safelyTold = async (
  counts: readonly YearCount[],
  { past, audits }: { past: Past; audits: Audits },
): Promise<Told> => {
  const exact = { dimensions: [MEASURE, AREA], cells: counts.flatMap(cellsOf) }
  const places = await audits.answer('hide', [exact.cells, RULE, past.names], async () => {
    // A rounded release is bounds on true figures; noise bounds nothing.
    const bounding = (await past.load()).filter(({ method }) => method !== 'noise')
    return { exact, rule: RULE, past: asKnown(bounding, 'counts'), by: MEASURE }
  })
  const hidden = new Set([...places].map((at) => JSON.stringify(exact.cells[at]?.key)))
  const told = new Map<string, Cell>()
  for (const one of counts) {
    const isHidden = restIsSmall(one, counts)
    const put = (area: string, count: number): void => {
      const key = JSON.stringify({ [MEASURE]: `${one.definition.id}@${one.year}`, [AREA]: area })
      told.set(
        nameOf(one.definition.id, one.year, area),
        one.total === null ? MISSING : isHidden || hidden.has(key) ? SUPPRESSED : exactCell(count),
      )
    }
    put(TOTAL, one.total ?? 0)
    for (const [area, count] of one.areas ?? []) put(area, count)
  }
  return (definition, year, area = TOTAL) => told.get(nameOf(definition, year, area)) ?? SUPPRESSED
}
