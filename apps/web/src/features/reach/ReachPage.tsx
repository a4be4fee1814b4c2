import { derivedFrom, namesOf } from '@ariadne/domain/interviewLanguages'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Radios } from '../../components/Choices.tsx'
import { Details } from '../../components/Details.tsx'
import { ErrorSummary, type FieldError, errorOf } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Page } from '../../components/Page.tsx'
import { LanguageField } from '../../components/pickers.tsx'
import { Qr } from '../../components/Qr.tsx'
import { Callout } from '../../components/Tag.tsx'
import { TextArea } from '../../components/TextField.tsx'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { AskState } from './AskState.tsx'
import { ReachLanguage } from './ReachLanguage.tsx'
import { OutsideError, type ReachInfo, type SentWord, type Word, findReach, sendWord } from './outside.ts'
import './reach.css'

const ABOUT = ['myself', 'someone_i_know', 'someone_my_organisation_met'] as const
const AGES = ['adult', 'child', 'unknown'] as const
const ANSWER_BY = ['will_ask_with_code', 'call', 'message', 'come_to_place'] as const
const DANGER = ['yes', 'no'] as const
const MOST_LETTERS = 2000

type Draft = { readonly [K in keyof Word]: Word[K] | null }
const nothing: Draft = {
  about: null,
  age: null,
  dangerNow: null,
  language: null,
  answerBy: 'will_ask_with_code',
  unitId: null,
  text: '',
}

const Phone = ({ number }: { number: string }) => (
  <a className="phone" href={`tel:${number.replaceAll(/[^\d+]/g, '')}`}>
    <bdi dir="ltr">{number}</bdi>
  </a>
)

/**
 * For a person themselves, or for somebody who worries about one: no account, no name, nothing kept on this device. What is ticked goes as
 * codes; what is written can be read by the unit it goes to and by nobody on the way.
 */
