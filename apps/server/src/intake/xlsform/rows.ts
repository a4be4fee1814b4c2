import type { Words } from './form.ts'
import type { Sheet } from './workbook.ts'

/**
 * One thing about a form that somebody should know: a `defect` of its own, or what was `left_out` because nothing here
 * can carry it. Rows are counted as the spreadsheet shows them; the first one holds the columns' names.
 */
export type Remark = {
  readonly kind: 'defect' | 'left_out'
  readonly sheet: string
  readonly row: number | null
  readonly column: string | null
  readonly problem: string
  readonly remedy: string
}

export class FormRefused extends Error {
  readonly sheet: string
  readonly row: number | null
  constructor(sheet: string, row: number | null, message: string) {
    super(message)
    this.name = 'FormRefused'
    this.sheet = sheet
    this.row = row
  }
}

type Cell = { value: string; column: string }
export type Row = { at: number; cells: ReadonlyMap<string, Cell> }

const WORDED = ['label', 'hint', 'constraint_message', 'required_message', 'guidance_hint'] as const
/** Columns whose content comes along. */
export const CARRIED = new Set([
  'type',
  'list_name',
  'name',
  'required',
  'relevant',
  'constraint',
  'calculation',
  'appearance',
  ...WORDED,
])
/** Older spellings that XLSForm still allows. */
const COLUMNS: Readonly<Record<string, string>> = {
  'list name': 'list_name',
  caption: 'label',
  relevance: 'relevant',
  calculate: 'calculation',
  'constraint message': 'constraint_message',
  constraintmsg: 'constraint_message',
  value: 'name',
}
/** `English (en)` is `en`; a language without a code is itself. */
export const languageOf = (named: string): string => /\(([\w-]{2,12})\)\s*$/u.exec(named)?.[1] ?? named.trim()

/** A sheet as rows of cells by column; what is not text but white space is told and trimmed. */
export const rowsOf = (sheet: Sheet, tell: (remark: Remark) => void): Row[] => {
  const [head = [], ...body] = sheet.rows
  const columns = head.map((one) => {
    const [name = '', ...rest] = one.trim().split('::')
    const plain = name.trim().toLowerCase()
    return [COLUMNS[plain] ?? plain, ...rest.map((part) => part.trim())].join('::')
  })
  return body.flatMap((values, index): Row[] => {
    const at = index + 2
    const cells = new Map<string, Cell>()
    values.forEach((value, position) => {
      const column = columns[position]
      if (column === undefined || column === '' || value.trim() === '') return
      const original = (head[position] ?? column).trim()
      if (value !== value.trim() && (column === 'name' || column === 'list_name'))
        tell({
          kind: 'defect',
          sheet: sheet.name,
          row: at,
          column: original,
          problem: `"${value}" begins or ends with white space`,
          remedy: `write "${value.trim()}"; it is read so here`,
        })
      cells.set(column, { value: value.trim(), column: original })
    })
    return cells.size > 0 ? [{ at, cells }] : []
  })
}

/** What a column says, in each language it says it in. */
export const wordsIn = ({ cells }: Row, name: string): Words =>
  Object.fromEntries(
    [...cells].flatMap(([column, { value }]) => {
      const [base, language] = column.split('::')
      return base === name ? [[language === undefined ? 'default' : languageOf(language), value]] : []
    }),
  )
