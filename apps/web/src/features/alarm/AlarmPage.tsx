import { useState } from 'react'
import { Button, LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Reading } from '../../components/Reading.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Deadline, When } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import { codeOf } from '../../lib/api/problem.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { useContent } from '../../lib/content/content.ts'
import { findSet } from '../../lib/content/bundle.ts'
import { read as readTexts } from '../../lib/content/texts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'

const ANSWERS = ['coming', 'calling', 'cannot'] as const
const LOOK_EVERY_MS = 10_000

/** One alarm: what is known, who was called, and the one thing to do about it. */
export const AlarmPage = () => {
  const { alarmId } = usePathParams<'alarmId'>()
  const t = useT()
  const has = useHasText()
  const { code, refusal } = useActWords()
  const format = useFormat()
  const { language } = useLanguage()
  const content = useContent()
  const read = useRead('GET /api/alarms/{alarmId}', { params: { alarmId } }, { every: LOOK_EVERY_MS, keep: false })
  const [busy, setBusy] = useState<string>()
  const [failed, setFailed] = useState<string>()
  if (read.state !== 'ready') return <Reading read={read} titleId="alarm.title" back="/" />
  const alarm = read.data
  const [unitId] = alarm.answerFor
  const answer = async (said: (typeof ANSWERS)[number]) => {
    if (!unitId) return
    setBusy(said)
    setFailed(undefined)
    try {
      const outcome = await sendNow('alarm.answer', { alarmId, unitId, answer: said })
      if (outcome.status !== 'accepted') setFailed(outcome.code)
      read.retry()
    } catch (error) {
      setFailed(codeOf(error))
    } finally {
      setBusy(undefined)
    }
  }
  const { ageBand, sex, language: spoken, placeType } = alarm.hints
  const { screening } = alarm
  const set =
    screening && content.state === 'ready' ? findSet(content.bundle, screening.setId, screening.setVersion) : undefined
  const texts = set && readTexts(set.texts, language)
  return (
    <Page
      titleId="alarm.title"
      heading={<T id={`alarm.state.${alarm.state}`} />}
      lead={<T id="alarm.lead" values={{ unit: <bdi key="unit">{alarm.fromUnitName}</bdi> }} />}
      back="/"
      width="text"
    >
      <div className="stack">
        {failed && (
          <Callout tone="danger" title={t('alarm.failed')}>
            <p>{has(`refusal.${failed}`) ? refusal(failed) : t('alarm.failed.body')}</p>
          </Callout>
        )}
        {unitId && (
          <section className="stack" aria-label={t('alarm.answer')}>
            {alarm.dueAt && <Deadline due={alarm.dueAt} basis="target" />}
            {alarm.widensAt && (
              <p className="quiet">
                <T id="alarm.widens" values={{ at: <When key="at" at={alarm.widensAt} show="time" /> }} />
              </p>
            )}
            <div className="row">
              {ANSWERS.map((said, at) => (
                <Button
                  key={said}
                  kind={at === 0 ? 'primary' : 'secondary'}
                  size={at === 0 ? 'large' : 'medium'}
                  busy={busy === said}
                  onClick={() => void answer(said)}
                >
                  <T id={`alarm.answer.${said}`} />
                </Button>
              ))}
            </div>
            <p className="quiet">
              <T id="alarm.answer.hint" />
            </p>
          </section>
        )}
        {alarm.callBack && (
          <p>
            <T id="alarm.callBack" />{' '}
            <a className="phone" href={`tel:${alarm.callBack.replaceAll(/[^\d+]/g, '')}`}>
              <bdi dir="ltr">{alarm.callBack}</bdi>
            </a>
          </p>
        )}
        <SummaryList
          rows={[
            { key: 'raised', label: t('alarm.raised'), value: <When at={alarm.raisedAt} /> },
            { key: 'place', label: t('alarm.place'), value: placeType ? code(placeType, 'placeType') : null },
            {
              key: 'person',
              label: t('alarm.person'),
              value:
                ageBand || sex
                  ? [ageBand ? code(ageBand, 'ageBand') : '', sex ? t(`codes.gender.${sex}`) : '']
                      .filter(Boolean)
                      .join(' · ')
                  : null,
            },
            { key: 'language', label: t('alarm.language'), value: spoken ? format.language(spoken) : null },
            ...(screening && texts
              ? [
                  {
                    key: 'signs',
                    label: t('alarm.signs'),
                    value:
                      screening.present.length > 0 ? (
                        <ul className="plain-list" lang={texts.lang} dir={directionOf(texts.lang)}>
                          {screening.present.map((sign) => (
                            <li key={sign}>{texts.get(`sign.${sign}.label`)}</li>
                          ))}
                        </ul>
                      ) : (
                        t('alarm.signs.none')
                      ),
                  },
                ]
              : []),
          ]}
        />
        {alarm.referralId && (
          <p>
            <LinkButton to={`/referrals/${alarm.referralId}`} kind="secondary">
              <T id="alarm.referral" />
            </LinkButton>
          </p>
        )}
        <section aria-labelledby="calls">
          <h2 id="calls">
            <T id="alarm.calls" />
          </h2>
          <ul className="plain-list">
            {alarm.calls.map((call) => (
              <li key={call.unitId}>
                <T
                  id={call.answer === null ? 'screening.alarm.called' : `screening.alarm.${call.answer}`}
                  values={{
                    unit: <bdi key="unit">{call.unitName}</bdi>,
                    at: <When key="at" at={call.answeredAt ?? call.at} show="time" />,
                  }}
                />
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Page>
  )
}
