import { canonicalJson } from '../canonicalJson.ts'
import { messagesOf } from './messages.ts'
import type { IndicatorSet, Rule, Sign, SignId } from './schema.ts'
import { findWords } from './validateTexts.ts'
import type { SetTexts } from './validateTexts.ts'

const SIGN_FIELDS = [
  'strength',
  'dimension',
  'howKnown',
  'askOrDoNext',
  'firstView',
  'status',
  'muted',
  'mapsTo',
  'source',
] as const satisfies (keyof Sign)[]

/** What changed from one version of a set to another, for showing the two side by side. Empty lists where nothing did. */
export interface SetComparison {
  readonly added: readonly SignId[]
  readonly removed: readonly SignId[]
  /** Signs that the newer version says are the same under another id. */
  readonly renamed: readonly { readonly from: SignId; readonly to: SignId }[]
  readonly changed: readonly {
    readonly sign: SignId
    readonly field: (typeof SIGN_FIELDS)[number]
    readonly before: unknown
    readonly after: unknown
  }[]
  readonly reworded: readonly {
    readonly message: string
    readonly language: string
    readonly before: string | null
    readonly after: string | null
  }[]
  readonly rules: {
    readonly added: readonly Rule[]
    readonly removed: readonly Rule[]
    readonly changed: readonly { readonly before: Rule; readonly after: Rule }[]
  }
  readonly route: { readonly before: IndicatorSet['route'] | null; readonly after: IndicatorSet['route'] | null } | null
}

const isSame = (a: unknown, b: unknown): boolean => canonicalJson([a ?? null]) === canonicalJson([b ?? null])

/** One message of the older version under the newer one's names. */
const renamedMessage = (id: string, names: ReadonlyMap<SignId, SignId>): string => {
  const [kind, name = '', ...rest] = id.split('.')
  return kind === 'sign' ? ['sign', names.get(name) ?? name, ...rest].join('.') : id
}

/** Compares two versions, of their definitions and, where given, of their words. Pure. */
export const compareSets = (
  before: IndicatorSet,
  after: IndicatorSet,
  texts?: { readonly before: SetTexts; readonly after: SetTexts },
): SetComparison => {
  const names = new Map(
    (after.mapping ?? []).flatMap((one) =>
      one.how === 'same' && one.from !== one.to ? [[one.from, one.to] as const] : [],
    ),
  )
  const older = new Map(before.signs.map((sign) => [names.get(sign.id) ?? sign.id, sign]))
  const newer = new Map(after.signs.map((sign) => [sign.id, sign]))
  const rulesBefore = new Map(before.rules.map((rule) => [rule.id, rule]))
  const rulesAfter = new Map(after.rules.map((rule) => [rule.id, rule]))

  const reworded = texts
    ? Object.keys({ ...texts.before, ...texts.after }).flatMap((language) => {
        const was = new Map(
          messagesOf(before).map((id) => [renamedMessage(id, names), findWords(texts.before[language]?.[id])]),
        )
        return messagesOf(after)
          .filter((id) => was.has(id))
          .map((message) => ({
            message,
            language,
            before: was.get(message) ?? null,
            after: findWords(texts.after[language]?.[message]) ?? null,
          }))
          .filter((one) => one.before !== one.after)
      })
    : []
  return {
    added: [...newer.keys()].filter((id) => !older.has(id)),
    removed: [...older].flatMap(([id, sign]) => (newer.has(id) ? [] : [sign.id])),
    renamed: [...names].map(([from, to]) => ({ from, to })),
    changed: [...newer].flatMap(([id, sign]) => {
      const was = older.get(id)
      if (!was) return []
      return SIGN_FIELDS.filter((field) => !isSame(was[field], sign[field])).map((field) => ({
        sign: id,
        field,
        before: was[field] ?? null,
        after: sign[field] ?? null,
      }))
    }),
    reworded,
    rules: {
      added: after.rules.filter(({ id }) => !rulesBefore.has(id)),
      removed: before.rules.filter(({ id }) => !rulesAfter.has(id)),
      changed: after.rules.flatMap((rule) => {
        const was = rulesBefore.get(rule.id)
        return was && !isSame(was, rule) ? [{ before: was, after: rule }] : []
      }),
    },
    route: isSame(before.route, after.route) ? null : { before: before.route ?? null, after: after.route ?? null },
  }
}
