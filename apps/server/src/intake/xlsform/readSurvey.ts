import { META_TYPES, QUESTION_TYPES } from './form.ts'
import type { Choice, FormNode, MetaType, QuestionType, Words } from './form.ts'
import { questionOf, typeOf } from './question.ts'
import { CARRIED, FormRefused, wordsIn } from './rows.ts'
import type { Remark, Row } from './rows.ts'
import { ownColumn } from './workbook.ts'

/**
 * The questions and groups of a survey, in their order. What cannot be carried is left out and told.
 * @throws FormRefused when groups do not close
 */
export const readSurvey = (
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
