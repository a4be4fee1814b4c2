import { type Condition, type Rule, type Selector, ruleMessage } from '@ariadne/domain/screening'
import type { Reading } from '../../../../lib/content/texts.ts'
import { isolate } from '../../../../lib/i18n/isolate.ts'
import { useFormat } from '../../../../lib/i18n/format.ts'
import { useT } from '../../../../lib/i18n/text.tsx'

/** What a rule asks for and leads to, as one sentence. A group inside stands in brackets. */
export const useSay = (reading: Reading) => {
  const t = useT()
  const format = useFormat()
  const quoted = (id: string) => t('signs.say.quoted', { words: isolate(reading.get(id)) })
  const listed = (parts: readonly string[]) => parts.join(t('signs.say.between'))

  const counted = (count: number, { signs, ...kinds }: Selector): string => {
    const said = (['strength', 'dimension', 'howKnown'] as const).flatMap((line) => {
      const wanted: readonly string[] | undefined = kinds[line]
      return wanted ? [format.either(wanted.map((one) => t(`codes.screening.${line}.${one}`)))] : []
    })
    const many = t('signs.rule.atLeast', { count })
    const ofKind = said.length > 0 ? t('signs.say.kind', { many, kinds: listed(said) }) : many
    return signs
      ? t('signs.say.among', { many: ofKind, list: listed(signs.map((id) => quoted(`sign.${id}.label`))) })
      : ofKind
  }
  const say = (condition: Condition, isInside = false): string => {
    if ('sign' in condition) return quoted(`sign.${condition.sign}.label`)
    if ('rule' in condition) return t('signs.say.ruleHolds', { rule: quoted(ruleMessage(condition.rule)) })
    if ('atLeast' in condition) {
      const said = counted(condition.atLeast, condition.of)
      return isInside && condition.of.signs ? t('signs.say.inside', { said }) : said
    }
    const parts = 'anyOf' in condition ? condition.anyOf : condition.allOf
    const list = listed(parts.map((part) => say(part, true)))
    const said = t('anyOf' in condition ? 'signs.say.one' : 'signs.say.all', { list })
    return isInside ? t('signs.say.inside', { said }) : said
  }
  return {
    say,
    sayRule: ({ outcome, when }: Pick<Rule, 'outcome' | 'when'>): string =>
      t('signs.say.rule', { outcome: t(`codes.screening.outcome.${outcome}`), what: say(when) }),
  }
}
