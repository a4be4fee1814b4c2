import { checkExpressions } from './checkExpressions.ts'
import type { Form, FormNode } from './form.ts'
import { readChoices } from './readChoices.ts'
import { readSurvey } from './readSurvey.ts'
import { FormRefused, languageOf, rowsOf } from './rows.ts'
import type { Remark } from './rows.ts'
import type { Sheet } from './workbook.ts'

export { FormRefused } from './rows.ts'
export type { Remark } from './rows.ts'

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
