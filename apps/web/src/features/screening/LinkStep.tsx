import type { Screening } from '@ariadne/domain'
import { useState } from 'react'
import { Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { useActWords } from '../../components/act/words.ts'
import { TextField } from '../../components/TextField.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { readCardCode } from '../../lib/card/code.ts'
import type { OutboxEntry } from '../../lib/device/outbox.ts'
import { useOutbox } from '../../lib/device/sender.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { Frame } from './Frame.tsx'
import { useScreening } from './useScreening.tsx'

const BY_CARD = 'card'
const NONE = 'none'
const MOST = 12

interface Earlier {
  readonly id: string
  readonly at: string
  readonly way: string | null
  readonly met: { readonly ageBand: string; readonly sex: string; readonly placeType: string } | null
}

/** A talk that has not gone out yet, as it will be listed once it has. */
const asEarlier = ({ subject, at, body }: OutboxEntry): Earlier => {
  const { screening } = (body ?? {}) as { screening?: Screening }
  return { id: subject, at, way: screening?.way ?? null, met: screening?.encounter ?? null }
}

/** What tells one's talks apart: who, roughly, at what kind of place; then when and in which way. Codes, never a name. */
const useEarlierWords = () => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const { code } = useActWords()
  return ({ at, way, met }: Earlier): { label: string; hint?: string } => {
    const when = [format.dateTime(at), way && has(`screening.way.${way}`) ? t(`screening.way.${way}`) : '']
    const told = when.filter(Boolean).join(' · ')
    if (!met) return { label: told }
    const who = [code(met.ageBand, 'ageBand'), t(`codes.gender.${met.sex}`), code(met.placeType, 'placeType')]
    return { label: who.join(' · '), hint: told }
  }
}

/**
 * Which talk this one goes on from: one of one's own, by a few coded facts and its time, or the code on the person's card. It is linked; what was said then
 * is not shown here.
 */
export const LinkStep = () => {
  const { draft, change, goOn, before } = useScreening()
  const t = useT()
  const wordsOf = useEarlierWords()
  const mine = useRead('GET /api/screenings/mine', { query: {} })
  const waiting = useOutbox().filter((entry) => entry.kind === 'screening.submit' && entry.state !== 'sent')
  const { follows } = draft
  const [code, setCode] = useState(follows && 'code' in follows ? follows.code : '')
  const [chosen, setChosen] = useState(follows === null ? '' : 'code' in follows ? BY_CARD : follows.screeningId)
  const [errors, setErrors] = useState<readonly FieldError[]>([])

  const received = mine.state === 'ready' ? mine.data.entries : []
  const earlier: Earlier[] = [
    ...waiting.map(asEarlier),
    // An answer that this device kept from before has no facts yet.
    ...received.map((one) => ({ id: one.screeningId, at: one.finishedAt, way: one.way, met: one.met ?? null })),
  ].slice(0, MOST)
  // A reminder may lead here from a colleague's talk, which stands in no list of one's own.
  const listed = chosen === '' || chosen === BY_CARD || chosen === NONE || earlier.some(({ id }) => id === chosen)

  const check = () => {
    if (chosen === '') return setErrors([{ field: 'earlier', message: t('screening.link.missing') }])
    if (chosen === NONE) {
      // Without a thread it is a talk of its own: nobody has to guess a link, or to stop here.
      change({ follows: null, way: 'private_talk' })
      return goOn('link')
    }
    if (chosen !== BY_CARD) {
      change({ follows: { screeningId: chosen } })
      return goOn('link')
    }
    const read = readCardCode(code)
    if (!read) return setErrors([{ field: 'code', message: t('screening.link.code.wrong') }])
    change({ follows: { code: read } })
    goOn('link')
  }
  return (
    <Frame step="link">
      <QuestionPage
        titleId="screening.title"
        question={<T id="screening.link.question" />}
        hint={<T id="screening.link.hint" />}
        why={<T id="screening.link.why" />}
        back={before('link')}
        errors={errors}
        onContinue={check}
      >
        <Radios
          name="earlier"
          label={t('screening.link.label')}
          error={errorOf(errors, 'earlier')}
          choices={[
            ...(listed ? [] : [{ value: chosen, label: t('screening.link.reminder') }]),
            { value: BY_CARD, label: t('screening.link.card'), hint: t('screening.link.card.hint') },
            ...earlier.map((one) => ({ value: one.id, ...wordsOf(one) })),
            { value: NONE, label: t('screening.link.none'), hint: t('screening.link.none.hint') },
          ]}
          value={chosen}
          onChange={setChosen}
        />
        {chosen === BY_CARD && (
          <TextField
            name="code"
            label={t('screening.link.code')}
            error={errorOf(errors, 'code')}
            value={code}
            onChange={setCode}
            autoComplete="off"
          />
        )}
      </QuestionPage>
    </Frame>
  )
}
