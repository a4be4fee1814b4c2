import type { AlarmView, CommandBody, SealedPart } from '@ariadne/contract'
import { useState } from 'react'
import { Button, LinkButton } from '../../components/Button.tsx'
import { CallOff } from '../../components/CallOff.tsx'
import { Page } from '../../components/Page.tsx'
import { Reading } from '../../components/Reading.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Deadline, When } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import { callOff } from '../../lib/alarm.ts'
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
import { useMe } from '../../lib/session/me.tsx'
import { openSealed } from '../../lib/vault/parts.ts'

const ANSWERS = ['coming', 'calling', 'cannot'] as const
const LOOK_EVERY_MS = 10_000
/** Who may call and call off: as `REFERRAL_SENDERS` of the domain, which the server checks. */
const CALLERS: readonly string[] = ['first_responder', 'case_worker', 'case_coordinator', 'focal_point', 'advocate']

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
  const me = useMe()
  const [place, setPlace] = useState<{ at: string; text: string }>()
  const [busy, setBusy] = useState<string>()
  const [failed, setFailed] = useState<string>()
  if (read.state !== 'ready') return <Reading read={read} titleId="alarm.title" back="/" />
  const alarm = read.data
  const [unitId] = alarm.answerFor
  const answerAs = async (own: typeof unitId, said: CommandBody<'alarm.answer'>['answer']) => {
    if (!own) return
    setBusy(said)
    setFailed(undefined)
    try {
      const outcome = await sendNow('alarm.answer', { alarmId, unitId: own, answer: said })
      if (outcome.status !== 'accepted') setFailed(outcome.code)
      read.retry()
    } catch (error) {
      setFailed(codeOf(error))
    } finally {
      setBusy(undefined)
    }
  }
  const { placeFor, placeAt, changeFor } = alarm
  const openPlace = async () => {
    if (!placeFor || !placeAt) return
    setBusy('place')
    setFailed(undefined)
    try {
      const outcome = await sendNow('alarm.open_place', { alarmId, unitId: placeFor })
      const part = outcome.result?.['part'] as SealedPart | null | undefined
      if (part) {
        const text = await openSealed(part, me.instance.instanceId, placeFor, me)
        setPlace({ at: placeAt, text: Object.values(text).join(' · ') })
      } else setFailed(outcome.code ?? 'nothing_sealed')
    } catch (error) {
      setFailed(codeOf(error))
    } finally {
      setBusy(undefined)
    }
  }
  const caller = me.member.memberships.find((one) => alarm.callOffFor.some((own) => own === one.unitId))
  const callerFunction = caller?.functions.find((name) => CALLERS.includes(name))
  const { ageBand, ageGroup, people, sex, language: spoken, placeType } = alarm.hints
  const { screening } = alarm
  const set =
    screening && content.state === 'ready' ? findSet(content.bundle, screening.setId, screening.setVersion) : undefined
  const texts = set && readTexts(set.texts, language)
  return (
    <Page
      titleId="alarm.title"
      heading={<T id={`alarm.state.${alarm.state}`} />}
      lead={
        // Once it was called off, the page says who did instead.
        alarm.state === 'called_off' ? undefined : alarm.kind === 'outside' ? (
          <T id="alarm.lead.outside" />
        ) : (
          <T id="alarm.lead" values={{ unit: <bdi key="unit">{alarm.fromUnitName}</bdi> }} />
        )
      }
      back="/"
      width="text"
    >
      <div className="stack">
        {failed && (
          <Callout tone="danger" title={t('alarm.failed')}>
            <p>{has(`refusal.${failed}`) ? refusal(failed) : t('alarm.failed.body')}</p>
          </Callout>
        )}
        {alarm.calledOffAt && (
          <Callout title={t('alarm.callOff.title')}>
            <p>
              <T
                id="screening.alarm.callOff.done"
                values={{
                  unit: <bdi key="unit">{alarm.fromUnitName}</bdi>,
                  at: <When key="at" at={alarm.calledOffAt} show="time" />,
                }}
              />
            </p>
          </Callout>
        )}
        {caller && callerFunction && alarm.screeningId && (
          <CallOff
            label="screening.alarm.callOff"
            onCallOff={async () => {
              await callOff(alarm.screeningId ?? '', {
                instanceId: me.instance.instanceId,
                memberId: me.member.memberId,
                unitId: caller.unitId,
                function: callerFunction,
              })
              read.retry()
            }}
          />
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
                  onClick={() => void answerAs(unitId, said)}
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
        {changeFor && (
          <section className="stack" aria-label={t('alarm.change')}>
            <p>
              <strong>
                <T id={`alarm.said.${changeFor.answer}`} />
              </strong>
            </p>
            {alarm.state === 'answered' && <CameOfIt alarm={alarm} />}
            <div className="row">
              {changeFor.answer !== 'cannot' && (
                <Button
                  kind="secondary"
                  busy={busy === 'cannot'}
                  onClick={() => void answerAs(changeFor.unitId, 'cannot')}
                >
                  <T id="alarm.change.cannot" />
                </Button>
              )}
              <Button kind="quiet" busy={busy === 'undone'} onClick={() => void answerAs(changeFor.unitId, 'undone')}>
                <T id="alarm.change.undo" />
              </Button>
            </div>
          </section>
        )}
        {alarm.contactId && (
          <p>
            <LinkButton to={`/contacts/${alarm.contactId}`}>
              <T id="alarm.contact" />
            </LinkButton>
          </p>
        )}
        {placeAt && (place || placeFor) && (
          <section className="stack" aria-label={t('screening.alarm.place')}>
            {place && (
              <p className="sealed-content" dir="auto">
                <strong>{place.text}</strong>
              </p>
            )}
            {place?.at !== placeAt && placeFor && (
              <p>
                <Button busy={busy === 'place'} onClick={() => void openPlace()}>
                  <T id="alarm.place.open" />
                </Button>
              </p>
            )}
          </section>
        )}
        {!alarm.callBack && alarm.kind === 'officer' && alarm.state !== 'called_off' && (
          <p>
            <T id="alarm.callBack.none" />
          </p>
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
                ageBand || sex || ageGroup
                  ? [
                      ageBand ? code(ageBand, 'ageBand') : ageGroup ? t(`reach.age.${ageGroup}`) : '',
                      sex ? t(`codes.gender.${sex}`) : '',
                    ]
                      .filter(Boolean)
                      .join(' · ')
                  : null,
            },
            ...(people ? [{ key: 'people', label: t('alarm.people'), value: format.number(Number(people)) }] : []),
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
        {alarm.referralId && !(changeFor && alarm.state === 'answered') && (
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
                  id={`screening.alarm.${call.answer === null ? 'called' : call.afterAll ? 'afterAll' : call.answer}`}
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

/** The way on for whoever answered: to the case or the referral, or what to do while neither has come. */
const CameOfIt = ({ alarm: { cameOfIt, caseId, referralId, fromUnitName, callBack } }: { alarm: AlarmView }) => {
  if (cameOfIt === null) return null
  return (
    <>
      <p>
        <T
          id={`alarm.came.${cameOfIt}`}
          values={{ unit: <bdi key="unit">{fromUnitName}</bdi>, number: callBack ? 'yes' : 'no' }}
        />
      </p>
      {(caseId ?? referralId) && (
        <p>
          <LinkButton to={caseId ? `/cases/${caseId}` : `/referrals/${referralId}`}>
            <T id={caseId ? 'alarm.case' : 'alarm.referral'} />
          </LinkButton>
        </p>
      )}
    </>
  )
}
