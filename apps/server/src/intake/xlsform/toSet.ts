import type { IndicatorSet, Rule, Sign } from '@ariadne/domain/screening'
import { signMessages } from '@ariadne/domain/screening'
import { questionsOf } from './form.ts'
import type { Form, Question, Words } from './form.ts'

/** A draft of a set as it is written to a folder: what nobody has said yet is null, and validation names it. */
export type SetDraft = {
  /** Whether the form was one of ours, and so says everything. */
  readonly whole: boolean
  readonly set: Record<string, unknown>
  readonly texts: Record<string, Record<string, string>>
}

const parse = <T>(text: string | undefined): T | undefined => (text === undefined ? undefined : (JSON.parse(text) as T))

const put = (texts: SetDraft['texts'], message: string, words: Words): void => {
  for (const [language, text] of Object.entries(words)) {
    const into = (texts[language === 'default' ? 'en' : language] ??= {})
    into[message] = text
  }
}

/** A set that left as a form comes back as it was, with the words as they are in the form now. */
const fromOwn = (form: Form): SetDraft => {
  const head = parse<Omit<IndicatorSet, 'signs' | 'rules'>>(form.own['set'])
  const texts: SetDraft['texts'] = {}
  const signs: Sign[] = [...(parse<Sign[]>(form.own['retired']) ?? [])]
  const rules: Rule[] = []
  for (const { question } of questionsOf(form.children)) {
    const sign = parse<Sign>(question.own['sign'])
    if (sign) {
      signs.push(sign)
      const { label, hint, context } = signMessages(sign)
      put(texts, label, question.label)
      put(texts, hint, question.hint)
      put(texts, context, parse<Words>(question.own['context']) ?? {})
    }
    const rule = parse<Rule>(question.own['rule'])
    if (rule) rules.push(rule)
  }
  for (const [message, words] of Object.entries(parse<Record<string, Words>>(form.own['words']) ?? {}))
    put(texts, message, words)
  const order = parse<string[]>(form.own['order']) ?? []
  const place = ({ id }: Sign): number => {
    const at = order.indexOf(id)
    return at < 0 ? order.length : at
  }
  return { whole: true, set: { ...head, signs: signs.toSorted((a, b) => place(a) - place(b)), rules }, texts }
}

const YES = /^(yes|true|1|oui|da|po)$/iu

/** Questions that a yes answers: what a set could have as a sign. */
const isYesOrNo = (form: Form, { type, list }: Question): boolean => {
  const choices = form.lists[list ?? '']
  return (
    type === 'acknowledge' ||
    (type === 'select_one' && choices?.length === 2 && choices.some(({ name }) => YES.test(name)))
  )
}

const idOf = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '_')
    .replace(/^[^a-z]+/u, '')

/** Of another team's form: each question of yes or no as a sign about which everything is still to be said. */
const fromForeign = (form: Form): SetDraft => {
  const texts: SetDraft['texts'] = {}
  const signs = questionsOf(form.children)
    .filter(({ question }) => isYesOrNo(form, question))
    .map(({ question }) => {
      const id = idOf(question.name)
      put(texts, `sign.${id}.label`, question.label)
      put(texts, `sign.${id}.hint`, question.hint)
      return {
        id,
        dimension: null,
        strength: null,
        status: 'active',
        howKnown: null,
        source: [],
        askOrDoNext: null,
      }
    })
  put(texts, 'set.title', { default: form.title })
  return {
    whole: false,
    set: {
      id: form.id
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/gu, '-')
        .replace(/^[^a-z]+/u, ''),
      version: '0.1.0',
      subject: null,
      lifecycle: { state: 'proposed', effectiveFrom: null, replaces: null },
      sources: {},
      signs,
      rules: [],
    },
    texts,
  }
}

/** The draft of a set that a form holds; undefined when it asks nothing that could be a sign. */
export const findSetDraft = (form: Form): SetDraft | undefined => {
  if (form.own['set'] !== undefined) return fromOwn(form)
  return questionsOf(form.children).some(({ question }) => isYesOrNo(form, question)) ? fromForeign(form) : undefined
}
