import { z } from 'zod'
import { questionsOf } from './form.ts'
import type { Form, Question } from './form.ts'
import type { Remark } from './readForm.ts'
import type { Sheet } from './workbook.ts'

const Fields = z.object({
  fields: z.array(
    z.object({ name: z.string(), kind: z.enum(['text', 'date', 'one', 'several', 'link']), label: z.string() }),
  ),
})
const Lists = z.object({
  lists: z.array(z.object({ fields: z.array(z.string()), codes: z.array(z.object({ code: z.string() })) })),
})
export type Standard = { fields: z.infer<typeof Fields>['fields']; codes: ReadonlyMap<string, readonly string[]> }

/** The standard's fields and code lists, as content/codelists has them. */
export const readStandard = (fields: unknown, lists: unknown): Standard => ({
  fields: Fields.parse(fields).fields,
  codes: new Map(
    Lists.parse(lists).lists.flatMap((list) =>
      list.fields.map((field) => [field, list.codes.map(({ code }) => code)] as const),
    ),
  ),
})

const bare = (name: string): string => name.replaceAll('_', '').toLowerCase()
const kindOf = ({ type }: Question): string =>
  type === 'select_one' || type === 'acknowledge'
    ? 'one'
    : type === 'select_multiple'
      ? 'several'
      : type === 'date'
        ? 'date'
        : 'text'
const KINDS: Readonly<Record<string, string>> = {
  one: 'one choice',
  several: 'several choices',
  date: 'a date',
  text: 'text',
}

/** A form with fewer of the standard's fields than this has its own business. */
const FOLLOWS_FROM = 3

/** Whether a form is one for case data of the standard: then none of its questions is a sign. */
export const followsStandard = (form: Form, standard: Standard): boolean =>
  fieldsIn(form, standard).size >= FOLLOWS_FROM

const fieldsIn = (form: Form, standard: Standard) => {
  const questions = questionsOf(form.children).map(({ question }) => question)
  return new Map(
    standard.fields.flatMap((field) => {
      const question = questions.find(({ name }) => bare(name) === bare(field.name))
      return question ? [[field.name, { field, question }] as const] : []
    }),
  )
}

/**
 * What a form that follows the Human Trafficking Case Data Standard does otherwise than the standard: other names, other
 * kinds of answer, labels of another field, core fields that are absent, countries that cannot be chosen. Empty for a
 * form that does not follow it.
 */
export const compareWithStandard = (form: Form, sheets: readonly Sheet[], standard: Standard): Remark[] => {
  if (!followsStandard(form, standard)) return []
  const found = fieldsIn(form, standard)
  const survey = sheets.find(({ name }) => name.trim().toLowerCase() === 'survey')
  const column = survey?.rows[0]?.findIndex((one) => one.trim().toLowerCase() === 'name') ?? -1
  const rowOf = (name: string): number | null => {
    const at = survey?.rows.findIndex((row) => row[column]?.trim() === name) ?? -1
    return at < 0 ? null : at + 1
  }
  const defect = (question: Question, where: string, problem: string, remedy: string): Remark => ({
    kind: 'defect',
    sheet: 'survey',
    row: rowOf(question.name),
    column: where,
    problem,
    remedy,
  })
  const ofFields = [...found.values()].flatMap(({ field, question }): Remark[] => {
    const label = question.label['default'] ?? question.label['en'] ?? ''
    const other = standard.fields.find(
      (one) => one.name !== field.name && one.label.toLowerCase() === label.toLowerCase() && label !== field.label,
    )
    const kind = kindOf(question)
    const wanted = field.kind === 'link' ? 'text' : field.kind
    const codes = standard.codes.get(field.name) ?? []
    const unknown = (form.lists[question.list ?? ''] ?? []).filter(
      ({ name }) => codes.length > 0 && !codes.includes(name),
    )
    return [
      ...(question.name === field.name
        ? []
        : [
            defect(
              question,
              'name',
              `"${question.name}" is called ${field.name} in the standard`,
              `write ${field.name}`,
            ),
          ]),
      ...(other
        ? [
            defect(
              question,
              'label',
              `"${question.name}" is labelled "${label}", which is ${other.name}`,
              `write "${field.label}"`,
            ),
          ]
        : []),
      ...(kind === wanted
        ? []
        : [
            defect(
              question,
              'type',
              `"${question.name}" is ${KINDS[kind] ?? kind}, and ${KINDS[wanted] ?? wanted} in the standard`,
              `ask for ${KINDS[wanted] ?? wanted}`,
            ),
          ]),
      ...unknown.map(({ name }) =>
        defect(question, 'type', `"${name}" is no code of ${field.name}`, `use one of: ${codes.join(', ')}`),
      ),
    ]
  })
  const absent = standard.fields
    .filter(({ name }) => !found.has(name))
    .map(({ name, label }): Remark => ({
      kind: 'defect',
      sheet: 'survey',
      row: null,
      column: null,
      problem: `the core field ${name} (${label}) is absent`,
      remedy: 'add a question for it where the form is to follow the standard',
    }))
  return [...ofFields, ...absent, ...choiceProblems(found, form)]
}

const choiceProblems = (found: ReadonlyMap<string, { question: Question }>, form: Form): Remark[] => {
  const list = (field: string) => form.lists[found.get(field)?.question.list ?? ''] ?? []
  const countries = list('prs_Citizenship').map(({ name }) => name)
  const consent = list('con_Consent').map(({ name }) => name)
  const at = { kind: 'defect' as const, sheet: 'choices', row: null, column: 'name' }
  return [
    ...(countries.length > 100 && !countries.includes('XK')
      ? [
          {
            ...at,
            problem: `the ${countries.length} countries of "${found.get('prs_Citizenship')?.question.list ?? ''}" have no XK (Kosovo)`,
            remedy: 'add XK; the footnote a country wants is set where it is shown',
          },
        ]
      : []),
    ...(consent.length > 0 && consent.every((name) => /^(true|false)$/iu.test(name))
      ? [
          {
            ...at,
            problem: `consent is chosen as ${consent.join(' or ')}, which form tools may take for a truth value`,
            remedy: 'use yes and no',
          },
        ]
      : []),
  ]
}
