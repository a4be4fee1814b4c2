import { DisclosureError } from './refusal.ts'

/** The parent of each code, one tree; codes without a parent in it stand under the total. */
export type Tree = Readonly<Record<string, string>>

/** For a dimension the ways its codes add up: usually one tree, more where the same codes are grouped in two ways. */
export type Hierarchies = Readonly<Record<string, readonly Tree[]>>

export type Rule = {
  /** Counts from 1 to threshold - 1 are not shown. */
  threshold: number
  /** The least width of what an attacker can find out about a suppressed cell. */
  k: number
  /** p% rule: suppressed where the largest contributor can be estimated by the second to within p per cent of itself. */
  p?: number
  /** `protect`: a counted zero is as sensitive as a small count. */
  zeros: 'open' | 'protect'
  /** `amounts` may have fractions. */
  kind: 'counts' | 'amounts'
  /** `protect`: a small change since an earlier release of the same figure is as sensitive as a small count. */
  differences: 'protect' | 'open'
  /** The code that says "all of them". */
  total: string
  hierarchies: Hierarchies
}

export const DEFAULT_RULE: Rule = {
  threshold: 10,
  k: 10,
  zeros: 'open',
  kind: 'counts',
  differences: 'protect',
  total: 'Total',
  hierarchies: {},
}

const refuse = (field: string, remedy: string): never => {
  throw new DisclosureError('bad_rule', `The rule's "${field}" should be ${remedy}.`)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const treeOf = (dimension: string, value: unknown): Tree => {
  if (!isRecord(value) || !Object.values(value).every((parent) => typeof parent === 'string'))
    return refuse(`hierarchies.${dimension}`, 'an object that gives each code its parent, or a list of such objects')
  const tree = value as Tree
  for (const code of Object.keys(tree)) {
    const seen = new Set<string>()
    for (let at: string | undefined = code; at !== undefined; at = Object.hasOwn(tree, at) ? tree[at] : undefined) {
      if (seen.has(at)) refuse(`hierarchies.${dimension}`, `without circles; "${at}" stands above itself`)
      seen.add(at)
    }
  }
  return tree
}

/** @throws {DisclosureError} naming the dimension, where a code stands above itself or a parent is no text */
export const hierarchiesOf = (value: unknown): Hierarchies => {
  if (!isRecord(value)) return refuse('hierarchies', 'an object with the dimensions as members')
  return Object.fromEntries(
    Object.entries(value).map(([dimension, trees]) => [
      dimension,
      (Array.isArray(trees) ? trees : [trees]).map((tree) => treeOf(dimension, tree)),
    ]),
  )
}

const oneOf = <T extends string>(field: string, value: unknown, known: readonly T[]): T =>
  known.find((one) => one === value) ?? refuse(field, known.map((one) => `"${one}"`).join(' or '))

const positive = (field: string, value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : refuse(field, 'a number above 0')

/**
 * A rule from JSON. What it does not say is as in DEFAULT_RULE; `k` follows the threshold.
 * @throws {DisclosureError} naming the member and what it should be
 * @example ruleOf({ threshold: 5 }) // k 5, zeros open
 */
export const ruleOf = (value: unknown): Rule => {
  if (!isRecord(value)) throw new DisclosureError('bad_rule', 'The rule should be a JSON object: {"threshold":10}.')
  const known = [...Object.keys(DEFAULT_RULE), 'p']
  const unknown = Object.keys(value).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new DisclosureError('bad_rule', `The rule has no "${unknown}". It has: ${known.join(', ')}.`)
  const threshold =
    value['threshold'] === undefined ? DEFAULT_RULE.threshold : positive('threshold', value['threshold'])
  const p = value['p'] === undefined || value['p'] === null ? undefined : positive('p', value['p'])
  const total = value['total'] ?? DEFAULT_RULE.total
  if (typeof total !== 'string' || total === '') return refuse('total', 'the code that totals have')
  return {
    threshold,
    k: value['k'] === undefined ? threshold : positive('k', value['k']),
    ...(p === undefined ? {} : { p }),
    zeros: oneOf('zeros', value['zeros'] ?? DEFAULT_RULE.zeros, ['open', 'protect']),
    kind: oneOf('kind', value['kind'] ?? DEFAULT_RULE.kind, ['counts', 'amounts']),
    differences: oneOf('differences', value['differences'] ?? DEFAULT_RULE.differences, ['protect', 'open']),
    total,
    hierarchies: value['hierarchies'] === undefined ? {} : hierarchiesOf(value['hierarchies']),
  }
}
