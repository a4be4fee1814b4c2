/**
 * The expressions of XLSForm that are carried over: a part of XPath 1.0 with ODK's additions
 * (https://getodk.github.io/xforms-spec/#xpath-functions). A question is named as `${name}`, `.` is the question itself.
 */
export type Expression =
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: number }
  | { kind: 'question'; name: string }
  | { kind: 'self' }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'negative'; of: Expression }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression }

const LEVELS = [['or'], ['and'], ['=', '!='], ['<=', '<', '>=', '>'], ['+', '-'], ['*', 'div', 'mod']] as const
type Operator = (typeof LEVELS)[number][number]

/** Functions and how many arguments each takes. */
const FUNCTIONS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  selected: [2, 2],
  'count-selected': [1, 1],
  not: [1, 1],
  if: [3, 3],
  coalesce: [2, 2],
  true: [0, 0],
  false: [0, 0],
  number: [1, 1],
  string: [1, 1],
  concat: [1, 50],
  'string-length': [1, 1],
  round: [1, 1],
}

/** What stands in an expression and is not carried over, with the place where it begins. */
export class ExpressionRefused extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.name = 'ExpressionRefused'
    this.at = at
  }
}

const TOKEN =
  /\s*(?:(?<question>\$\{\s*[^}\s]+\s*\})|(?<number>\d+(?:\.\d+)?)|(?<text>'[^']*'|"[^"]*")|(?<operator>!=|<=|>=|[=<>+*(),.-])|(?<word>[A-Za-z_][\w-]*))/y

type Token = { kind: 'question' | 'number' | 'text' | 'operator' | 'word' | 'end'; text: string; at: number }

const tokensOf = (source: string): Token[] => {
  const tokens: Token[] = []
  // Typographic quotes come from word processors; form tools take them for what was meant.
  const text = source.replace(/[‘’]/gu, "'").replace(/[“”]/gu, '"')
  TOKEN.lastIndex = 0
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex
    const groups = TOKEN.exec(text)?.groups
    if (!groups) throw new ExpressionRefused(at, `"${text.slice(at).trim()}" is not understood`)
    for (const kind of ['question', 'number', 'text', 'operator', 'word'] as const)
      if (groups[kind] !== undefined) tokens.push({ kind, text: groups[kind], at })
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }]
}

/** @throws ExpressionRefused for what is not among the functions and operators carried over */
export const parseExpression = (source: string): Expression => {
  const tokens = tokensOf(source)
  let next = 0
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: '', at: source.length }
  const take = (): Token => {
    const token = peek()
    next += 1
    return token
  }
  const expect = (text: string): void => {
    const token = take()
    if (token.text !== text) throw new ExpressionRefused(token.at, `"${text}" is missing before "${token.text}"`)
  }

  const call = (name: Token): Expression => {
    const takes = FUNCTIONS[name.text]
    if (!takes) throw new ExpressionRefused(name.at, `the function ${name.text}() is not carried over`)
    expect('(')
    const args: Expression[] = []
    if (peek().text !== ')')
      do args.push(level(0))
      while (peek().text === ',' && take())
    expect(')')
    if (args.length < takes[0] || args.length > takes[1])
      throw new ExpressionRefused(name.at, `${name.text}() takes ${takes.join(' to ')} arguments, not ${args.length}`)
    return { kind: 'call', name: name.text, args }
  }
  const primary = (): Expression => {
    const token = take()
    if (token.kind === 'question') return { kind: 'question', name: token.text.slice(2, -1).trim() }
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) }
    if (token.kind === 'text') return { kind: 'text', value: token.text.slice(1, -1) }
    if (token.text === '.') return { kind: 'self' }
    if (token.text === '-') return { kind: 'negative', of: primary() }
    if (token.text === '(') {
      const inner = level(0)
      expect(')')
      return inner
    }
    if (token.kind === 'word') return call(token)
    throw new ExpressionRefused(
      token.at,
      token.kind === 'end' ? 'it ends too early' : `"${token.text}" is not understood`,
    )
  }
  const level = (depth: number): Expression => {
    const operators: readonly string[] | undefined = LEVELS[depth]
    if (!operators) return primary()
    let left = level(depth + 1)
    while (operators.includes(peek().text) && (peek().kind === 'operator' || peek().kind === 'word')) {
      const operator = take().text as Operator
      left = { kind: 'binary', operator, left, right: level(depth + 1) }
    }
    return left
  }
  const whole = level(0)
  if (peek().kind !== 'end') throw new ExpressionRefused(peek().at, `"${peek().text}" is one word too many`)
  return whole
}

