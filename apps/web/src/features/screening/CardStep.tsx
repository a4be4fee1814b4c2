import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { Icon } from '../../components/Icon.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { makeCardCode } from '../../lib/card/code.ts'
import { findProfile } from '../../lib/content/bundle.ts'
import { useBundleIn } from '../../lib/content/interview.ts'
import { findReading, read } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { Frame } from './Frame.tsx'
import { HelpCard } from './HelpCard.tsx'
import { useScreening } from './useScreening.tsx'

const NOWHERE = 'none'
const OFFERS = ['taken', 'refused', 'not_offered'] as const

/** The neutral card: offered alone, free to refuse. The code is made here; of it only a hash is ever sent. */
export const CardStep = () => {
  const { draft, change, goOn, before, bundle: content, me } = useScreening()
  const { language: mine } = useLanguage()
  const t = useT()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  // The language of the talk is what the person turned out to read; before a talk, the one they are said to speak.
  const theirs = draft.talk?.language ?? draft.language
  const { bundle } = useBundleIn(content, theirs)
  const { card } = bundle
  const { offer, code, placeId = NOWHERE } = draft.card
  const kept = useRead('GET /api/cards/places', {})
  const places = kept.state === 'ready' ? kept.data.places : []
  // A card on which somebody must still write what it is for is no card: then it is the officer's language.
  const language = card && findReading(card.texts, theirs)?.has('show') ? theirs : mine
  // Words that nobody has confirmed do not leave the house on paper where lives depend on them (DESIGN rule 10).
  const isHeld = (words: string) => me.instance.mode === 'live' && card !== null && read(card.texts, words).draft
  const isHeldBack = isHeld(language)

  return (
    <Frame step="card">
      <QuestionPage
        titleId="screening.title"
        question={<T id="card.question" />}
        hint={<T id="card.hint" />}
        why={<T id="card.why" />}
        back={before('card')}
        errors={errors}
        onContinue={() => {
          if (offer) goOn('card')
          else setErrors([{ field: 'offer', message: t('card.offer.missing') }])
        }}
      >
        {card && !code && !isHeldBack && (
          <p className="field">
            <Button
              kind="secondary"
              onClick={() => change((now) => ({ ...now, card: { ...now.card, code: makeCardCode() } }))}
            >
              <T id="card.make" />
            </Button>
          </p>
        )}
        {isHeldBack && (
          <div className="field">
            <Callout tone="warn" title={t('card.heldBack')} />
          </div>
        )}
        {card && code && !isHeldBack && (
          <>
            {places.length > 0 && (
              <Radios
                name="place"
                label={t('card.place')}
                hint={t('card.place.hint')}
                choices={[
                  { value: NOWHERE, label: t('card.place.none') },
                  ...places.map(({ placeId: value, where, when }) => ({
                    value,
                    label: <bdi>{where}</bdi>,
                    hint: when ? <bdi>{when}</bdi> : undefined,
                  })),
                ]}
                value={placeId}
                onChange={(next) => change((now) => ({ ...now, card: { ...now.card, placeId: next } }))}
              />
            )}
            <div className="field card-show">
              <HelpCard
                card={card}
                code={code}
                language={language}
                second={isHeld(mine) ? language : mine}
                place={places.find((one) => one.placeId === placeId)}
                country={findProfile(bundle, me.instance.country)}
              />
              <div className="row no-print">
                <Button kind="secondary" onClick={() => window.print()}>
                  <Icon name="print" />
                  <T id="card.print" />
                </Button>
                {language !== theirs && (
                  <Tag tone="warn">
                    <T id="card.otherLanguage" />
                  </Tag>
                )}
                {read(card.texts, language).draft && (
                  <Tag tone="warn">
                    <T id="talk.draftTexts" />
                  </Tag>
                )}
              </div>
            </div>
          </>
        )}
        <Radios
          name="offer"
          label={t('card.offer')}
          error={errorOf(errors, 'offer')}
          choices={OFFERS.filter((value) => value !== 'taken' || code !== null).map((value) => ({
            value,
            label: t(`card.offer.${value}`),
            hint: t(`card.offer.${value}.hint`),
          }))}
          value={offer ?? undefined}
          onChange={(next) => change((now) => ({ ...now, card: { ...now.card, offer: next } }))}
        />
      </QuestionPage>
    </Frame>
  )
}
