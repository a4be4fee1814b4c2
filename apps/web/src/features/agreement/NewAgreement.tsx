import { type DossierClass, CLASSES_FOR_DOSSIER, agreementHash } from '@ariadne/domain'
import { type ReactNode, useMemo, useState } from 'react'
import { type Answer, OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useActWords } from '../../components/act/words.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Checkboxes, Radios } from '../../components/Choices.tsx'
import { DateField } from '../../components/DateField.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { LanguageField } from '../../components/pickers.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Combobox } from '../../components/Select.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Talk } from '../../components/talk/Talk.tsx'
import { Id } from '../../components/When.tsx'
import { codeOf } from '../../lib/api/problem.ts'
import { nowIso } from '../../lib/clock.ts'
import { type Directory, useDirectory } from '../../lib/case/directory.ts'
import { submitActs } from '../../lib/case/submit.ts'
import { type OpenCase, type Possible, useCase } from '../../lib/case/useCase.ts'
import { findScript } from '../../lib/content/bundle.ts'
import { useContent } from '../../lib/content/content.ts'
import { type Reading as Texts, speaks } from '../../lib/content/texts.ts'
import { useDraft } from '../../lib/device/drafts.ts'
import type { Saving } from '../../components/SaveStatus.tsx'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { newId } from '../../lib/id.ts'
import { useGo, usePathParams, useSearchText } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { AgreementPreview } from './Preview.tsx'
import { MustReport } from './MustReport.tsx'
import {
  LAWFUL_BASES,
  PURPOSES,
  TRANSFER_BASES,
  type Step,
  type Terms,
  agreedClasses,
  dayAfter,
  dayOf,
  decisionOf,
  emptyTerms,
  firstOpenStep,
  isStep,
  recipientsFor,
  stepAfter,
  stepBefore,
  termsProblems,
  transferBasisOf,
} from './terms.ts'
import './agreement.css'

interface Flow {
  readonly open: OpenCase
  readonly possible: Possible
  readonly directory: Directory
  readonly terms: Terms
  readonly abroad: boolean
  readonly base: string
  readonly back: string
  readonly draftId: string
  readonly saving: Saving
  readonly change: (next: Partial<Terms>) => void
  readonly goTo: (step: Step | 'read') => Promise<void>
  readonly next: (from: Step) => Promise<void>
  readonly finished: () => Promise<void>
  /** It waits in the outbox, which lets the draft go when the server has it. */
  readonly waits: () => void
}

/** An agreement, talked through with the person: to whom, what, for what, until when; yes, a part, or no. */
export const NewAgreementPage = () => {
  const { caseId } = usePathParams<'caseId'>()
  const read = useCase(caseId)
  const back = `/cases/${caseId}/agreements`
  const words = useActWords()
  if (read.state !== 'ready') return <Reading read={read} titleId="agreement.new" back={back} />
  const possible = read.data.possible.find((one) => one.kind === 'agreement.given')
  if (!possible || possible.refusal)
    return (
      <Page titleId="agreement.new" back={back}>
        <Callout tone="warn" title={<T id="act.refused.title" />}>
          <p>{words.refusal(possible?.refusal?.code ?? 'not_your_function', ['case_worker', 'case_coordinator'])}</p>
        </Callout>
      </Page>
    )
  return <Asking open={read.data} possible={possible} back={back} />
}

