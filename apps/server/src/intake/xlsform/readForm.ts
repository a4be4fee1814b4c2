import { parseExpression, ExpressionRefused, namesIn } from './expression.ts'
import { META_TYPES, QUESTION_TYPES } from './form.ts'
import type { Choice, Form, FormNode, MetaType, Question, QuestionType, Words } from './form.ts'
import { ownColumn } from './workbook.ts'
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
type Row = { at: number; cells: ReadonlyMap<string, Cell> }

const WORDED = ['label', 'hint', 'constraint_message', 'required_message', 'guidance_hint'] as const
const CARRIED = new Set([
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
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'integer',
  'select one': 'select_one',
  'select one from': 'select_one',
  'select all that apply': 'select_multiple',
  'select multiple': 'select_multiple',
  datetime: 'dateTime',
  'begin group': 'begin_group',
  'end group': 'end_group',
  'begin repeat': 'begin_repeat',
  'end repeat': 'end_repeat',
}

/** `English (en)` is `en`; a language without a code is itself. */
const languageOf = (named: string): string => /\(([\w-]{2,12})\)\s*$/u.exec(named)?.[1] ?? named.trim()

/** A sheet as rows of cells by column; what is not text but white space is told and trimmed. */
const rowsOf = (sheet: Sheet, tell: (remark: Remark) => void): Row[] => {
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

const wordsIn = ({ cells }: Row, name: string): Words =>
  Object.fromEntries(
    [...cells].flatMap(([column, { value }]) => {
      const [base, language] = column.split('::')
      return base === name ? [[language === undefined ? 'default' : languageOf(language), value]] : []
    }),
  )

const isYes = (value: string | undefined): boolean => /^(yes|true|true\(\)|1)$/iu.test(value ?? '')

/**
 * Reads the sheets of an XLSForm (https://xlsform.org/en/ref-table). What nothing here can carry is left out and told
 * with its row and column; nothing is changed in silence.
 *
 * @param fallbackId what the form is called when its settings do not say, as the name of its file
 * @throws FormRefused when there is no survey, or groups do not close
 */
export const readForm = (sheets: readonly Sheet[], fallbackId = 'form'): { form: Form; remarks: Remark[] } => {
  const remarks: Remark[] = []
  const tell = (remark: Remark): void => void remarks.push(remark)
  const find = (name: string) => sheets.find((sheet) => sheet.name.trim().toLowerCase() === name)
  const survey = find('survey')
  if (!survey)
    throw new FormRefused(
      'survey',
      null,
      `there is no sheet "survey"; there are: ${sheets.map(({ name }) => name).join(', ') || 'none'}`,
    )
  const lists = readChoices(find('choices'), tell)
  const rows = rowsOf(survey, tell)
  const nodes = readSurvey(rows, lists, tell)
  const [settings] = rowsOf(find('settings') ?? { name: 'settings', rows: [] }, tell)
  const setting = (name: string) => settings?.cells.get(name)?.value
  for (const name of sheets.map((sheet) => sheet.name))
    if (!['survey', 'choices', 'settings', 'ariadne'].includes(name.trim().toLowerCase()))
      tell({
        kind: 'left_out',
        sheet: name,
        row: null,
        column: null,
        problem: 'is no sheet of XLSForm that is read here',
        remedy: 'keep what is needed of it in survey, choices or settings',
      })
  const languages = new Set<string>()
  const walk = (list: readonly FormNode[]): void => {
    for (const node of list) {
      for (const language of Object.keys(node.label)) languages.add(language)
      if (node.kind === 'group') walk(node.children)
    }
  }
  walk(nodes)
  languages.delete('default')
  const named = setting('default_language')
  const form: Form = {
    id: setting('form_id') ?? setting('id_string') ?? fallbackId,
    title: setting('form_title') ?? setting('title') ?? setting('form_id') ?? fallbackId,
    version: setting('version') ?? '',
    defaultLanguage: named === undefined ? null : languageOf(named),
    languages: [...languages],
    children: nodes,
    lists,
    own: readOwn(find('ariadne')),
  }
  return { form, remarks: [...remarks, ...checkExpressions(form, rows)] }
}

const readOwn = (sheet: Sheet | undefined): Record<string, string> => {
  const own: Record<string, string> = {}
  for (const [name = '', , value = ''] of sheet?.rows.slice(1) ?? []) own[name] = (own[name] ?? '') + value
  return own
}

const readChoices = (sheet: Sheet | undefined, tell: (remark: Remark) => void): Record<string, Choice[]> => {
  const lists: Record<string, Choice[]> = {}
  for (const row of sheet ? rowsOf(sheet, tell) : []) {
    const at = { sheet: 'choices', row: row.at }
    const [list, name] = [row.cells.get('list_name')?.value, row.cells.get('name')?.value]
    if (list === undefined || name === undefined) {
      tell({
        ...at,
        kind: 'left_out',
        column: list === undefined ? 'list_name' : 'name',
        problem: 'is empty, so nothing can be chosen here',
        remedy: 'fill it in, or take the row out',
      })
      continue
    }
    const known = (lists[list] ??= [])
    if (known.some((choice) => choice.name === name))
      tell({
        ...at,
        kind: 'defect',
        column: 'name',
        problem: `"${name}" is in the list "${list}" twice`,
        remedy: 'keep one; the first is used here',
      })
    else known.push({ name, label: wordsIn(row, 'label') })
    for (const [column, cell] of row.cells)
      if (!CARRIED.has(column.split('::')[0] ?? column))
        tell({
          ...at,
          kind: 'left_out',
          column: cell.column,
          problem: `the column "${cell.column}" of a choice is not carried over`,
          remedy: 'filter choices by questions that ask less at once',
        })
  }
  return lists
}

const readSurvey = (
  rows: readonly Row[],
  lists: Readonly<Record<string, readonly Choice[]>>,
  tell: (remark: Remark) => void,
): FormNode[] => {
  type Open = { name: string; label: Words; relevant?: string; children: FormNode[]; at: number }
  const top: FormNode[] = []
  const open: Open[] = []
  const names = new Map<string, number>()
  let skipped = 0
  const add = (node: FormNode): void => void (open.at(-1)?.children ?? top).push(node)

  for (const row of rows) {
    const at = { sheet: 'survey', row: row.at }
    const written = row.cells.get('type')
    if (written === undefined) {
      tell({ ...at, kind: 'left_out', column: 'type', problem: 'says no type', remedy: 'name the type of question' })
      continue
    }
    const { type, list, orOther } = typeOf(written.value)
    const name = row.cells.get('name')?.value
    if (type === 'begin_repeat' || (skipped > 0 && type === 'begin_group')) {
      if (type === 'begin_repeat')
        tell({
          ...at,
          kind: 'left_out',
          column: written.column,
          problem: `the repeated group "${name ?? ''}" and what is in it`,
          remedy: 'ask about one at a time; a person has a screening of their own',
        })
      skipped += 1
      continue
    }
    if (skipped > 0) {
      if (type === 'end_repeat' || type === 'end_group') skipped -= 1
      continue
    }
    if (type === 'end_group') {
      const group = open.pop()
      if (!group) throw new FormRefused('survey', row.at, 'a group ends here that never began')
      const { name: groupName, label, relevant, children } = group
      add({ kind: 'group', name: groupName, label, ...(relevant === undefined ? {} : { relevant }), children })
      continue
    }
    if (name === undefined || !/^[A-Za-z_][\w.-]*$/u.test(name)) {
      tell({
        ...at,
        kind: 'left_out',
        column: 'name',
        problem: name === undefined ? 'is empty' : `"${name}" cannot be a name`,
        remedy: 'write letters, digits and _, a letter first',
      })
      continue
    }
    const twin = names.get(name)
    if (twin !== undefined) {
      tell({
        ...at,
        kind: 'left_out',
        column: 'name',
        problem: `"${name}" is in row ${twin} already`,
        remedy: 'give one of them another name',
      })
      continue
    }
    names.set(name, row.at)
    const cell = (column: string) => row.cells.get(column)?.value
    const relevant = cell('relevant')
    if (type === 'begin_group') {
      open.push({
        name,
        label: wordsIn(row, 'label'),
        ...(relevant === undefined ? {} : { relevant }),
        children: [],
        at: row.at,
      })
      continue
    }
    const isKnown = [...QUESTION_TYPES, ...META_TYPES].some((one) => one === type)
    if (!isKnown) {
      tell({
        ...at,
        kind: 'left_out',
        column: written.column,
        problem: `the type "${written.value}" of "${name}" is not carried over`,
        remedy: `use one of: ${QUESTION_TYPES.join(', ')}`,
      })
      continue
    }
    if (type.startsWith('select_') && (list === undefined || lists[list] === undefined)) {
      tell({
        ...at,
        kind: 'left_out',
        column: written.column,
        problem: `"${name}" chooses from "${list ?? ''}", which the choices do not have`,
        remedy: 'name a list of the sheet choices',
      })
      continue
    }
    if (orOther)
      tell({
        ...at,
        kind: 'left_out',
        column: written.column,
        problem: `"or_other" of "${name}"`,
        remedy: 'add a choice Other and a text question that is relevant for it',
      })
    for (const [column, one] of row.cells) {
      const base = column.split('::')[0] ?? column
      if (CARRIED.has(base) && !['required_message', 'guidance_hint'].includes(base)) continue
      if (ownColumn(one.column) !== undefined) continue
      tell({
        ...at,
        kind: 'left_out',
        column: one.column,
        problem: `the column "${one.column}" of "${name}" is not carried over`,
        remedy: 'say it in the label or the hint, if somebody needs it',
      })
    }
    add(questionOf(row, name, type as QuestionType | MetaType, list))
  }
  const left = open.at(-1)
  if (left) throw new FormRefused('survey', left.at, `the group "${left.name}" begins here and never ends`)
  return top
}

const typeOf = (written: string): { type: string; list?: string; orOther: boolean } => {
  const text = written.replace(/\s+/gu, ' ').trim()
  const select =
    /^(select_one|select one from|select one|select_multiple|select all that apply from|select all that apply|select multiple) (\S+)( or_other| or other)?$/iu.exec(
      text,
    )
  if (select?.[1] !== undefined && select[2] !== undefined)
    return {
      type: /one/iu.test(select[1]) ? 'select_one' : 'select_multiple',
      list: select[2],
      orOther: select[3] !== undefined,
    }
  const lower = text.toLowerCase()
  const known = [...QUESTION_TYPES, ...META_TYPES].find((one) => one.toLowerCase() === lower)
  return { type: known ?? TYPES[lower] ?? lower, orOther: false }
}

const questionOf = (row: Row, name: string, type: QuestionType | MetaType, list: string | undefined): Question => {
  const cell = (column: string) => row.cells.get(column)?.value
  const pick = (column: 'relevant' | 'constraint' | 'calculation' | 'appearance') => {
    const value = cell(column)
    return value === undefined ? {} : { [column]: value }
  }
  return {
    kind: 'question',
    type,
    name,
    ...(list === undefined ? {} : { list }),
    label: wordsIn(row, 'label'),
    hint: wordsIn(row, 'hint'),
    ...(isYes(cell('required')) ? { required: true } : {}),
    ...pick('relevant'),
    ...pick('constraint'),
    constraintMessage: wordsIn(row, 'constraint_message'),
    ...pick('calculation'),
    ...pick('appearance'),
    own: Object.fromEntries(
      [...row.cells].flatMap(([, one]) => {
        const own = ownColumn(one.column)
        return own === undefined ? [] : [[own, one.value]]
      }),
    ),
  }
}

/** Expressions that are not understood here, or name a question the form has not. They stay as they are. */
const checkExpressions = (form: Form, rows: readonly Row[]): Remark[] => {
  const known = new Set<string>()
  const collect = (nodes: readonly FormNode[]): void => {
    for (const node of nodes) {
      known.add(node.name)
      if (node.kind === 'group') collect(node.children)
    }
  }
  collect(form.children)
  return rows.flatMap((row) =>
    (['relevant', 'constraint', 'calculation'] as const).flatMap((column): Remark[] => {
      const cell = row.cells.get(column)
      const name = row.cells.get('name')?.value
      if (cell === undefined || name === undefined || !known.has(name)) return []
      const at = { sheet: 'survey', row: row.at, column: cell.column }
      try {
        return namesIn(parseExpression(cell.value))
          .filter((one) => !known.has(one))
          .map((one) => ({
            ...at,
            kind: 'defect' as const,
            problem: `names "${one}", which the form does not have`,
            remedy: 'correct the name; the expression is carried over as it is',
          }))
      } catch (error) {
        if (!(error instanceof ExpressionRefused)) throw error
        return [
          {
            ...at,
            kind: 'left_out' as const,
            problem: `${error.message}, at character ${error.at + 1}`,
            remedy: 'it stays in the form file and is not worked out here; write it with simpler functions',
          },
        ]
      }
    }),
  )
}
