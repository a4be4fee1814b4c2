import {
  type Answers,
  ENGINE_RULES,
  type IndicatorSet,
  type Rule,
  evaluate,
  ruleMessage,
} from '@ariadne/domain/screening'
import { useMemo, useState } from 'react'
import { Tag } from '../../../../components/Tag.tsx'
import type { Reading } from '../../../../lib/content/texts.ts'
import { directionOf } from '../../../../lib/i18n/languages.ts'
import { T, useT } from '../../../../lib/i18n/text.tsx'
import { SignTicks } from './SignTicks.tsx'

/** Somebody about whom nothing but signs is known: only then is it the rules that are tried, and not the floors above them. */
const about = (subject: IndicatorSet['subject']): Answers['circumstances'] => ({
  childOrDoubt: subject === 'child' ? 'yes' : 'no',
  accompaniment: subject === 'child' ? 'accompanied' : 'na',
  selfIdentified: false,
  dangerNow: false,
})

const findOutcome = (set: IndicatorSet, present: readonly string[], of = set.subject) => {
  try {
    return evaluate(set, { present: [...present], circumstances: about(of) })
  } catch {
    // A rule that names what is not there, or runs in a circle: its problem stands at that rule.
    return undefined
  }
}

/** Whether one rule holds, also where another decides: with all of them leading to the same, all that hold are named. */
const isMet = (set: IndicatorSet, rule: Rule, present: readonly string[]): boolean => {
  const level = { ...set, rules: set.rules.map((one) => ({ ...one, outcome: 'watch' as const })) }
  return findOutcome(level, present, 'adult')?.ruleIds.includes(rule.id) ?? false
}

/** Tick signs, and see at once what the draft would say, and which rule says it. */
export const TryIt = ({ set, rule, reading }: { set: IndicatorSet; rule: Rule; reading: Reading }) => {
  const t = useT()
  const [ticked, setTicked] = useState<readonly string[]>([])
  const active = useMemo(() => set.signs.filter(({ status }) => status === 'active'), [set.signs])
  const present = ticked.filter((id) => active.some((sign) => sign.id === id))
  const found = findOutcome(set, present)
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  return (
    <section className="try-it" aria-labelledby="try-it-title">
      <h2 id="try-it-title">
        <T id="signs.try.title" />
      </h2>
      <div role="status">
        {found ? (
          <>
            <p>
              <Tag tone={found.outcome === 'act_now' ? 'danger' : found.outcome === 'refer' ? 'warn' : 'plain'}>
                <T id={`codes.screening.outcome.${found.outcome}`} />
              </Tag>
            </p>
            <ul className="plain-list small">
              {[...new Set(found.ruleIds.length > 0 ? found.ruleIds : [found.ruleId])].map((id) => (
                <li key={id}>
                  {(ENGINE_RULES as readonly string[]).includes(id) ? (
                    <T id={ruleMessage(id)} />
                  ) : (
                    <span {...own}>{reading.get(ruleMessage(id))}</span>
                  )}
                </li>
              ))}
            </ul>
            <p className="small">
              <T id={isMet(set, rule, present) ? 'signs.try.holds' : 'signs.try.holdsNot'} />
            </p>
          </>
        ) : (
          <p className="small">
            <T id="signs.try.cannot" />
          </p>
        )}
      </div>
      <SignTicks
        name="try"
        label={t('signs.try.ticks')}
        hint={t(set.subject === 'child' ? 'signs.try.child' : 'signs.try.adult')}
        signs={active}
        reading={reading}
        value={present}
        onTick={(sign, on) => setTicked(on ? [...present, sign] : present.filter((one) => one !== sign))}
      />
    </section>
  )
}