const Asking = ({ open, possible, back }: { open: OpenCase; possible: Possible; back: string }) => {
  const { step } = usePathParams<'step'>()
  const search = useSearchText()
  const go = useGo()
  const me = useMe()
  const directory = useDirectory()
  const base = `${back}/new`
  const now = isStep(step) ? step : step === 'read' ? 'read' : 'who'
  const language = open.state.person.languages[0] ?? ''
  const initial = useMemo(
    () =>
      emptyTerms(newId(), {
        language,
        ...(search['purpose'] ? { purpose: search['purpose'] } : {}),
        ...(search['unitId'] ? { unitId: search['unitId'] } : {}),
      }),
    [language, search],
  )
  const draftId = `agreement/${open.state.caseId}`
  const draft = useDraft<Terms>(draftId, { what: 'agreement.draft', resume: `${base}/${now}`, initial })
  if (!draft.value) return null
  const terms = draft.value
  const abroad = (directory.find(terms.unitId)?.instanceId ?? me.instance.instanceId) !== me.instance.instanceId
  const before = now === 'read' ? 'talk' : stepBefore(now)
  const flow: Flow = {
    open,
    possible,
    directory,
    terms,
    abroad,
    base,
    back: terms.reached && now !== 'check' && now !== 'read' ? `${base}/check` : before ? `${base}/${before}` : back,
    draftId,
    saving: draft.saving,
    change: (next) => draft.change((value) => ({ ...value, ...next })),
    goTo: async (to) => {
      await draft.flush()
      go(`${base}/${to}`)
    },
    next: async (from) => {
      const after = stepAfter(terms, from)
      if (after === 'check') draft.change((value) => ({ ...value, reached: true }))
      await draft.flush()
      go(`${base}/${after}`)
    },
    finished: async () => {
      await draft.discard()
      go(back, { replace: true })
    },
    waits: () => go(back, { replace: true }),
  }
  switch (now) {
    case 'who':
      return <Who {...flow} />
    case 'what':
      return <What {...flow} />
    case 'until':
      return <Until {...flow} />
    case 'talk':
      return <Setting {...flow} />
    case 'read':
      return <ReadTogether {...flow} />
    case 'decide':
      return <Decide {...flow} />
    case 'check':
      return <Check {...flow} />
  }
}

/** A page of the way: what is missing is said when somebody wants to go on. */
const StepPage = ({
  flow,
  step,
  question,
  hint,
  why,
  more,
  children,
}: {
  flow: Flow
  step: Step
  question: ReactNode
  hint?: ReactNode
  why?: ReactNode
  more?: ReactNode
  children: (errors: readonly FieldError[]) => ReactNode
}) => {
  const t = useT()
  const [tried, setTried] = useState(false)
  const problems = termsProblems(flow.terms, step, { abroad: flow.abroad, now: nowIso() }).map(
    ({ field, message }) => ({ field, message: t(message) }),
  )
  const errors = tried ? problems : []
  return (
    <QuestionPage
      titleId="agreement.new"
      caption={
        <>
          <T id="agreement.new" /> · <T id="casefile.case" /> <Id>{flow.open.state.reference}</Id>
        </>
      }
      question={question}
      hint={hint}
      why={why}
      back={flow.back}
      saving={flow.saving}
      errors={errors}
      more={more}
      onContinue={() => (problems.length > 0 ? setTried(true) : void flow.next(step))}
    >
      {children(errors)}
    </QuestionPage>
  )
}

const Who = (flow: Flow) => {
  const { terms, change, directory } = flow
  const me = useMe()
  const words = useActWords(directory.names)
  const format = useFormat()
  const units = recipientsFor(terms.purpose, directory.units, me.instance.instanceId)
  return (
    <StepPage
      flow={flow}
      step="who"
      question={<T id="agreement.who" />}
      hint={<T id="agreement.who.hint" />}
      why={<T id="agreement.who.why" />}
    >
      {(errors) => (
        <>
          <Radios
            name="purpose"
            label={words.field('', 'purpose')}
            error={errorOf(errors, 'purpose')}
            choices={PURPOSES.map((value) => ({
              value,
              label: words.code(value, 'purpose'),
              hint: <T id={`agreement.purpose.${value}`} />,
            }))}
            value={(terms.purpose || undefined) as (typeof PURPOSES)[number] | undefined}
            onChange={(purpose) => change({ purpose, unitId: '' })}
          />
          {terms.purpose && (
            <Combobox
              key={terms.purpose}
              name="unitId"
              label={words.field('', 'recipient')}
              hint={units.length === 0 ? <T id="agreement.who.none" /> : undefined}
              error={errorOf(errors, 'unitId')}
              options={units.map((unit) => ({
                value: unit.unitId,
                label: unit.name,
                hint: `${format.country(unit.country)} · ${words.code(unit.kind, 'kind')}`,
              }))}
              value={terms.unitId}
              onChange={(unitId) => change({ unitId })}
            />
          )}
        </>
      )}
    </StepPage>
  )
}

