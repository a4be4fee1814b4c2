import type { Form, FormNode, Question, Words } from './form.ts'

/** A workbook as rows of text, as spreadsheets hold it. The first row of a sheet names its columns. */
export type Sheet = { readonly name: string; readonly rows: readonly (readonly string[])[] }

/** `label::Albanian (sq)`, as XLSForm writes a language. A form without languages has plain columns. */
export const columnFor = (column: string, language: string): string =>
  language === 'default' ? column : `${column}::${languageName(language)}`

export const languageName = (language: string): string =>
  `${new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language} (${language})`

const OWN = 'ariadne::'

const rowsOf = (nodes: readonly FormNode[]): Record<string, string>[] =>
  nodes.flatMap((node): Record<string, string>[] => {
    if (node.kind === 'group')
      return [
        { type: 'begin_group', name: node.name, ...worded('label', node.label), ...given({ relevant: node.relevant }) },
        ...rowsOf(node.children),
        { type: 'end_group', name: node.name },
      ]
    return [rowOf(node)]
  })

const worded = (column: string, words: Words): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([language, text]) => [columnFor(column, language), text]))
const given = (all: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

const rowOf = (question: Question): Record<string, string> => ({
  type: question.list === undefined ? question.type : `${question.type} ${question.list}`,
  name: question.name,
  ...worded('label', question.label),
  ...worded('hint', question.hint),
  ...(question.required ? { required: 'yes' } : {}),
  ...given({
    relevant: question.relevant,
    constraint: question.constraint,
    calculation: question.calculation,
    appearance: question.appearance,
  }),
  ...worded('constraint_message', question.constraintMessage),
  ...Object.fromEntries(Object.entries(question.own).map(([name, value]) => [`${OWN}${name}`, value])),
})

const ORDER = ['type', 'list_name', 'name', 'label', 'hint', 'required', 'relevant', 'constraint', 'constraint_message']

const sheetOf = (name: string, records: readonly Record<string, string>[], always: readonly string[]): Sheet => {
  const place = (column: string): number => {
    const at = ORDER.indexOf(column.split('::')[0] ?? column)
    return at < 0 ? (column.startsWith(OWN) ? ORDER.length + 1 : ORDER.length) : at
  }
  const columns = [...new Set([...always, ...records.flatMap((record) => Object.keys(record))])].toSorted(
    (a, b) => place(a) - place(b),
  )
  return { name, rows: [columns, ...records.map((record) => columns.map((column) => record[column] ?? ''))] }
}

/** The three sheets of XLSForm, and one of our own that form tools pass over. */
export const sheetsOf = (form: Form): Sheet[] => [
  sheetOf('survey', rowsOf(form.children), ['type', 'name']),
  sheetOf(
    'choices',
    Object.entries(form.lists).flatMap(([list, choices]) =>
      choices.map(({ name, label }) => ({ list_name: list, name, ...worded('label', label) })),
    ),
    ['list_name', 'name'],
  ),
  sheetOf(
    'settings',
    [
      {
        form_title: form.title,
        form_id: form.id,
        version: form.version,
        ...(form.defaultLanguage === null ? {} : { default_language: languageName(form.defaultLanguage) }),
      },
    ],
    [],
  ),
  ...(Object.keys(form.own).length > 0
    ? [sheetOf('ariadne', Object.entries(form.own).flatMap(ownRows), ['name', 'part', 'value'])]
    : []),
]

/** A cell of a spreadsheet holds at most 32,767 characters (Microsoft, "Excel specifications and limits"). */
const CELL_MOST = 30_000
const ownRows = ([name, value]: [string, string]): Record<string, string>[] =>
  Array.from({ length: Math.max(1, Math.ceil(value.length / CELL_MOST)) }, (_, part) => ({
    name,
    part: String(part),
    value: value.slice(part * CELL_MOST, (part + 1) * CELL_MOST),
  }))

export const ownColumn = (column: string): string | undefined =>
  column.startsWith(OWN) ? column.slice(OWN.length) : undefined
