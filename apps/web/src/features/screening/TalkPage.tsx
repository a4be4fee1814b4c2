import { derivedFrom } from '@ariadne/domain/interviewLanguages'
import { useEffect, useState } from 'react'
import { HowThisWorks, Page } from '../../components/Page.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { LanguageChoice } from '../../components/talk/LanguageChoice.tsx'
import { useTextsIn } from '../../components/talk/otherLanguage.ts'
import { type Effect, Talk } from '../../components/talk/Talk.tsx'
import { Opened, useIsOpen } from '../../components/training/Opened.tsx'
import { findProfile, findScript, verified } from '../../lib/content/bundle.ts'
import { languagesOf, useBundleIn } from '../../lib/content/interview.ts'
import { type Reading, read, speaks } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo } from '../../lib/params.ts'
import { isChild } from './draft.ts'
import { AlwaysThere } from './Frame.tsx'
import { Phone } from './OnDuty.tsx'
import { SignList } from './SignList.tsx'
import { firstOpen } from './steps.ts'
import { useScreening } from './useScreening.tsx'
import './screening.css'

/**
 * No talk before it is known whether it may be a child, or where it is not safe: its address, from wherever it comes, leads to what
 * has to be answered first.
 */
export const TalkPage = () => {
  const { draft, outcome, path } = useScreening()
  const go = useGo()
  const first =
    draft.ageBand === null ? firstOpen(draft, outcome) : draft.safeToTalk === 'yes' ? undefined : ('observe' as const)
  const address = first && path(first)
  useEffect(() => {
    if (address) go(address, { replace: true })
  }, [address, go])
  return address ? null : <OpenTalk />
}

/** The talk: the script for an adult or for a child, in the person's language beside the officer's. */
const OpenTalk = () => {
  const { draft, change, goTo, bundle, me } = useScreening()
  const { language: mine } = useLanguage()
  const t = useT()
  const child = isChild(draft) === true
  const id = child ? 'first-talk-child' : 'first-talk-adult'
  const begun = draft.talk?.scriptId === id ? draft.talk.version : undefined
  const script = findScript(bundle, id, begun) ?? findScript(bundle, id)
  const offered = script ? languagesOf(bundle, script, me.instance.mode === 'live') : []
  const kept = draft.talk?.scriptId === script?.script.id ? draft.talk : null
  const language = kept?.language ?? (offered.includes(draft.language) ? draft.language : undefined)
  const [isChoosing, setChoosing] = useState(language === undefined)
  const theirTexts = useTextsIn(language ?? mine)
  const worded = useBundleIn(bundle, language)
  const profile = findProfile(bundle, me.instance.country)

  const isOpen = useIsOpen('guided_screening')
  const leave = () => goTo('observe')
  const begin = (chosen: string) => {
    change({
      talk: {
        scriptId: id,
        ...(script ? { version: script.script.version } : {}),
        language: chosen,
        at: kept?.at ?? 0,
        answers: kept?.answers ?? {},
      },
    })
    setChoosing(false)
  }
  const onEffect = (effect: Effect) => {
    if (effect === 'self_identified') change({ selfIdentified: true })
    if (effect === 'act_now') {
      change({ dangerNow: true })
      goTo('danger')
    }
  }
  const sayIn = (reading: Reading, id: string): string =>
    reading.lang === language ? (theirTexts[id] ?? t(id)) : t(id)
  const insert = (name: string, reading: Reading) => {
    if (name === 'indicator_set') return <SignList />
    if (name === 'must_report')
      return (
        <ul className="plain-list">
          {(profile?.mustReport ?? []).map(({ matter, say }) => (
            <li key={matter}>{sayIn(reading, say)}</li>
          ))}
        </ul>
      )
    if (name === 'helpline_numbers') {
      const numbers = (profile?.numbers ?? []).flatMap(({ kind, number }) => {
        const value = verified(number)
        return value ? [{ kind, value }] : []
      })
      return numbers.map(({ kind, value }) => (
        <p key={kind}>
          <Phone number={value} />
        </p>
      ))
    }
    return null
  }

  // A talk that was begun is never broken off, whatever ends meanwhile.
  if (!kept && isOpen === undefined) return null
  if (!kept && !isOpen)
    return (
      <Page titleId="screening.talk.title" back={`/screening/${draft.screeningId}/observe`} width="text">
        <Opened what="guided_screening" />
      </Page>
    )
  if (!script || offered.length === 0)
    return (
      <Page titleId="screening.talk.title" back={`/screening/${draft.screeningId}/observe`} width="text">
        <Callout tone="warn" title={t('screening.talk.none')}>
          <p>
            <T id="screening.talk.none.body" />
          </p>
        </Callout>
      </Page>
    )

  if (isChoosing || !language)
    return (
      <Page
        titleId="screening.talk.title"
        back={`/screening/${draft.screeningId}/observe`}
        lead={<T id={child ? 'screening.talk.lead.child' : 'screening.talk.lead'} />}
        width="text"
      >
        <div className="field">
          <Callout tone="accent" title={t('screening.talk.notWritten')}>
            <p>
              <T id="screening.talk.notWritten.body" />
            </p>
          </Callout>
        </div>
        <LanguageChoice
          label={t('screening.talk.language')}
          offered={offered}
          likely={[language ?? draft.language, ...(profile?.languages.talks ?? [])]}
          onChoose={begin}
        />
      </Page>
    )

  if (worded.state === 'loading') return null
  const spoken = findScript(worded.bundle, id, script.script.version) ?? script

  return (
    <Page
      titleId="screening.talk.title"
      heading={<span lang={read(script.texts, mine).lang}>{read(script.texts, mine).get('title')}</span>}
      back={`/screening/${draft.screeningId}/observe`}
      actions={
        <button type="button" className="link-button" onClick={() => setChoosing(true)}>
          <T id="screening.talk.changeLanguage" />
        </button>
      }
    >
      <AlwaysThere />
      {derivedFrom(language) && (
        <Tag>
          <T id="screening.talk.derived" />
        </Tag>
      )}
      {!speaks(script.texts, mine) && (
        <Tag tone="warn">
          <T id="screening.talk.notYours" />
        </Tag>
      )}
      {worded.state === 'missing' && (
        <Callout tone="warn" title={t('talk.notHere')}>
          <p>
            <T id="talk.notHere.body" />
          </p>
        </Callout>
      )}
      <Talk
        content={spoken}
        language={language}
        progress={kept ?? { at: 0, answers: {} }}
        onProgress={(next) => change({ talk: { scriptId: id, version: script.script.version, language, ...next } })}
        onEffect={onEffect}
        insert={insert}
        onEnd={leave}
      />
      <HowThisWorks page="interview" />
    </Page>
  )
}
