/** Words by language code; `default` where a form names no language. */
export type Words = Readonly<Record<string, string>>

export type Choice = { readonly name: string; readonly label: Words }

/** Types of question that are carried over. What else XLSForm knows is told and left out. */
export const QUESTION_TYPES = [
  'text',
  'integer',
  'decimal',
  'date',
  'time',
  'dateTime',
  'geopoint',
  'barcode',
  'acknowledge',
  'note',
  'calculate',
  'select_one',
  'select_multiple',
] as const
export type QuestionType = (typeof QUESTION_TYPES)[number]

/** Values that the form tool fills in itself. */
export const META_TYPES = ['start', 'end', 'today', 'deviceid'] as const
export type MetaType = (typeof META_TYPES)[number]

export type Question = {
  readonly kind: 'question'
  readonly type: QuestionType | MetaType
  readonly name: string
  readonly list?: string
  readonly label: Words
  readonly hint: Words
  readonly required?: boolean
  readonly relevant?: string
  readonly constraint?: string
  readonly constraintMessage: Words
  readonly calculation?: string
  readonly appearance?: string
  /** Our own columns, by name: what an indicator set knows and XLSForm does not. */
  readonly own: Readonly<Record<string, string>>
}

export type Group = {
  readonly kind: 'group'
  readonly name: string
  readonly label: Words
  readonly relevant?: string
  readonly children: readonly FormNode[]
}
export type FormNode = Question | Group

/** A form as XLSForm describes it: survey, choices, settings. */
export type Form = {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly defaultLanguage: string | null
  /** Codes, the default one first; empty when the form names none. */
  readonly languages: readonly string[]
  readonly children: readonly FormNode[]
  readonly lists: Readonly<Record<string, readonly Choice[]>>
  /** Our own sheet: what the set says of itself. */
  readonly own: Readonly<Record<string, string>>
}

/** Every question with the groups around it, in the form's order. */
export const questionsOf = (
  children: readonly FormNode[],
  within: readonly Group[] = [],
): { question: Question; within: readonly Group[] }[] =>
  children.flatMap((node) =>
    node.kind === 'group' ? questionsOf(node.children, [...within, node]) : [{ question: node, within }],
  )

/** Where a question stands in the data of the form: `/data/group/name`. */
export const pathsOf = (form: Form): ReadonlyMap<string, string> => {
  const paths = new Map<string, string>()
  const walk = (nodes: readonly FormNode[], at: string): void => {
    for (const node of nodes) {
      const path = `${at}/${node.name}`
      paths.set(node.name, path)
      if (node.kind === 'group') walk(node.children, path)
    }
  }
  walk(form.children, '/data')
  return paths
}
