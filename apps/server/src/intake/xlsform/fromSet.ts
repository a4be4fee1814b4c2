import { messagesOf, signMessages } from '@ariadne/domain/screening'
import type { Condition, Destination, IndicatorSet, Outcome, Selector, Sign } from '@ariadne/domain/screening'
import type { Form, FormNode, Question, Words } from './form.ts'

export type SetWords = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Names in the form: of a sign, of a rule, and of what is worked out. */
export const signName = (id: string): string => `s_${id}`
const ruleName = (id: string): string => `r_${id}`

const wordsOf = (sources: readonly SetWords[], languages: readonly string[], message: string): Words =>
  Object.fromEntries(
    languages.flatMap((language) => {
      const entry = sources.map((one) => one[language]?.[message]).find((one) => one !== undefined)
      const words = typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : entry
      return typeof words === 'string' ? [[language, words]] : []
    }),
  )

const counts = ({ status, muted }: Sign): boolean => status === 'active' && !muted
const isSelected = (sign: Sign, of: Selector): boolean =>
  counts(sign) &&
  (!of.signs || of.signs.includes(sign.id)) &&
  (!of.strength || of.strength.includes(sign.strength)) &&
  (!of.dimension || of.dimension.includes(sign.dimension)) &&
  (!of.howKnown || of.howKnown.includes(sign.howKnown))

const isThere = (id: string): string => `\${${signName(id)}} = 'yes'`
const howMany = (signs: readonly Sign[], value: string): string =>
  signs.length === 0 ? '0' : signs.map(({ id }) => `if(\${${signName(id)}} = '${value}', 1, 0)`).join(' + ')
const any = (parts: readonly string[]): string => (parts.length === 0 ? 'false()' : parts.join(' or '))

const conditionOf = (set: IndicatorSet, condition: Condition): string => {
  if ('sign' in condition) {
    const sign = set.signs.find(({ id }) => id === condition.sign)
    return sign && counts(sign) ? isThere(sign.id) : 'false()'
  }
  if ('rule' in condition) return `\${${ruleName(condition.rule)}} = 1`
  if ('atLeast' in condition) {
    const among = set.signs.filter((sign) => isSelected(sign, condition.of))
    return `(${howMany(among, 'yes')}) >= ${condition.atLeast}`
  }
  const parts = 'anyOf' in condition ? condition.anyOf : condition.allOf
  return `(${parts.map((part) => conditionOf(set, part)).join('anyOf' in condition ? ' or ' : ' and ')})`
}

const bare = { kind: 'question', label: {}, hint: {}, constraintMessage: {}, own: {} } as const
const calculate = (name: string, calculation: string, own: Question['own'] = {}): Question => ({
  ...bare,
  type: 'calculate',
  name,
  calculation,
  own,
})

const CHILD = "(${age} = 'yes' or ${age} = 'doubt')"
const ALONE = "(${company} = 'alone' or ${company} = 'separated' or ${company} = 'adult_in_doubt')"

/** Grounds of an outcome of at least `refer`, as conditions, each with where it leads: those the engine has. */
const groundsFor = (set: IndicatorSet, outcome: Outcome): { when: string; route: Destination }[] => {
  const route = set.route ?? 'nrm'
  const floors =
    outcome === 'act_now'
      ? [{ when: "${danger_now} = 'yes'", route }]
      : [
          { when: "${self_identified} = 'yes'", route },
          { when: `(${CHILD} and ${ALONE})`, route },
          { when: `(${CHILD} and \${signs_there} > 0)`, route },
        ]
  const rules = set.rules
    .filter((rule) => rule.outcome === outcome)
    .map((rule) => ({ when: `(\${signs_lifting} > 0 and \${${ruleName(rule.id)}} = 1)`, route: rule.route ?? route }))
  return [...floors, ...rules]
}

const workedOut = (set: IndicatorSet): Question[] => {
  const active = set.signs.filter(({ status }) => status === 'active')
  const firstView = active.filter((sign) => sign.firstView)
  const whenOf = (outcome: Outcome) => any(groundsFor(set, outcome).map(({ when }) => when))
  const watching = any([
    '${signs_there} > 0',
    ...set.rules.filter(({ outcome }) => outcome === 'watch').map(({ id }) => `\${${ruleName(id)}} = 1`),
    `(\${first_view_not_known} > 0 and \${first_view_not_known} * 2 >= ${firstView.length})`,
  ])
  return [
    calculate('signs_there', howMany(active, 'yes')),
    calculate(
      'signs_lifting',
      howMany(
        active.filter((sign) => counts(sign) && sign.strength !== 'contextual'),
        'yes',
      ),
    ),
    calculate('first_view_not_known', howMany(firstView, 'not_known')),
    ...set.rules.map((rule) =>
      calculate(ruleName(rule.id), `if(${conditionOf(set, rule.when)}, 1, 0)`, { rule: JSON.stringify(rule) }),
    ),
    calculate(
      'outcome',
      `if(${whenOf('act_now')}, 'act_now', if(${whenOf('refer')}, 'refer', if(${watching}, 'watch', 'no_concern_recorded')))`,
    ),
  ]
}

