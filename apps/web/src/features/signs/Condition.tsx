import type { Condition, Rule, Selector } from '@ariadne/domain/screening'
import { ruleMessage } from '@ariadne/domain/screening'
import type { Reading } from '../../lib/content/texts.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'

/** A rule as its set words it, and below what exactly it asks for. */
export const RuleInWords = ({ rule, reading }: { rule: Rule; reading: Reading }) => {
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  return (
    <div className="rule">
      <p {...own}>{reading.get(ruleMessage(rule.id))}</p>
      <div className="quiet small rule-exactly">
        <ConditionInWords condition={rule.when} reading={reading} />
        {rule.route && (
          <p>
            <T id={`codes.screening.route.${rule.route}`} />
          </p>
        )}
      </div>
    </div>
  )
}

const SelectorInWords = ({ of, count, reading }: { of: Selector; count: number; reading: Reading }) => {
  const t = useT()
  const format = useFormat()
  const kinds = [
    ...(of.strength ?? []).map((one) => t(`codes.screening.strength.${one}`)),
    ...(of.dimension ?? []).map((one) => t(`codes.screening.dimension.${one}`)),
    ...(of.howKnown ?? []).map((one) => t(`codes.screening.howKnown.${one}`)),
  ]
  return (
    <>
      <T id="signs.rule.atLeast" values={{ count }} />
      {kinds.length > 0 && (
        <>
          {' '}
          <T id="signs.rule.ofKind" values={{ kinds: format.facts(kinds) }} />
        </>
      )}
      {of.signs && (
        <ul className="plain-list" lang={reading.lang} dir={directionOf(reading.lang)}>
          {of.signs.map((id) => (
            <li key={id}>{reading.get(`sign.${id}.label`)}</li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What a condition asks for, in words: there is no "not", only what has to be there. */
export const ConditionInWords = ({ condition, reading }: { condition: Condition; reading: Reading }) => {
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  if ('sign' in condition) return <span {...own}>{reading.get(`sign.${condition.sign}.label`)}</span>
  if ('rule' in condition) return <span {...own}>{reading.get(ruleMessage(condition.rule))}</span>
  if ('atLeast' in condition) return <SelectorInWords of={condition.of} count={condition.atLeast} reading={reading} />
  const parts = 'anyOf' in condition ? condition.anyOf : condition.allOf
  return (
    <>
      <T id={'anyOf' in condition ? 'signs.rule.anyOf' : 'signs.rule.allOf'} />
      <ul className="plain-list">
        {parts.map((part) => (
          <li key={JSON.stringify(part)}>
            <ConditionInWords condition={part} reading={reading} />
          </li>
        ))}
      </ul>
    </>
  )
}
