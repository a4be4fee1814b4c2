import { isTrue, parseExpression, textOf } from './expression.ts'
import type { Expression } from './expression.ts'
import { questionsOf } from './form.ts'
import type { Form } from './form.ts'

/** What a form shows and works out for the answers given so far. */
export type FormState = {
  /** For each question and group: whether it is asked. */
  readonly relevant: Readonly<Record<string, boolean>>
  /** Answers of what is asked, and what was worked out from them. */
  readonly values: Readonly<Record<string, string>>
  /** Answers that a constraint does not allow. */
  readonly refused: readonly string[]
}

type Ready = { relevant?: Expression; calculation?: Expression; constraint?: Expression }
const parsed = new WeakMap<Form, Map<string, Ready>>()

const ready = (form: Form): Map<string, Ready> => {
  const known = parsed.get(form)
  if (known) return known
  const all = new Map<string, Ready>()
  const one = (source: string | undefined) => (source === undefined ? undefined : parseExpression(source))
  for (const { question, within } of questionsOf(form.children)) {
    for (const group of within) {
      const relevant = one(group.relevant)
      if (!all.has(group.name)) all.set(group.name, relevant ? { relevant } : {})
    }
    const [relevant, calculation, constraint] = [
      one(question.relevant),
      one(question.calculation),
      one(question.constraint),
    ]
    all.set(question.name, {
      ...(relevant ? { relevant } : {}),
      ...(calculation ? { calculation } : {}),
      ...(constraint ? { constraint } : {}),
    })
  }
  parsed.set(form, all)
  return all
}

/**
 * Works a form out for some answers: as ODK XForms does, a question that is not asked has no value for any other. What
 * is worked out may rest on questions that stand later; each is worked out when it is first needed.
 *
 * @throws Error when what is worked out rests on itself
 */
export const stateOf = (form: Form, answers: Readonly<Record<string, string>>): FormState => {
  const expressions = ready(form)
  const questions = new Map(questionsOf(form.children).map((one) => [one.question.name, one]))
  const relevant = new Map<string, boolean>()
  const values = new Map<string, string>()
  const underway = new Set<string>()

  const isRelevant = (name: string): boolean => {
    const known = relevant.get(name)
    if (known !== undefined) return known
    if (underway.has(name)) throw new Error(`Whether "${name}" is asked depends on itself.`)
    underway.add(name)
    const around = questions.get(name)?.within ?? groupsAround(name)
    const own = expressions.get(name)?.relevant
    const is = around.every((group) => isRelevant(group.name)) && (own === undefined || isTrue(own, valueOf))
    underway.delete(name)
    relevant.set(name, is)
    return is
  }
  const groupsAround = (name: string) => {
    const found = [...questions.values()].find(({ within }) => within.some((group) => group.name === name))
    return (
      found?.within.slice(
        0,
        found.within.findIndex((group) => group.name === name),
      ) ?? []
    )
  }
  const valueOf = (name: string): string => {
    const known = values.get(name)
    if (known !== undefined) return known
    if (!questions.has(name) || !isRelevant(name)) return ''
    const calculation = expressions.get(name)?.calculation
    if (calculation === undefined) return answers[name] ?? ''
    if (underway.has(`= ${name}`)) throw new Error(`What "${name}" is worked out from depends on itself.`)
    underway.add(`= ${name}`)
    const value = textOf(calculation, valueOf)
    underway.delete(`= ${name}`)
    values.set(name, value)
    return value
  }
  const names = [...new Set([...questions.values()].flatMap(({ within }) => within.map(({ name }) => name)))]
  return {
    relevant: Object.fromEntries([...names, ...questions.keys()].map((name) => [name, isRelevant(name)])),
    values: Object.fromEntries(
      [...questions.keys()].map((name) => [name, valueOf(name)] as const).filter(([, value]) => value !== ''),
    ),
    refused: [...questions.keys()].filter((name) => {
      const constraint = expressions.get(name)?.constraint
      const value = valueOf(name)
      return constraint !== undefined && value !== '' && !isTrue(constraint, valueOf, value)
    }),
  }
}
