import { useEffect, useState } from 'react'
import { Details } from '../../components/Details.tsx'
import { Icon } from '../../components/Icon.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { SummaryList, type SummaryRow } from '../../components/SummaryList.tsx'
import { Callout } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import { codeOf } from '../../lib/api/problem.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { answersOf } from './draft.ts'
import { Frame } from './Frame.tsx'
import { isAnswered, offersCard, willRefer } from './steps.ts'
import { SubmitRefused, submitScreening } from './submit.ts'
import { useScreening } from './useScreening.tsx'

/** Everything once more, with a way back to each page, before anything is sent. */
export const Check = () => {
  const { draft, me, set, evaluation, outcome, way, reading, path, before, flush, goTo, leaveTo } = useScreening()
  const { code, refusal } = useActWords()
  const has = useHasText()
  const t = useT()
  const format = useFormat()
  const directory = useRead('GET /api/directory', {})
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<{ code: string; mayInstead?: readonly string[] }>()

  const missing = way.find((step) => !isAnswered(draft, step))
  useEffect(() => {
    if (missing) goTo(missing)
  }, [missing, goTo])

  const unitName = (unitId: string): string =>
    (directory.state === 'ready' ? directory.data.units.find((unit) => unit.unitId === unitId)?.name : undefined) ??
    unitId
  const { present, notKnown } = answersOf(draft)
  const signs = (ids: readonly string[]) => (
    <ul className="plain-list" lang={reading.lang} dir={directionOf(reading.lang)}>
      {ids.map((id) => (
        <li key={id}>{reading.get(`sign.${id}.label`)}</li>
      ))}
    </ul>
  )
  const row = (key: string, step: string, value: SummaryRow['value']): SummaryRow => ({
    key,
    label: t(`screening.check.${key}`),
    value,
    change: `${path(step)}?from=check`,
  })
  const { referral } = draft
  const refers = willRefer(draft, outcome)
  const sealedClasses = Object.entries(referral.texts).flatMap(([partClass, text]) =>
    Object.values(text ?? {}).some((entry) => entry.trim() !== '') ? [partClass] : [],
  )

  const rows: SummaryRow[] = [
    row('place', 'where', draft.placeType && code(draft.placeType, 'placeType')),
    row('time', 'where', <When at={draft.startedAt} />),
    row(
      'language',
      'where',
      draft.language && `${format.language(draft.language)} · ${code(draft.interpreter ?? '', 'interpreter')}`,
    ),
    row('safe', 'safe', draft.safeToTalk && t(`screening.safe.${draft.safeToTalk}`)),
    row(
      'person',
      'person',
      draft.ageBand && draft.sex && draft.accompaniment
        ? [
            code(draft.ageBand, 'ageBand'),
            t(`codes.gender.${draft.sex}`),
            code(draft.accompaniment, 'accompaniment'),
          ].join(' · ')
        : null,
    ),
    row('signs', 'observe', present.length > 0 ? signs(present) : t('screening.check.signs.none')),
    ...(notKnown.length > 0 ? [row('notKnown', 'observe', signs(notKnown))] : []),
    ...(draft.selfIdentified || draft.dangerNow
      ? [
          row(
            'said',
            'observe',
            format.list([
              ...(draft.selfIdentified ? [t('codes.screening.circumstance.self_identified')] : []),
              ...(draft.dangerNow ? [t('codes.screening.circumstance.danger_now')] : []),
            ]),
          ),
        ]
      : []),
    row(
      'outcome',
      'outcome',
      <>
        <strong>{t(`codes.screening.outcome.${outcome}`)}</strong>
        {draft.byHand?.reason && outcome !== evaluation.outcome && (
          <> · {t(`codes.screening.lowering.${draft.byHand.reason}`)}</>
        )}
      </>,
    ),
    ...(way.includes('refer') && !refers ? [row('referral', 'refer', t('screening.refer.basis.not_agreed'))] : []),
    ...(refers
      ? [
          row('referral', 'refer', <bdi>{unitName(referral.toUnitId)}</bdi>),
          row(
            'urgency',
            'refer',
            `${code(referral.urgency ?? '', 'urgency')} · ${referral.basis ? code(referral.basis, 'basis') : ''}`,
          ),
          row(
            'sealed',
            'sealed',
            sealedClasses.length > 0 ? (
              <span className="locked">
                <Icon name="lock" size={16} />{' '}
                {format.list(
                  sealedClasses.map((partClass) =>
                    partClass === 'contact' ? t('screening.sealed.place') : code(partClass),
                  ),
                )}
              </span>
            ) : null,
          ),
          row(
            'handed',
            'handed',
            referral.handed === 'yes' ? (
              <bdi>{`${referral.handedTo.workerName} · ${unitName(referral.handedTo.unitId)}`}</bdi>
            ) : (
              t('screening.handed.notYet')
            ),
          ),
        ]
      : []),
    ...(offersCard(draft, outcome) && draft.card.offer
      ? [row('card', 'card', t(`card.offer.${draft.card.offer}`))]
      : []),
  ]

  const send = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      await flush()
      await submitScreening(draft, evaluation, outcome, me)
      leaveTo(`/screening/${draft.screeningId}/sent?set=${set.set.id}&version=${encodeURIComponent(set.set.version)}`)
    } catch (error) {
      setFailed(error instanceof SubmitRefused ? error.refusal : { code: codeOf(error) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Frame step="check">
      <QuestionPage
        titleId="screening.title"
        question={<T id="screening.check.question" />}
        hint={<T id={refers ? 'screening.check.hint.refer' : 'screening.check.hint'} />}
        back={before('check')}
        onContinue={() => void send()}
        continueLabel={<T id={refers ? 'screening.check.send.refer' : 'screening.check.send'} />}
        busy={busy}
      >
        {failed && (
          <div className="field" role="alert">
            <Callout tone="danger" title={t('screening.check.failed')}>
              <p>
                {has(`refusal.${failed.code}`)
                  ? refusal(failed.code, failed.mayInstead)
                  : t('screening.check.failed.body')}
              </p>
              {sealedClasses.length > 0 && /trust|root|unit_not/.test(failed.code) && (
                <p>
                  <T id="screening.check.failed.sealed" />
                </p>
              )}
            </Callout>
          </div>
        )}
        <SummaryList rows={rows} />
        {refers && (
          <Details summary={t('screening.check.preview')}>
            <p>
              <T id="screening.check.preview.coded" />
            </p>
            <p>
              <T id="screening.check.preview.sealed" />
            </p>
            <p>
              <T id="screening.check.preview.never" />
            </p>
          </Details>
        )}
      </QuestionPage>
    </Frame>
  )
}
