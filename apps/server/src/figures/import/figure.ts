import { canonicalJson } from '@ariadne/domain'
import type { CellStatus } from '@ariadne/domain/statistics'

/** One figure of another collection, as it will be kept: with what is known where the number itself is not told. */
export type ImportedFigure = {
  definition: string
  period: string
  country: string | null
  key: Record<string, string>
  status: CellStatus
  value: number | null
  low: number | null
  high: number | null
  source: string
  note: string | null
  /** Line of the file it begins on. */
  row: number
}

/** Something that was not as it should be and was put right, or left out: where, what it was, what it became. */
export type Repair = { row: number; column: string; kind: RepairKind; was: string; is: string }
export type RepairKind =
  | 'number_format'
  | 'below_threshold'
  | 'country_spelling'
  | 'country_not_known'
  | 'broken_character'
  | 'two_citizenships'
  | 'no_country'
  | 'empty_category'
  | 'leaked_code'
  | 'repeated_same'
  | 'repeated_added'
  | 'repeated_differs'
  | 'total_differs'
  | 'label_spelling'

export type Fault = { row: number; column: string; value: string; remedy: string }
export type Imported = { read: number; figures: ImportedFigure[]; repairs: Repair[]; faults: Fault[]; leftOut: number }

export type Numbered = Pick<ImportedFigure, 'status' | 'value' | 'low' | 'high'>

/** A count, a count written with separators or decimals, or "<5"; undefined for what is none of these. */
export const numberFrom = (text: string): (Numbered & { repair?: RepairKind }) | undefined => {
  const below = /^<\s*(\d{1,3})$/u.exec(text)
  if (below) {
    const high = Number(below[1]) - 1
    return { status: 'suppressed', value: null, low: 0, high, repair: 'below_threshold' }
  }
  const bare = /^\d{1,3}(,\d{3})+$/u.test(text) ? text.replaceAll(',', '') : text.replace(/\.0+$/u, '')
  if (!/^\d{1,12}$/u.test(bare)) return undefined
  const value = Number(bare)
  return {
    status: value === 0 ? 'zero' : 'value',
    value,
    low: value,
    high: value,
    ...(bare === text ? {} : { repair: 'number_format' as const }),
  }
}

const nameOf = ({ definition, period, country, key, source }: ImportedFigure): string =>
  canonicalJson({ definition, period, country, key, source })

const added = (one: ImportedFigure, two: ImportedFigure): Numbered => {
  const low = (one.low ?? 0) + (two.low ?? 0)
  const high = (one.high ?? 0) + (two.high ?? 0)
  return low === high
    ? { status: low === 0 ? 'zero' : 'value', value: low, low, high }
    : { status: 'suppressed', value: null, low, high }
}

const told = ({ value, low, high, status }: Numbered): string =>
  value === null ? (status === 'missing' ? 'missing' : `${low ?? 0} to ${high ?? 0}`) : String(value)

/**
 * Figures that stand more than once under the same key. The same number again is one figure; parts of a category that was
 * made of several are added; anything else stands side by side, because nobody here can say which is right.
 */
export const settleRepeated = (
  figures: readonly ImportedFigure[],
  repairs: Repair[],
  addsUp: (figure: ImportedFigure) => boolean,
): ImportedFigure[] => {
  const byName = new Map<string, ImportedFigure[]>()
  for (const figure of figures) byName.set(nameOf(figure), [...(byName.get(nameOf(figure)) ?? []), figure])
  return [...byName.values()].flatMap((same) => {
    const [first, ...more] = same
    if (first === undefined || more.length === 0) return same
    if (addsUp(first)) {
      const sum = more.reduce<ImportedFigure>((total, one) => {
        repairs.push({
          row: one.row,
          column: 'value',
          kind: 'repeated_added',
          was: told(one),
          is: `added to row ${first.row}`,
        })
        return { ...total, ...added(total, one) }
      }, first)
      return [sum]
    }
    const kept = [first]
    for (const one of more) {
      const twin = kept.find(
        (earlier) => earlier.status === one.status && earlier.value === one.value && earlier.high === one.high,
      )
      const differs = twin === undefined
      repairs.push({
        row: one.row,
        column: 'value',
        kind: differs ? 'repeated_differs' : 'repeated_same',
        was: told(one),
        is: differs ? `kept beside row ${first.row}, which says ${told(first)}` : `the same as row ${twin.row}`,
      })
      if (differs) kept.push({ ...one, note: `Beside row ${first.row} of the same file, which says ${told(first)}.` })
    }
    return kept
  })
}
