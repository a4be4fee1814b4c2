import { emptyCase, type Actor } from '@ariadne/domain'
import { useState } from 'react'
import { OutcomeCallout } from '../../../components/act/Outcome.tsx'
import { useAnswer } from '../../../components/act/useAnswer.ts'
import { useActWords } from '../../../components/act/words.ts'
import { Radios } from '../../../components/Choices.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { SealedChip } from '../../../components/sealed/SealedBox.tsx'
import { SummaryList, type SummaryRow } from '../../../components/SummaryList.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { Id } from '../../../components/When.tsx'
import { useDirectory } from '../../../lib/case/directory.ts'
import { referralActors } from '../../../lib/case/referral.ts'
import { submitActs } from '../../../lib/case/submit.ts'
import { actorsOf } from '../../../lib/case/useCase.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'
import type { Flow } from './flow.ts'
import { basisOf, firstOpenStep, openingActs, sealedOf } from './model.ts'
import { useGo } from '../../../lib/params.ts'

const nameOf = (actor: Actor) => `${actor.unitId}/${actor.function}`

/** Everything once more before it is sent; each line can be changed. */
export const CheckStep = (flow: Flow) => {
  const { opening, view, addressOf } = flow
  const me = useMe()
  const go = useGo()
  const format = useFormat()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const actors: Actor[] = view
    ? referralActors(view, 'open', me)
    : actorsOf(me).filter((actor) => actor.function === 'case_coordinator' || actor.function === 'case_worker')
  const [as, setAs] = useState(actors[0] ? nameOf(actors[0]) : '')
  const { busy, outcome, send } = useAnswer()
  const [waiting, setWaiting] = useState(false)
  const actor = actors.find((one) => nameOf(one) === as)
  const open = firstOpenStep(opening)
  const sealed = sealedOf(opening)

  const openCase = async () => {
    if (open) return go(addressOf(open))
    if (!actor) return
    const state = emptyCase(opening.caseId as never, me.instance.instanceId)
    const keep = { draft: flow.draftId, fix: addressOf('check') }
    const answer = await send(() => submitActs(state, openingActs(opening, view, actor), me, keep))
    if (answer.status === 'accepted') await flow.finished()
    if (answer.status === 'queued') setWaiting(true)
  }

  if (waiting)
    return (
      <QuestionPage
        titleId="referral.opening.title"
        question={<T id="referral.opening.waiting" />}
        onContinue={() => go('/outbox')}
        continueLabel={<T id="referral.opening.to_outbox" />}
      >
        <p>
          <T id="referral.opening.waiting.body" values={{ reference: <Id>{opening.reference}</Id> }} />
        </p>
      </QuestionPage>
    )

  const rows: SummaryRow[] = [
    { key: 'reference', label: words.field('', 'reference'), value: <Id>{opening.reference}</Id> },
    {
      key: 'safe',
      label: words.field('', 'safeToProceed'),
      value: opening.safe && words.code(opening.safe),
      change: addressOf('safe'),
    },
    {
      key: 'age',
      label: words.field('', 'ageBand'),
      value: opening.ageBand && words.code(opening.ageBand, 'ageBand'),
      change: addressOf('person'),
    },
    {
      key: 'sex',
      label: words.field('', 'sex'),
      value: opening.sex && words.code(opening.sex, 'sex'),
      change: addressOf('person'),
    },
    {
      key: 'nationality',
      label: words.field('', 'nationalityClaimed'),
      value: opening.nationality && format.country(opening.nationality),
      change: addressOf('person'),
    },
    {
      key: 'languages',
      label: words.field('', 'languages'),
      value: format.list(opening.languages.map(format.language)),
      change: addressOf('talk'),
    },
    {
      key: 'explained',
      label: words.field('', 'confidentialityExplained'),
      value:
        opening.explained === 'yes'
          ? `${words.code('yes')} · ${format.language(opening.explainedIn)} · ${words.code(opening.interpreter, 'interpreter')}`
          : opening.explained && words.code('no'),
      change: addressOf('talk'),
    },
    {
      key: 'basis',
      label: words.field('', 'fileBasis'),
      value: basisOf(opening) && words.code(basisOf(opening), 'fileBasis'),
      ...(basisOf(opening) === 'child_protection' ? {} : { change: addressOf('basis') }),
    },
    {
      key: 'sealed',
      label: <T id="referral.opening.sealed" />,
      value:
        sealed.length > 0 ? (
          <span className="chips">
            {sealed.map(([one]) => (
              <SealedChip key={one} partClass={one} />
            ))}
          </span>
        ) : null,
      change: addressOf('identity'),
    },
    {
      key: 'assign',
      label: <T id="referral.opening.assigned" />,
      value:
        opening.assign === 'somebody'
          ? [
              directory.names.unit(opening.unitId),
              words.code(opening.function),
              opening.memberId && directory.names.member(opening.memberId),
            ]
              .filter(Boolean)
              .join(' · ')
          : opening.assign && <T id="referral.opening.assign.later" />,
      change: addressOf('assign'),
    },
  ]

  return (
    <QuestionPage
      titleId="referral.opening.title"
      question={<T id="referral.opening.check" />}
      hint={<T id="referral.opening.check.hint" />}
      back={flow.back}
      saving={flow.saving}
      busy={busy}
      onContinue={() => void openCase()}
      continueLabel={<T id={open ? 'referral.opening.go_on' : 'referral.opening.send'} />}
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      {actors.length === 0 && (
        <Callout tone="warn">
          <p>
            <T id="referral.opening.nobody" />
          </p>
        </Callout>
      )}
      {actors.length > 1 && (
        <Radios
          name="as"
          label={<T id="act.as" />}
          choices={actors.map((one) => ({
            value: nameOf(one),
            label: `${words.code(one.function)} · ${directory.names.unit(one.unitId)}`,
          }))}
          value={as}
          onChange={setAs}
        />
      )}
      <SummaryList rows={rows} />
    </QuestionPage>
  )
}
