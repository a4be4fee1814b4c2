import { useActWords } from '../../components/act/words.ts'
import { Button } from '../../components/Button.tsx'
import { Confirm, Checkboxes, Radios } from '../../components/Choices.tsx'
import { errorOf } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { LanguageField } from '../../components/pickers.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Talk } from '../../components/talk/Talk.tsx'
import { findScript } from '../../lib/content/bundle.ts'
import { languagesOf, useContentIn } from '../../lib/content/interview.ts'
import type { Reading as Texts } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { type Flow, StepPage } from './Flow.tsx'
import { MustReport } from './MustReport.tsx'
import { AgreementPreview } from './Preview.tsx'
import { dayOf, decisionOf } from './terms.ts'

export const Setting = (flow: Flow) => {
  const { terms, change, directory, open } = flow
  const words = useActWords(directory.names)
  const { script, isSpoken: speaksIt } = useScript(terms.language)
  const interpreters = ['none_needed', 'present', 'remote'] as const
  return (
    <StepPage
      flow={flow}
      step="talk"
      question={<T id="agreement.talk" />}
      hint={<T id="agreement.talk.hint" />}
      why={<T id="agreement.talk.why" />}
      more={
        script &&
        terms.language && (
          <Button kind="secondary" onClick={() => void flow.goTo('read')}>
            <T id={speaksIt ? 'agreement.read' : 'agreement.read.own'} />
          </Button>
        )
      }
    >
      {(errors) => (
        <>
          <LanguageField
            name="language"
            label={words.field('', 'language')}
            error={errorOf(errors, 'language')}
            first={open.state.person.languages}
            value={terms.language}
            onChange={(language) => change({ language })}
          />
          <Radios
            name="interpreter"
            label={words.field('', 'interpreter')}
            layout="row"
            error={errorOf(errors, 'interpreter')}
            choices={interpreters.map((value) => ({ value, label: words.code(value, 'interpreter') }))}
            value={(terms.interpreter || undefined) as (typeof interpreters)[number] | undefined}
            onChange={(interpreter) => change({ interpreter })}
          />
          {terms.language && !speaksIt && (
            <Callout tone="warn">
              <p>
                <T id="agreement.talk.no_text" />
              </p>
            </Callout>
          )}
        </>
      )}
    </StepPage>
  )
}

/** The talk, and whether it may be held in a language here: live, only in words that a native reviewer has confirmed. */
const useScript = (language: string) => {
  const { instance } = useMe()
  const { bundle } = useContentIn(language)
  const script = findScript(bundle, 'agreement-talk')
  return {
    script,
    isSpoken: script !== undefined && languagesOf(bundle, script, instance.mode === 'live').includes(language),
  }
}

/** The page to read together: the person's language beside the worker's, with the very sheet that would be sent. */
export const ReadTogether = (flow: Flow) => {
  const { terms, change, directory } = flow
  const { script, isSpoken } = useScript(terms.language)
  const { language: mine } = useLanguage()
  const recipient = directory.find(terms.unitId)
  const end = () => {
    const decision = decisionOf(terms.talk.answers)
    if (decision && !terms.decision) change({ decision, kept: terms.classes })
    void flow.goTo('decide')
  }
  return (
    <Page titleId="agreement.read.title" back={`${flow.base}/talk`}>
      {!script ? (
        <Callout tone="warn">
          <p>
            <T id="agreement.talk.no_text" />
          </p>
        </Callout>
      ) : (
        <Talk
          content={script}
          language={isSpoken ? terms.language : mine}
          progress={terms.talk}
          onProgress={(talk) => change({ talk })}
          onEffect={(effect) => effect === 'stop' && change({ talk: terms.talk })}
          insert={(name, reading: Texts) => {
            if (name === 'agreement_preview')
              return (
                <AgreementPreview
                  bare
                  lang={reading.lang}
                  classes={terms.classes}
                  unitName={recipient?.name ?? ''}
                  country={recipient?.country ?? ''}
                  purpose={terms.purpose}
                  until={dayOf(terms)}
                />
              )
            return name === 'must_report' ? <MustReport lang={reading.lang} /> : null
          }}
          onEnd={end}
        />
      )}
    </Page>
  )
}

export const Decide = (flow: Flow) => {
  const { terms, change, directory } = flow
  const words = useActWords(directory.names)
  const t = useT()
  return (
    <StepPage
      flow={flow}
      step="decide"
      question={<T id="agreement.decide" />}
      hint={<T id="agreement.decide.hint" />}
      why={<T id="agreement.decide.why" />}
    >
      {(errors) => {
        const statement = (name: 'privately' | 'mayRefuse' | 'cannotRecall' | 'helpContinues', field: string) => (
          <Confirm
            name={name}
            label={words.field('', field)}
            error={errorOf(errors, name)}
            value={terms[name]}
            onChange={(value) => change({ [name]: value })}
          />
        )
        return (
          <>
            <Radios
              name="decision"
              label={t('agreement.decide.label')}
              error={errorOf(errors, 'decision')}
              choices={(['all', 'part', 'none'] as const).map((value) => ({
                value,
                label: t(`agreement.decide.${value}`),
              }))}
              value={terms.decision ?? undefined}
              onChange={(decision) =>
                change({ decision, ...(decision === 'part' && terms.kept.length === 0 ? { kept: terms.classes } : {}) })
              }
            />
            {terms.decision === 'part' && (
              <Checkboxes
                name="kept"
                label={t('agreement.decide.kept')}
                hint={<T id="agreement.decide.kept.hint" />}
                error={errorOf(errors, 'kept')}
                choices={terms.classes.map((value) => ({ value, label: words.code(value) }))}
                value={terms.kept.filter((one) => terms.classes.includes(one))}
                onChange={(kept) => change({ kept: kept })}
              />
            )}
            {terms.decision === 'none' && statement('helpContinues', 'helpContinues')}
            {(terms.decision === 'all' || terms.decision === 'part') && (
              <>
                {statement('privately', 'toldPrivately')}
                {statement('mayRefuse', 'toldMayRefuse')}
                {statement('cannotRecall', 'toldWhatCannotBeRecalled')}
              </>
            )}
          </>
        )
      }}
    </StepPage>
  )
}
