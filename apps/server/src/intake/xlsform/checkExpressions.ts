import { ExpressionRefused, namesIn, parseExpression } from './expression.ts'
import type { Form, FormNode } from './form.ts'
import type { Remark, Row } from './rows.ts'

/** Expressions that are not understood here, or name a question the form has not. They stay as they are. */
export const checkExpressions = (form: Form, rows: readonly Row[]): Remark[] => {
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