/** Questions of a note that is shown for a result. */
const results = (set: IndicatorSet, say: (message: string) => Words): Question[] => {
  const isReferred = "(${outcome} = 'refer' or ${outcome} = 'act_now')"
  const grounds = (['refer', 'act_now'] as const).flatMap((outcome) => groundsFor(set, outcome))
  const note = (name: string, message: string, relevant: string): Question => ({
    ...bare,
    type: 'note',
    name,
    label: say(message),
    relevant,
  })
  const routes = [...new Set(grounds.map(({ route }) => route))].filter((route) => route !== 'child_protection')
  return [
    ...(['act_now', 'refer', 'watch', 'no_concern_recorded'] as const).map((outcome) =>
      note(`do_${outcome}`, `codes.screening.action.${outcome}`, `\${outcome} = '${outcome}'`),
    ),
    note('to_child_protection', 'codes.screening.route.child_protection', `${CHILD} and ${isReferred}`),
    ...routes.map((route) =>
      note(
        `to_${route}`,
        `codes.screening.route.${route}`,
        `not(${CHILD}) and (${any(grounds.filter((ground) => ground.route === route).map(({ when }) => when))})`,
      ),
    ),
    note('limits', 'codes.screening.limits', 'true()'),
  ]
}

/**
 * An indicator set as a form that any ODK tool can fill in: the same questions, the same rules as calculations, and the
 * same outcome and route as notes. What asks a child is not relevant for one. Nothing about the person but this is asked.
 *
 * @param catalogues the words of codes, by language
 */
export const formOf = (
  { set, texts }: { readonly set: IndicatorSet; readonly texts: SetWords },
  catalogues: SetWords,
): Form => {
  const languages = Object.keys(texts).toSorted((a, b) => (a === 'en' ? -1 : b === 'en' ? 1 : a < b ? -1 : 1))
  const say = (message: string): Words => wordsOf([texts, catalogues], languages, message)
  const choice = (list: string, names: readonly string[]) =>
    names.map((name) => ({ name, label: say(`${list}.${name}`) }))
  const select = (name: string, list: string, message: string, more: Partial<Question> = {}): Question => ({
    ...bare,
    type: 'select_one',
    name,
    list,
    label: say(message),
    ...more,
  })
  const question = (sign: Sign): FormNode[] => {
    const { label, hint, context } = signMessages(sign)
    const relevant = sign.howKnown === 'asked_privately' ? "${age} = 'no'" : undefined
    const own = {
      sign: JSON.stringify(sign),
      context: JSON.stringify(say(context)),
    }
    return [
      select(signName(sign.id), 'sign', label, {
        hint: say(hint),
        ...(relevant === undefined ? {} : { relevant }),
        own,
      }),
    ]
  }
  const active = set.signs.filter(({ status }) => status === 'active')
  const group = (name: string, message: string, children: readonly FormNode[]): FormNode => ({
    kind: 'group',
    name,
    label: say(message),
    children,
  })
  const later = active.filter((sign) => !sign.firstView).flatMap(question)
  const { signs: _, rules: __, ...head } = set
  const known = new Set(messagesOf(set).filter((id) => id.startsWith('rule.') || id.startsWith('set.')))
  return {
    id: set.id.replaceAll('-', '_'),
    title: wordsOf([texts], ['en'], 'set.title')['en'] ?? set.id,
    version: set.version,
    defaultLanguage: languages[0] ?? null,
    languages,
    lists: {
      age: choice('codes.form.age', ['yes', 'doubt', 'no']),
      company: choice('codes.form.company', ['alone', 'separated', 'adult_in_doubt', 'accompanied']),
      yes_no: choice('codes.form', ['yes', 'no']),
      sign: choice('codes.form.sign', ['yes', 'not_known', 'no']),
    },
    children: [
      group('facts', 'codes.form.facts', [
        select('age', 'age', 'codes.form.age', { required: true }),
        {
          ...bare,
          type: 'integer',
          name: 'years',
          label: say('codes.form.years'),
          constraint: ". >= 0 and . <= 120 and (${age} != 'no' or . >= 18)",
          constraintMessage: say('codes.form.years.wrong'),
        },
        select('company', 'company', 'codes.form.company', { relevant: CHILD }),
        select('self_identified', 'yes_no', 'codes.form.self'),
        select('danger_now', 'yes_no', 'codes.form.danger'),
      ]),
      group('first_view', 'codes.form.first', active.filter((sign) => sign.firstView).flatMap(question)),
      ...(later.length > 0 ? [group('later', 'codes.form.later', later)] : []),
      ...workedOut(set),
      group('result', 'codes.form.result', results(set, say)),
    ],
    own: {
      set: JSON.stringify(head),
      retired: JSON.stringify(set.signs.filter(({ status }) => status !== 'active')),
      order: JSON.stringify(set.signs.map(({ id }) => id)),
      words: JSON.stringify(Object.fromEntries([...known].map((id) => [id, say(id)]))),
    },
  }
}

/** Answers to the exported form, from answers to the set. */
export const formAnswers = (
  set: IndicatorSet,
  answers: {
    readonly present: readonly string[]
    readonly notKnown?: readonly string[] | undefined
    readonly circumstances: {
      readonly childOrDoubt: string
      readonly accompaniment: string
      readonly selfIdentified: boolean
      readonly dangerNow: boolean
    }
  },
): Record<string, string> => {
  const { childOrDoubt, accompaniment, selfIdentified, dangerNow } = answers.circumstances
  return {
    age: childOrDoubt,
    company: accompaniment === 'na' ? '' : accompaniment,
    self_identified: selfIdentified ? 'yes' : 'no',
    danger_now: dangerNow ? 'yes' : 'no',
    ...Object.fromEntries(
      set.signs.flatMap(({ id }) =>
        answers.present.includes(id)
          ? [[signName(id), 'yes']]
          : answers.notKnown?.includes(id)
            ? [[signName(id), 'not_known']]
            : [],
      ),
    ),
  }
}