const What = (flow: Flow) => {
  const { terms, change, directory } = flow
  const words = useActWords(directory.names)
  return (
    <StepPage
      flow={flow}
      step="what"
      question={<T id="agreement.what" />}
      hint={<T id="agreement.what.hint" values={{ unit: <bdi>{directory.names.unit(terms.unitId)}</bdi> }} />}
      why={<T id="agreement.what.why" />}
    >
      {(errors) => (
        <>
          <Checkboxes
            name="classes"
            label={words.field('', 'classes')}
            error={errorOf(errors, 'classes')}
            choices={CLASSES_FOR_DOSSIER.map((value) => ({
              value,
              label: words.code(value, 'class'),
              hint: <T id={`agreement.class.${value}`} />,
            }))}
            value={terms.classes}
            onChange={(classes) => change({ classes })}
          />
          <Callout>
            <p>
              <T id="agreement.what.never" />
            </p>
          </Callout>
        </>
      )}
    </StepPage>
  )
}

const QUICK_DAYS = [30, 90, 180, 365] as const

const Until = (flow: Flow) => {
  const { terms, change, abroad, directory } = flow
  const words = useActWords(directory.names)
  return (
    <StepPage
      flow={flow}
      step="until"
      question={<T id="agreement.until.title" />}
      hint={<T id="agreement.until.hint" />}
      why={<T id="agreement.until.why" />}
    >
      {(errors) => (
        <>
          <DateField
            name="expiresOn"
            label={words.field('', 'expiresOn')}
            error={errorOf(errors, 'expiresOn')}
            value={terms.expiresOn}
            onChange={(expiresOn) => change({ expiresOn })}
          />
          <div className="quick-days">
            {QUICK_DAYS.map((days) => (
              <Button
                key={days}
                kind="secondary"
                size="small"
                onClick={() => change({ expiresOn: dayAfter(nowIso(), days) })}
              >
                <T id="agreement.until.days" values={{ count: days }} />
              </Button>
            ))}
          </div>
          <Radios
            name="lawfulBasis"
            label={words.field('', 'lawfulBasis')}
            hint={<T id="agreement.lawful.hint" />}
            error={errorOf(errors, 'lawfulBasis')}
            choices={LAWFUL_BASES.map((value) => ({
              value,
              label: words.code(value, 'lawfulBasis'),
              hint: <T id={`agreement.lawful.${value}`} />,
            }))}
            value={(terms.lawfulBasis || undefined) as (typeof LAWFUL_BASES)[number] | undefined}
            onChange={(lawfulBasis) => change({ lawfulBasis })}
          />
          {abroad && (
            <Radios
              name="transferBasis"
              label={words.field('', 'transferBasis')}
              hint={<T id="agreement.transfer.hint" />}
              error={errorOf(errors, 'transferBasis')}
              choices={TRANSFER_BASES.map((value) => ({
                value,
                label: words.code(value, 'transferBasis'),
                hint: <T id={`agreement.transfer.${value}`} />,
              }))}
              value={(terms.transferBasis || undefined) as (typeof TRANSFER_BASES)[number] | undefined}
              onChange={(transferBasis) => change({ transferBasis })}
            />
          )}
        </>
      )}
    </StepPage>
  )
}

