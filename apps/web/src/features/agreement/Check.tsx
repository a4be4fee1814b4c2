import { agreementHash } from '@ariadne/domain'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Id } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import { submitActs } from '../../lib/case/submit.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import type { Flow } from './Flow.tsx'
import { AgreementPreview } from './Preview.tsx'
import { agreedClasses, dayOf, firstOpenStep, transferBasisOf } from './terms.ts'

/** Everything once more, with the very sheet that was read, before it is recorded. */
export const Check = (flow: Flow) => {
  const { terms, open, possible, directory, abroad, base } = flow
  const me = useMe()
  const format = useFormat()
  const words = useActWords(directory.names)
  const { busy, outcome, send } = useAnswer()
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
  const record = async () => {
    if (missing) return flow.goTo(missing)
    const kind = no ? 'agreement.refused' : 'agreement.given'
    const keep = { draft: flow.draftId, fix: `${base}/check` }
    const answer = await send(async () =>
      submitActs(open.state, [{ kind, by: possible.by, body: await bodyOf() }], me, keep),
    )
    if (answer.status === 'accepted') await flow.finished()
    if (answer.status === 'queued') flow.waits()
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
      onContinue={() => void record()}
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
