import type { Choice } from './form.ts'
import { CARRIED, rowsOf, wordsIn } from './rows.ts'
import type { Remark } from './rows.ts'
import type { Sheet } from './workbook.ts'

/** The lists that questions choose from; of two choices with one name the first is kept. */
export const readChoices = (sheet: Sheet | undefined, tell: (remark: Remark) => void): Record<string, Choice[]> => {
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