const Setting = (flow: Flow) => {
  const { terms, change, directory, open } = flow
  const words = useActWords(directory.names)
  const script = useScript()
  const speaksIt = script && terms.language ? speaks(script.texts, terms.language) : false
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

const useScript = () => {
  const content = useContent()
  return content.state === 'ready' ? findScript(content.bundle, 'agreement-talk') : undefined
}

/** The page to read together: the person's language beside the worker's, with the very sheet that would be sent. */
const ReadTogether = (flow: Flow) => {
  const { terms, change, directory } = flow
  const script = useScript()
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
          language={terms.language}
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

const Decide = (flow: Flow) => {
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
          <div className="field" data-error={errorOf(errors, name) ? '' : undefined}>
            {errorOf(errors, name) && <p className="field-error">{errorOf(errors, name)}</p>}
            <Checkbox
              name={name}
              label={words.field('', field)}
              value={terms[name]}
              onChange={(value) => change({ [name]: value })}
            />
          </div>
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

const Check = (flow: Flow) => {
  const { terms, open, possible, directory, abroad, base } = flow
  const me = useMe()
  const format = useFormat()
  const words = useActWords(directory.names)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Answer | null>(null)
  const recipient = directory.find(terms.unitId)
  const missing = firstOpenStep(terms, { abroad, now: nowIso() })
  const no = terms.decision === 'none'
  const day = dayOf(terms)

  const bodyOf = async (): Promise<Record<string, unknown>> => {
    const country = recipient?.country ?? me.instance.country
    if (no) return { purpose: terms.purpose, country, helpContinues: true }
    const agreed = {
      agreementId: terms.agreementId,
      recipient: { instanceId: recipient?.instanceId ?? me.instance.instanceId, unitId: terms.unitId, country },
      classes: [...agreedClasses(terms)],
      purpose: terms.purpose,
      expiresOn: day ?? '',
      language: terms.language,
      lawfulBasis: terms.lawfulBasis,
      transferBasis: transferBasisOf(terms, abroad),
    }
    return {
      ...agreed,
      interpreter: terms.interpreter,
      toldPrivately: terms.privately,
      toldMayRefuse: terms.mayRefuse,
      toldWhatCannotBeRecalled: terms.cannotRecall,
      hash: await agreementHash(agreed as never),
    }
  }
  const send = async () => {
    if (missing) return flow.goTo(missing)
    setBusy(true)
    setOutcome(null)
    try {
      const kind = no ? 'agreement.refused' : 'agreement.given'
      const answer = await submitActs(open.state, [{ kind, by: possible.by, body: await bodyOf() }], me, {
        draft: flow.draftId,
        fix: `${base}/check`,
      })
      if (answer.status === 'accepted') return await flow.finished()
      if (answer.status === 'queued') return flow.waits()
      setOutcome(answer)
    } catch (error) {
      setOutcome({ status: 'failed', code: codeOf(error) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <QuestionPage
      titleId="agreement.new"
      caption={
        <>
          <T id="agreement.new" /> · <T id="casefile.case" /> <Id>{open.state.reference}</Id>
        </>
      }
      question={<T id={no ? 'agreement.check.no' : 'agreement.check'} />}
      hint={<T id={no ? 'agreement.check.no.hint' : 'agreement.check.hint'} />}
      back={flow.back}
      saving={flow.saving}
      busy={busy}
      onContinue={() => void send()}
      continueLabel={
        <T id={missing ? 'agreement.check.go_on' : no ? 'agreement.check.record_no' : 'agreement.check.record'} />
      }
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      {!no && (
        <AgreementPreview
          classes={agreedClasses(terms)}
          unitName={recipient?.name ?? ''}
          country={recipient?.country ?? me.instance.country}
          purpose={terms.purpose}
          until={day}
        />
      )}
      <SummaryList
        rows={[
          {
            key: 'purpose',
            label: words.field('', 'purpose'),
            value: terms.purpose && words.code(terms.purpose, 'purpose'),
            change: `${base}/who`,
          },
          { key: 'recipient', label: words.field('', 'recipient'), value: recipient?.name, change: `${base}/who` },
          {
            key: 'decision',
            label: <T id="agreement.decide.label" />,
            value: terms.decision && <T id={`agreement.decide.${terms.decision}`} />,
            change: `${base}/decide`,
          },
          ...(no
            ? []
            : [
                {
                  key: 'classes',
                  label: words.field('', 'classes'),
                  value: format.list(agreedClasses(terms).map((one) => words.code(one, 'class'))),
                  change: `${base}/what`,
                },
                {
                  key: 'until',
                  label: words.field('', 'expiresOn'),
                  value: day && format.day(day),
                  change: `${base}/until`,
                },
                {
                  key: 'lawful',
                  label: words.field('', 'lawfulBasis'),
                  value: terms.lawfulBasis && words.code(terms.lawfulBasis, 'lawfulBasis'),
                  change: `${base}/until`,
                },
                {
                  key: 'transfer',
                  label: words.field('', 'transferBasis'),
                  value: transferBasisOf(terms, abroad) && words.code(transferBasisOf(terms, abroad), 'transferBasis'),
                  ...(abroad ? { change: `${base}/until` } : {}),
                },
              ]),
          {
            key: 'language',
            label: words.field('', 'language'),
            value:
              terms.language &&
              `${format.language(terms.language)}${terms.interpreter ? ` · ${words.code(terms.interpreter, 'interpreter')}` : ''}`,
            change: `${base}/talk`,
          },
        ]}
      />
    </QuestionPage>
  )
}
