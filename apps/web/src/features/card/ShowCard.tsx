import { useState } from 'react'
import { Confirm, Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { LanguageField } from '../../components/pickers.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Talk, type TalkProgress } from '../../components/talk/Talk.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useActWords } from '../../components/act/words.ts'
import { codeOf } from '../../lib/api/problem.ts'
import { cardCodeHash, readCardCode } from '../../lib/card/code.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { findScript } from '../../lib/content/bundle.ts'
import { languagesOf, useContentIn } from '../../lib/content/interview.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { newId } from '../../lib/id.ts'
import { useGo } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { askingUnits } from './askers.ts'

const REASONS = ['go_on', 'needs_help', 'leaving_soon', 'wants_contact'] as const
const SCRIPT = 'show-the-card'

type Step = 'card' | 'talk' | 'send'

/**
 * A person shows a card from another country. What happens is said first; the code stays in this page's memory and nowhere on the
 * device; nothing goes before the person has heard it in their language and wants it.
 */
export const ShowCard = () => {
  const me = useMe()
  const t = useT()
  const has = useHasText()
  const go = useGo()
  const format = useFormat()
  const { language: mine } = useLanguage()
  const { refusal } = useActWords()
  const directory = useDirectory()
  const units = askingUnits(me)
  const [step, setStep] = useState<Step>('card')
  const [requestId] = useState(newId)
  const [code, setCode] = useState('')
  const [toInstance, setTo] = useState<string>()
  const [reason, setReason] = useState<(typeof REASONS)[number]>()
  const [language, setLanguage] = useState('')
  const [unitId, setUnitId] = useState(units.length === 1 ? units[0]?.unitId : undefined)
  const [talk, setTalk] = useState<TalkProgress>({ at: 0, answers: {} })
  const [present, setPresent] = useState(false)
  const [willing, setWilling] = useState(false)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [failed, setFailed] = useState<string>()
  const [busy, setBusy] = useState(false)
  const { bundle } = useContentIn(language || undefined)
  const script = findScript(bundle, SCRIPT)
  const isSpoken = script !== undefined && languagesOf(bundle, script, me.instance.mode === 'live').includes(language)

  const countries = [
    ...new Map(
      directory.units
        .filter((one) => one.instanceId !== me.instance.instanceId && one.country)
        .map((one): [string, string] => [one.instanceId, format.country(one.country)]),
    ),
  ].toSorted((a, b) => format.collator.compare(a[1], b[1]))
  const countryName = countries.find(([instanceId]) => instanceId === toInstance)?.[1] ?? ''
  const unitName = units.find((one) => one.unitId === unitId)?.unitName ?? ''

  const check = () => {
    const wrong: FieldError[] = []
    if (!readCardCode(code)) wrong.push({ field: 'code', message: t('screening.link.code.wrong') })
    if (!toInstance) wrong.push({ field: 'toInstance', message: t('card.shown.country.missing') })
    if (!reason) wrong.push({ field: 'reason', message: t('card.shown.reason.missing') })
    if (!language) wrong.push({ field: 'language', message: t('card.shown.language.missing') })
    if (!unitId) wrong.push({ field: 'unitId', message: t('card.shown.unit.missing') })
    setErrors(wrong)
    if (wrong.length === 0) setStep('talk')
  }
  const send = async () => {
    const clean = readCardCode(code)
    const wrong: FieldError[] = [
      ...(present ? [] : [{ field: 'present', message: t('card.shown.present.missing') }]),
      ...(willing ? [] : [{ field: 'willing', message: t('card.shown.willing.missing') }]),
    ]
    setErrors(wrong)
    if (wrong.length > 0 || !clean || !toInstance || !reason || !unitId) return
    setBusy(true)
    setFailed(undefined)
    try {
      const outcome = await sendNow('card.show', {
        requestId,
        unitId: unitId as never,
        toInstance: toInstance as never,
        codeHash: await cardCodeHash(clean),
        reason,
        language,
        present: true,
        willing: true,
      })
      if (outcome.status === 'accepted') return go('/cards', { replace: true })
      setFailed(outcome.code ?? 'unexpected')
    } catch (error) {
      setFailed(codeOf(error))
    } finally {
      setBusy(false)
    }
  }

  if (units.length === 0)
    return (
      <Page titleId="card.shown.title" width="text" back="/">
        <Callout title={t('card.shown.notYours')} />
      </Page>
    )
  if (step === 'card')
    return (
      <QuestionPage
        titleId="card.shown.title"
        question={<T id="card.shown.question" />}
        hint={<T id="card.shown.hint" />}
        why={<T id="card.shown.why" />}
        back="/cards"
        errors={errors}
        onContinue={check}
      >
        <div className="field">
          <Callout tone="accent" title={t('card.shown.does')}>
            <ul>
              {(['goes', 'notGoes', 'answers', 'silence'] as const).map((one) => (
                <li key={one}>
                  <T id={`card.shown.does.${one}`} />
                </li>
              ))}
            </ul>
          </Callout>
        </div>
        <TextField
          name="code"
          label={t('screening.link.code')}
          error={errorOf(errors, 'code')}
          value={code}
          onChange={setCode}
          autoComplete="off"
        />
        <Radios
          name="toInstance"
          label={t('card.shown.country.label')}
          hint={t('card.shown.country.hint')}
          error={errorOf(errors, 'toInstance')}
          choices={countries.map(([value, label]) => ({ value, label }))}
          value={toInstance}
          onChange={setTo}
        />
        <Radios
          name="reason"
          label={t('card.shown.reason')}
          error={errorOf(errors, 'reason')}
          choices={REASONS.map((value) => ({ value, label: t(`card.reason.${value}`) }))}
          value={reason}
          onChange={setReason}
        />
        <LanguageField
          name="language"
          label={t('card.shown.language')}
          error={errorOf(errors, 'language')}
          value={language}
          onChange={setLanguage}
        />
        {units.length > 1 && (
          <Radios
            name="unitId"
            label={t('card.shown.unit')}
            error={errorOf(errors, 'unitId')}
            choices={units.map((one) => ({ value: one.unitId, label: one.unitName }))}
            value={unitId}
            onChange={setUnitId}
          />
        )}
      </QuestionPage>
    )
  if (step === 'talk' && script)
    return (
      <Page titleId="card.shown.title" heading={<T id="card.shown.talk" />} width="text">
        {!isSpoken && (
          <Callout tone="warn">
            <p>
              <T id="card.shown.talk.own" values={{ language: format.language(language) }} />
            </p>
          </Callout>
        )}
        <Talk
          content={script}
          language={isSpoken ? language : mine}
          progress={talk}
          onProgress={setTalk}
          onEffect={() => undefined}
          onEnd={() => {
            const [said] = talk.answers['shall_i_ask'] ?? []
            // A no is a fine end: the page forgets the code and goes back.
            if (said === 'no' || talk.answers['before']?.includes('cannot_be_alone'))
              return go('/cards', { replace: true })
            setStep('send')
          }}
        />
      </Page>
    )
  return (
    <QuestionPage
      titleId="card.shown.title"
      question={<T id="card.shown.check" />}
      hint={<T id="card.shown.check.hint" />}
      errors={errors}
      onContinue={() => void send()}
      continueLabel={<T id="card.shown.send" />}
      busy={busy}
      back="/cards"
    >
      {failed && (
        <Callout tone="danger" title={t('card.shown.failed')}>
          <p>{has(`refusal.${failed}`) ? refusal(failed) : t('card.shown.failed.body')}</p>
        </Callout>
      )}
      <div className="field">
        <SummaryList
          rows={[
            { key: 'to', label: t('card.shown.country.label'), value: countryName },
            { key: 'from', label: t('card.shown.unit'), value: <bdi>{unitName}</bdi> },
            { key: 'reason', label: t('card.shown.reason'), value: reason && t(`card.reason.${reason}`) },
            { key: 'language', label: t('card.shown.language'), value: format.language(language) },
            { key: 'code', label: t('screening.link.code'), value: t('card.shown.code.digest') },
          ]}
        />
      </div>
      {(
        [
          ['present', present, setPresent],
          ['willing', willing, setWilling],
        ] as const
      ).map(([name, value, change]) => (
        <Confirm
          key={name}
          name={name}
          label={t(`card.shown.${name}`)}
          error={errorOf(errors, name)}
          value={value}
          onChange={change}
        />
      ))}
    </QuestionPage>
  )
}
