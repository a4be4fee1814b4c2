import { DeclineReason, type ReferralMove, vocabulary } from '@ariadne/domain'
import { type ReactNode, useState } from 'react'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { Radios } from '../../components/Choices.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Combobox } from '../../components/Select.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { type Directory, useDirectory } from '../../lib/case/directory.ts'
import { type ReferralView, partsForRedirect, referralActors } from '../../lib/case/referral.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams } from '../../lib/params.ts'
import { type Me, useMe } from '../../lib/session/me.tsx'
import type { CommandOutcome } from '@ariadne/contract'

/** One question about a referral and one answer that moves it: decline, or send on. It is never left without a unit. */
const MovePage = ({
  view,
  move,
  question,
  hint,
  why,
  missing,
  chosen,
  submit,
  children,
}: {
  view: ReferralView
  move: ReferralMove
  question: ReactNode
  hint: ReactNode
  why: ReactNode
  missing: string
  chosen: string
  submit: (unitId: string, chosen: string, me: Me) => Promise<CommandOutcome>
  children: (error: ReactNode) => ReactNode
}) => {
  const me = useMe()
  const t = useT()
  const go = useGo()
  const { names } = useDirectory()
  const words = useActWords(names)
  const [tried, setTried] = useState(false)
  const { busy, outcome, setOutcome, send } = useAnswer()
  const by = referralActors(view, move, me)[0]
  const error = tried && !chosen ? t(missing) : undefined
  const address = `/referrals/${view.referral.referralId}`

  const confirm = async () => {
    if (!chosen) return setTried(true)
    if (!by) return setOutcome({ status: 'failed', code: 'referral_not_at_this_stage' })
    const answer = await send(() => submit(by.unitId, chosen, me))
    if (answer.status === 'accepted') go(address)
  }
  return (
    <QuestionPage
      titleId="referral.title"
      question={question}
      hint={hint}
      why={why}
      back={address}
      busy={busy}
      errors={error ? [{ field: 'choice', message: error }] : []}
      onContinue={() => void confirm()}
      continueLabel={<T id={`referral.${move}.confirm`} />}
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      {children(error)}
    </QuestionPage>
  )
}

const useReferral = () => {
  const { referralId } = usePathParams<'referralId'>()
  return useRead('GET /api/referrals/{referralId}', { params: { referralId } })
}

export const DeclinePage = () => {
  const read = useReferral()
  const words = useActWords()
  const t = useT()
  const [reason, setReason] = useState('')
  if (read.state !== 'ready') return <Reading read={read} titleId="referral.title" back="/" />
  const view = read.data
  return (
    <MovePage
      view={view}
      move="decline"
      question={<T id="referral.decline.title" />}
      hint={<T id="referral.decline.hint" values={{ unit: <bdi>{view.fromUnitName}</bdi> }} />}
      why={<T id="referral.decline.why" />}
      missing="referral.decline.missing"
      chosen={reason}
      submit={(unitId, because) =>
        sendNow('referral.decline', {
          referralId: view.referral.referralId,
          unitId: unitId as never,
          because: because as never,
        })
      }
    >
      {(error) => (
        <Radios
          name="choice"
          label={t('referral.decline.reason')}
          error={error}
          choices={DeclineReason.options.map((value) => ({ value, label: words.code(value, 'because') }))}
          value={(reason || undefined) as (typeof DeclineReason.options)[number] | undefined}
          onChange={setReason}
        />
      )}
    </MovePage>
  )
}

/** Units that can receive it: ready, of this instance, and not the one that has it. For a child those for children stand first. */
const receivers = (directory: Directory, view: ReferralView, not: readonly string[]) => {
  const child = vocabulary.isChild(view.referral.ageBand)
  const first = (kind: string) => (child && kind === 'child_protection' ? 0 : kind === 'nrm_office' ? 1 : 2)
  return directory.own
    .filter((unit) => unit.ready && !not.includes(unit.unitId))
    .toSorted((a, b) => first(a.kind) - first(b.kind) || a.name.localeCompare(b.name))
}

export const RedirectPage = () => {
  const read = useReferral()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const t = useT()
  const [toUnitId, setUnit] = useState('')
  if (read.state !== 'ready') return <Reading read={read} titleId="referral.title" back="/" />
  const view = read.data
  return (
    <MovePage
      view={view}
      move="redirect"
      question={<T id="referral.redirect.title" />}
      hint={<T id="referral.redirect.hint" />}
      why={<T id="referral.redirect.why" />}
      missing="referral.redirect.missing"
      chosen={toUnitId}
      submit={async (unitId, to, me) =>
        sendNow('referral.redirect', {
          referralId: view.referral.referralId,
          unitId: unitId as never,
          toUnitId: to as never,
          parts: await partsForRedirect(view, unitId, to, me),
        })
      }
    >
      {(error) => (
        <Combobox
          name="choice"
          label={t('referral.redirect.unit')}
          error={error}
          options={receivers(directory, view, [view.referral.toUnitId, view.redirectedTo ?? '']).map((unit) => ({
            value: unit.unitId,
            label: unit.name,
            hint: words.code(unit.kind, 'kind'),
          }))}
          value={toUnitId}
          onChange={setUnit}
        />
      )}
    </MovePage>
  )
}
