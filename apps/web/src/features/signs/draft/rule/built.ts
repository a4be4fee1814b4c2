import type { Condition, Selector } from '@ariadne/domain/screening'

/** What a rule asks for, as somebody puts it together by choosing. `build` gives exactly the condition that was taken apart. */

export interface Count {
  readonly kind: 'count'
  readonly atLeast: number
  readonly of: Selector
}
export type Leaf =
  { readonly kind: 'sign'; readonly sign: string } | { readonly kind: 'rule'; readonly rule: string } | Count
/** Groups inside groups inside a rule: nobody reads that in a list. It is kept as it is, and changed as text. */
export interface Deeper {
  readonly kind: 'deeper'
  readonly condition: Condition
}
export interface Group {
  readonly kind: 'group'
  readonly how: 'all' | 'one'
  readonly members: readonly (Leaf | Deeper)[]
}
export type Member = Leaf | Group | Deeper
export type Built =
  | { readonly how: 'atLeast'; readonly count: Count }
  /** `alone`: one sign or rule that stands without a list around it. */
  | { readonly how: 'all' | 'one'; readonly alone: boolean; readonly members: readonly Member[] }
export type How = Built['how']

const findLeaf = (condition: Condition): Leaf | undefined => {
  if ('sign' in condition) return { kind: 'sign', sign: condition.sign }
  if ('rule' in condition) return { kind: 'rule', rule: condition.rule }
  if ('atLeast' in condition) return { kind: 'count', atLeast: condition.atLeast, of: condition.of }
  return undefined
}

const groupOf = (condition: Condition): { how: 'all' | 'one'; parts: Condition[] } | undefined => {
  if ('anyOf' in condition) return { how: 'one', parts: condition.anyOf }
  if ('allOf' in condition) return { how: 'all', parts: condition.allOf }
  return undefined
}

const leafOrDeeper = (condition: Condition): Leaf | Deeper => findLeaf(condition) ?? { kind: 'deeper', condition }

const memberOf = (condition: Condition): Member => {
  const group = groupOf(condition)
  return group ? { kind: 'group', how: group.how, members: group.parts.map(leafOrDeeper) } : leafOrDeeper(condition)
}

export const takeApart = (condition: Condition): Built => {
  const group = groupOf(condition)
  if (group) return { how: group.how, alone: false, members: group.parts.map(memberOf) }
  const leaf = findLeaf(condition)
  if (leaf?.kind === 'count') return { how: 'atLeast', count: leaf }
  return { how: 'all', alone: true, members: leaf ? [leaf] : [] }
}

const list = (how: 'all' | 'one', parts: Condition[]): Condition =>
  how === 'one' ? { anyOf: parts } : { allOf: parts }

const conditionOf = (member: Member): Condition => {
  switch (member.kind) {
    case 'sign':
      return { sign: member.sign }
    case 'rule':
      return { rule: member.rule }
    case 'count':
      return { atLeast: member.atLeast, of: member.of }
    case 'deeper':
      return member.condition
    case 'group':
      return list(member.how, member.members.map(conditionOf))
  }
}

const isWhole = (member: Member): boolean => member.kind !== 'group' || member.members.length > 0

/** The condition, or undefined while a list in it is still empty. */
export const build = (built: Built): Condition | undefined => {
  if (built.how === 'atLeast') return conditionOf(built.count)
  const [first] = built.members
  if (!first || !built.members.every(isWhole)) return undefined
  return built.alone && built.members.length === 1 && first.kind !== 'group'
    ? conditionOf(first)
    : list(built.how, built.members.map(conditionOf))
}

const isSign = (member: Member) => member.kind === 'sign'
const onlySigns = ({ strength, dimension, howKnown, signs }: Selector): boolean =>
  signs !== undefined && !strength && !dimension && !howKnown

/** Whether "at least so many of these" can be said of it: only signs are counted. */
export const canCount = (built: Built): boolean =>
  built.how === 'atLeast' ||
  built.members.every(isSign) ||
  (built.members.length === 1 && built.members[0]?.kind === 'count')

/** The same members, joined otherwise. Nothing is lost: what cannot be listed stays a count. */
export const joined = (built: Built, how: How): Built => {
  if (built.how === how) return built
  if (built.how === 'atLeast') {
    const { count } = built
    const members: Member[] = onlySigns(count.of)
      ? (count.of.signs ?? []).map((sign) => ({ kind: 'sign', sign }))
      : [count]
    return how === 'atLeast' ? built : { how, alone: false, members }
  }
  if (how !== 'atLeast') return { ...built, how, alone: false }
  const [first] = built.members
  if (first?.kind === 'count' && built.members.length === 1) return { how, count: first }
  if (!canCount(built)) return built
  const signs = built.members.flatMap((member) => (member.kind === 'sign' ? [member.sign] : []))
  return { how, count: { kind: 'count', atLeast: Math.max(1, Math.min(2, signs.length)), of: { signs } } }
}

/** The members with a sign among them, or without it. */
export const withTick = <M extends Member>(members: readonly M[], sign: string, on: boolean): (M | Leaf)[] =>
  on
    ? [...members, { kind: 'sign', sign }]
    : members.filter((member) => !(member.kind === 'sign' && member.sign === sign))

export const signsAmong = (members: readonly Member[]): string[] =>
  members.flatMap((member) => (member.kind === 'sign' ? [member.sign] : []))

/** A selector with one of its lines written anew; an empty line says nothing and is left out. */
export const withLine = <K extends keyof Selector>(of: Selector, line: K, value: Selector[K]): Selector => {
  const { [line]: _, ...others } = of
  return value === undefined ? others : { ...others, [line]: value }
}