/** Every question an expression names. */
export const namesIn = (expression: Expression): string[] => {
  switch (expression.kind) {
    case 'question':
      return [expression.name]
    case 'call':
      return expression.args.flatMap(namesIn)
    case 'negative':
      return namesIn(expression.of)
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)]
    default:
      return []
  }
}

export type Value = string | number | boolean

const asText = (value: Value): string => (typeof value === 'number' && Number.isNaN(value) ? 'NaN' : String(value))
/** XPath 1.0, 4.4: an empty or odd text is no number. */
const asNumber = (value: Value): number =>
  typeof value === 'string' ? (value.trim() === '' ? NaN : Number(value)) : Number(value)
/** XPath 1.0, 4.3: a text is true when it is not empty, a number when it is neither zero nor no number. */
const asBoolean = (value: Value): boolean =>
  typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : typeof value === 'string' ? value !== '' : value

const equals = (a: Value, b: Value): boolean => {
  if (typeof a === 'boolean' || typeof b === 'boolean') return asBoolean(a) === asBoolean(b)
  if (typeof a === 'number' || typeof b === 'number') return asNumber(a) === asNumber(b)
  return a === b
}

const calls: Readonly<Record<string, (...args: Value[]) => Value>> = {
  selected: (list = '', one = '') => asText(list).split(/\s+/u).includes(asText(one)),
  'count-selected': (list = '') =>
    asText(list)
      .split(/\s+/u)
      .filter((one) => one !== '').length,
  not: (value = false) => !asBoolean(value),
  coalesce: (first = '', second = '') => (asText(first) === '' ? second : first),
  true: () => true,
  false: () => false,
  number: (value = '') => asNumber(value),
  string: (value = '') => asText(value),
  concat: (...texts) => texts.map(asText).join(''),
  'string-length': (value = '') => asText(value).length,
  round: (value = '') => Math.round(asNumber(value)),
}

/** Evaluates an expression. @param valueOf a question's value as text, empty when it has none */
export const evaluateExpression = (
  expression: Expression,
  valueOf: (name: string) => string,
  self: string = '',
): Value => {
  const of = (part: Expression): Value => evaluateExpression(part, valueOf, self)
  switch (expression.kind) {
    case 'text':
    case 'number':
      return expression.value
    case 'question':
      return valueOf(expression.name)
    case 'self':
      return self
    case 'negative':
      return -asNumber(of(expression.of))
    case 'call': {
      const [first, second, third] = expression.args
      // Only the branch that is chosen counts, as in XForms.
      if (expression.name === 'if' && first && second && third) return asBoolean(of(first)) ? of(second) : of(third)
      return calls[expression.name]?.(...expression.args.map(of)) ?? ''
    }
    case 'binary': {
      const left = of(expression.left)
      if (expression.operator === 'or') return asBoolean(left) || asBoolean(of(expression.right))
      if (expression.operator === 'and') return asBoolean(left) && asBoolean(of(expression.right))
      return compare(expression.operator, left, of(expression.right))
    }
  }
}

const compare = (operator: Exclude<Operator, 'or' | 'and'>, left: Value, right: Value): Value => {
  const [a, b] = [asNumber(left), asNumber(right)]
  switch (operator) {
    case '=':
      return equals(left, right)
    case '!=':
      return !equals(left, right)
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case 'div':
      return a / b
    case 'mod':
      return a % b
  }
}

export const isTrue = (expression: Expression, valueOf: (name: string) => string, self?: string): boolean =>
  asBoolean(evaluateExpression(expression, valueOf, self))
export const textOf = (expression: Expression, valueOf: (name: string) => string): string =>
  asText(evaluateExpression(expression, valueOf))

/** The same as XPath over the form's data. */
export const toXPath = (source: string, paths: ReadonlyMap<string, string>): string =>
  source.replace(/\$\{\s*([^}\s]+)\s*\}/gu, (_, name: string) => ` ${paths.get(name) ?? name} `)