export const ReachPage = () => {
  const { language: shown, theirs } = useLanguage()
  const reading = theirs?.language ?? shown
  const spoken = derivedFrom(reading) ?? reading
  const ownName = useCallback((code: string) => namesOf(code, shown).own, [shown])
  const [info, setInfo] = useState<ReachInfo | 'failed'>()
  const [draft, setDraft] = useState<Draft>(nothing)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<OutsideError['code']>()
  const [sent, setSent] = useState<SentWord & { dangerNow: boolean }>()
  useEffect(() => {
    void findReach().then(setInfo, () => setInfo('failed'))
  }, [])

  const known = info === 'failed' ? undefined : info
  const languages = <ReachLanguage further={known?.languages} />
  if (sent)
    return (
      <>
        {languages}
        <Sent {...sent} emergency={known?.emergency ?? null} />
      </>
    )
  const units = known?.units ?? []
  const [only] = units
  const unitId = draft.unitId ?? (units.length === 1 ? (only?.unitId ?? null) : null)
  const set = (next: Partial<Draft>) => setDraft((now) => ({ ...now, ...next }))

  const send = async () => {
    const { about, age, dangerNow, answerBy } = draft
    const missing: FieldError[] = []
    if (dangerNow === null) missing.push({ field: 'danger', message: <T id="reach.danger.missing" /> })
    if (!about) missing.push({ field: 'about', message: <T id="reach.about.missing" /> })
    if (!age) missing.push({ field: 'age', message: <T id="reach.age.missing" /> })
    if (!unitId) missing.push({ field: 'unit', message: <T id="reach.unit.missing" /> })
    setErrors(missing)
    if (dangerNow === null || !about || !age || !unitId || !answerBy || !info || info === 'failed') return
    setBusy(true)
    setFailed(undefined)
    try {
      const language = draft.language ?? spoken
      const word = { about, age, dangerNow, answerBy, unitId, language, text: draft.text ?? '' }
      setSent({ ...(await sendWord(word, info)), dangerNow })
      setDraft(nothing)
    } catch (error) {
      setFailed(error instanceof OutsideError ? error.code : 'refused')
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      {languages}
      <Page titleId="reach.title" heading={<T id="reach.heading" />} lead={<T id="reach.lead" />} width="text">
        <div className="stack">
          <Details summary={<T id="reach.safe" />}>
            <ul className="plain-list">
              {(['alone', 'exit', 'trace', 'sealed', 'police'] as const).map((one) => (
                <li key={one}>
                  <T id={`reach.safe.${one}`} />
                </li>
              ))}
            </ul>
          </Details>
          {info === 'failed' && (
            <Callout tone="warn" title={<T id="reach.failed.offline" />}>
              <p>
                <T id="reach.failed.body" />
              </p>
            </Callout>
          )}
          {info && info !== 'failed' && units.length === 0 && (
            <Callout tone="warn" title={<T id="reach.nobody" />}>
              <p>
                <T id="reach.nobody.body" />
              </p>
            </Callout>
          )}
          {info && info !== 'failed' && units.length > 0 && (
            <Form busy={busy} onSubmit={send}>
              <ErrorSummary errors={errors} />
              {failed && (
                <div className="field" role="alert">
                  <Callout tone="danger" title={<T id={`reach.failed.${failed}`} />}>
                    <p>
                      <T id="reach.failed.body" />
                    </p>
                  </Callout>
                </div>
              )}
              <Radios
                name="danger"
                label={<T id="reach.danger" />}
                error={errorOf(errors, 'danger')}
                choices={DANGER.map((value) => ({ value, label: <T id={`reach.danger.${value}`} /> }))}
                layout="tiles"
                value={draft.dangerNow === null ? undefined : draft.dangerNow ? 'yes' : 'no'}
                onChange={(value) => set({ dangerNow: value === 'yes' })}
              />
              {draft.dangerNow && (
                <div className="field" role="status">
                  <Callout tone="danger" title={<T id="reach.danger.now" />}>
                    <Emergency number={info.emergency} />
                  </Callout>
                </div>
              )}
              <Radios
                name="about"
                label={<T id="reach.about" />}
                error={errorOf(errors, 'about')}
                choices={ABOUT.map((value) => ({ value, label: <T id={`reach.about.${value}`} /> }))}
                value={draft.about ?? undefined}
                onChange={(about) => set({ about })}
              />
              <Radios
                name="age"
                label={<T id="reach.age" />}
                error={errorOf(errors, 'age')}
                choices={AGES.map((value) => ({ value, label: <T id={`reach.age.${value}`} /> }))}
                layout="tiles"
                value={draft.age ?? undefined}
                onChange={(age) => set({ age })}
              />
              <LanguageField
                name="language"
                label={<T id="reach.language" />}
                value={draft.language ?? spoken}
                {...(theirs ? { nameOf: ownName } : {})}
                onChange={(language) => set({ language })}
              />
              {units.length > 1 && (
                <Radios
                  name="unit"
                  label={<T id="reach.unit" />}
                  error={errorOf(errors, 'unit')}
                  choices={units.map((unit) => ({
                    value: unit.unitId as string,
                    label: <bdi>{unit.name}</bdi>,
                    hint: (
                      <>
                        <T id={`code.${unit.kind}`} />
                        {unit.phone && (
                          <>
                            {' · '}
                            <Phone number={unit.phone} />
                          </>
                        )}
                      </>
                    ),
                  }))}
                  value={unitId ?? undefined}
                  onChange={(next) => set({ unitId: next })}
                />
              )}
              <Radios
                name="answerBy"
                label={<T id="reach.answerBy" />}
                hint={<T id="reach.answerBy.hint" />}
                choices={ANSWER_BY.map((value) => ({ value, label: <T id={`reach.answerBy.${value}`} /> }))}
                value={draft.answerBy ?? undefined}
                onChange={(answerBy) => set({ answerBy })}
              />
              <TextArea
                name="text"
                label={<T id="reach.text" />}
                hint={<T id="reach.text.hint" />}
                optional
                maxLength={MOST_LETTERS}
                value={draft.text ?? ''}
                onChange={(text) => set({ text })}
              />
              <div className="row">
                <Button type="submit" busy={busy}>
                  <T id="reach.send" />
                </Button>
              </div>
            </Form>
          )}
          <AskState />
        </div>
      </Page>
    </>
  )
}

/** Where no number was read in a source, it is said how to find help without one. */
const Emergency = ({ number }: { number: string | null }) => (
  <p>
    {number ? (
      <>
        <T id="reach.danger.call" /> <Phone number={number} />
      </>
    ) : (
      <T id="reach.danger.noNumber" />
    )}
  </p>
)

const Sent = ({
  code,
  called,
  withinHours,
  unitName,
  dangerNow,
  emergency,
}: SentWord & { dangerNow: boolean; emergency: string | null }) => {
  const t = useT()
  return (
    <Page
      titleId="reach.title"
      heading={<T id="reach.sent" />}
      lead={
        called ? (
          <T id="reach.sent.called" />
        ) : (
          <T id="reach.sent.lead" values={{ unit: <bdi key="unit">{unitName}</bdi>, hours: withinHours }} />
        )
      }
      width="text"
    >
      <div className="stack">
        {dangerNow ? (
          <Callout tone="danger" title={<T id="reach.danger.now" />}>
            <Emergency number={emergency} />
          </Callout>
        ) : (
          emergency && (
            <p>
              <T id="reach.sent.danger" /> <Phone number={emergency} />
            </p>
          )
        )}
        <div className="reach-code">
          <Qr text={code} label={t('reach.code')} size="8rem" />
          <p>
            <span className="field-label">
              <T id="reach.code" />
            </span>
            <bdi className="card-letters" dir="ltr">
              {code}
            </bdi>
          </p>
        </div>
        <p>
          <T id="reach.sent.code" />
        </p>
        <p>
          <T id="reach.sent.next" />
        </p>
      </div>
    </Page>
  )
}
