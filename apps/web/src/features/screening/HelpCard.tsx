import type { CardPlace } from '@ariadne/domain/helpCard'
import { Icon } from '../../components/Icon.tsx'
import { Qr } from '../../components/Qr.tsx'
import type { Bundle } from '../../lib/content/bundle.ts'
import { verified } from '../../lib/content/bundle.ts'
import { type Reading, findReading, read } from '../../lib/content/texts.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { useT } from '../../lib/i18n/text.tsx'

type Card = NonNullable<Bundle['card']>

/**
 * The card itself, as it is printed or shown: two sides, the person's language first, a second one small below it. It names
 * nobody and nothing. A line for which there is nothing to say (a number nobody has confirmed) is left out.
 */
export const HelpCard = ({
  card,
  code,
  language,
  second,
  place,
  country,
}: {
  card: Card
  code: string
  language: string
  second: string
  /** Where the person could go, as the coordinator worded it: a pictogram says what it is, in every language. */
  place?: CardPlace | undefined
  country: Bundle['countries'][number] | undefined
}) => {
  const t = useT()
  const other = read(card.texts, second)
  const theirs = findReading(card.texts, language) ?? other
  const numbers = (country?.numbers ?? []).flatMap(({ kind, number }) => {
    // The number of the police and the ambulance would say what a finder must not learn: nothing but a confirmed helpline stands here.
    const value = kind === 'emergency' ? null : verified(number)
    return value ? [value] : []
  })

  const line = (reading: Reading, name: string) => {
    if (name === 'code')
      return (
        <p key={name}>
          <bdi className="card-letters" dir="ltr">
            {code}
          </bdi>
        </p>
      )
    if (name === 'numbers')
      return numbers.length === 0 ? null : (
        <p key={name}>
          {reading.get(name)}: <bdi dir="ltr">{numbers.join(', ')}</bdi>
        </p>
      )
    return (
      <p key={name} className={name === 'title' ? 'card-title' : undefined}>
        {reading.get(name)}
      </p>
    )
  }
  const whereTo = place && (
    <p className="card-place">
      <Icon name="place" />
      <span>
        <bdi>{place.where}</bdi>
        {place.when && <bdi className="card-hours">{place.when}</bdi>}
      </span>
    </p>
  )
  const side = (names: readonly string[]) => (
    <div className="card-side" dir={directionOf(theirs.lang)}>
      {names.includes('code') && <Qr text={code} label={t('card.qr')} size="6.5rem" />}
      <div className="card-words">
        {names.includes('place') && whereTo}
        <div lang={theirs.lang} dir={directionOf(theirs.lang)}>
          {names.filter((name) => name === 'code' || theirs.has(name)).map((name) => line(theirs, name))}
        </div>
        {other.lang !== theirs.lang && (
          <div className="card-second" lang={other.lang} dir={directionOf(other.lang)}>
            {names.filter((name) => name !== 'code' && other.has(name)).map((name) => line(other, name))}
          </div>
        )}
      </div>
    </div>
  )
  return (
    <div className="help-card">
      {side(card.layout.front)}
      {side(card.layout.back)}
    </div>
  )
}
