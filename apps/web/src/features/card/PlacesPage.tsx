import type { Place } from '@ariadne/contract'
import { CARD_PLACES_AT_MOST, CardPlace, tellingWord } from '@ariadne/domain/helpCard'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Confirm } from '../../components/Choices.tsx'
import { type FieldError, ErrorSummary, errorOf } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { Tag } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { When } from '../../components/When.tsx'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { newId } from '../../lib/id.ts'
import { T, useT } from '../../lib/i18n/text.tsx'

/** Where somebody may go with a card: doors open to all, kept by the country's coordinator, named on a card by the officer. */
export const PlacesPage = () => {
  const read = useRead('GET /api/cards/places', {})
  const t = useT()
  const words = useActWords()
  const { busy, outcome, send } = useAnswer()
  if (read.state !== 'ready') return <Reading read={read} titleId="card.places.title" back="/cards" />
  const { places, mayKeep } = read.data
  return (
    <Page titleId="card.places.title" lead={<T id="card.places.lead" />} back="/cards">
      <div className="stack">
        <AsOf at={read.asOf} />
        {outcome && <OutcomeCallout outcome={outcome} words={words} />}
        <Queue<Place>
          caption={t('card.places.list')}
          hideCaption
          rows={places}
          rowKey={(place) => place.placeId}
          columns={[
            { key: 'where', label: t('card.places.where'), heads: true, cell: (place) => <bdi>{place.where}</bdi> },
            { key: 'when', label: t('card.places.when'), cell: (place) => <bdi>{place.when}</bdi> },
            { key: 'asked', label: t('card.places.asked'), cell: (place) => <Asked place={place} /> },
            ...(mayKeep
              ? [
                  {
                    key: 'keep',
                    label: t('card.places.keep'),
                    cell: ({ placeId }: Place) => (
                      <span className="row">
                        <Button
                          kind="secondary"
                          size="small"
                          busy={busy}
                          onClick={() => void send(() => sendNow('card.place_confirm', { placeId }))}
                        >
                          <T id="card.places.confirm" />
                        </Button>
                        <Button
                          kind="quiet"
                          size="small"
                          busy={busy}
                          onClick={() => void send(() => sendNow('card.place_remove', { placeId }))}
                        >
                          <T id="card.places.remove" />
                        </Button>
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
          empty={<EmptyState kind="none-yet" title={t('card.places.none')} />}
        />
        {mayKeep && places.length < CARD_PLACES_AT_MOST && <AddPlace key={places.length} />}
        {!mayKeep && (
          <p className="quiet">
            <T id="card.places.keeper" />
          </p>
        )}
      </div>
    </Page>
  )
}

const Asked = ({ place: { confirmedBy, confirmedAt, stale } }: { place: Place }) => (
  <>
    <When at={confirmedAt} show="date" />
    <br />
    <bdi className="quiet small">{confirmedBy}</bdi>{' '}
    {stale && (
      <Tag tone="warn">
        <T id="card.places.stale" />
      </Tag>
    )}
  </>
)

const AddPlace = () => {
  const t = useT()
  const words = useActWords()
  const { busy, outcome, send } = useAnswer()
  const [placeId] = useState(newId)
  const [where, setWhere] = useState('')
  const [when, setWhen] = useState('')
  const [agreed, setAgreed] = useState(false)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const telling = (field: string, text: string): FieldError[] => {
    const word = tellingWord(text)
    return word === undefined ? [] : [{ field, message: t('card.places.telling', { word }) }]
  }
  const save = async () => {
    const wrong = [
      ...(CardPlace.shape.where.safeParse(where).success
        ? telling('where', where)
        : [{ field: 'where', message: t('card.places.where.missing') }]),
      ...telling('when', when),
      ...(agreed ? [] : [{ field: 'agreed', message: t('card.places.agreed.missing') }]),
    ]
    setErrors(wrong)
    if (wrong.length === 0) await send(() => sendNow('card.place_add', { placeId, where, when, agreed: true }))
  }
  return (
    <section aria-labelledby="add-place" className="stack">
      <h2 id="add-place">
        <T id="card.places.add" />
      </h2>
      <Form busy={busy} onSubmit={save}>
        <ErrorSummary errors={errors} />
        {outcome && <OutcomeCallout outcome={outcome} words={words} />}
        <TextField
          name="where"
          label={t('card.places.where')}
          hint={t('card.places.where.hint')}
          error={errorOf(errors, 'where')}
          maxLength={90}
          value={where}
          onChange={setWhere}
        />
        <TextField
          name="when"
          label={t('card.places.when')}
          error={errorOf(errors, 'when')}
          maxLength={60}
          value={when}
          onChange={setWhen}
        />
        <Confirm
          name="agreed"
          label={t('card.places.agreed')}
          error={errorOf(errors, 'agreed')}
          value={agreed}
          onChange={setAgreed}
        />
        <Button type="submit" busy={busy}>
          <T id="card.places.save" />
        </Button>
      </Form>
    </section>
  )
}
