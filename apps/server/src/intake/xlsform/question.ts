import { META_TYPES, QUESTION_TYPES } from './form.ts'
import type { MetaType, Question, QuestionType } from './form.ts'
import { wordsIn } from './rows.ts'
import type { Row } from './rows.ts'
import { ownColumn } from './workbook.ts'

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

const isYes = (value: string | undefined): boolean => /^(yes|true|true\(\)|1)$/iu.test(value ?? '')

/** The type that a row names, in whichever of its spellings, and the list it chooses from. */
export const typeOf = (written: string): { type: string; list?: string; orOther: boolean } => {
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

/** A row as the question it asks. */
export const questionOf = (
  row: Row,
  name: string,
  type: QuestionType | MetaType,
  list: string | undefined,
): Question => {
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
