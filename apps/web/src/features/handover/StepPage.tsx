import {
  type Actor,
  type HandoverState,
  FEEDBACK_DAYS,
  findEffectiveAgreement,
  purposeOf,
  vocabulary,
} from '@ariadne/domain'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { ActForm } from '../../components/act/ActForm.tsx'
import { useActWords } from '../../components/act/words.ts'
import { Page } from '../../components/Page.tsx'
import { Reading } from '../../components/Reading.tsx'
import type { Option } from '../../components/Select.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useDirectory, type Directory } from '../../lib/case/directory.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { now, nowIso } from '../../lib/clock.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { ChooseWorker } from './ChooseWorker.tsx'
import { DossierForm } from './DossierForm.tsx'
import { OfferGoes } from './OfferGoes.tsx'
import { kindOf } from './stages.ts'
import { stepsNow, useHandoverCase } from './useHandover.ts'

const DAY = 86_400_000
const dayAhead = (days: number): string => new Date(now() + days * DAY).toISOString().slice(0, 10)

/** One step of a handover: the form of its act, with what is known already, what it means, and what goes over. */
export const StepPage = () => {
  const { read, caseId, handoverId } = useHandoverCase()
  const step = useParams({
    strict: false,
    select: (params: Record<string, string | undefined>) => params['step'] ?? '',
  })
  const words = useActWords()
  if (read.state !== 'ready') return <Reading read={read} />
  const open = read.data
  const kind = kindOf(step)
  const handover = open.state.handovers.find((one) => one.handoverId === handoverId)
  const possible = handover && stepsNow(open, handover).find((one) => one.kind === kind)
  const back = `/cases/${caseId}/handover/${handoverId}`
  if (!handover || !possible)
    return (
      <Page titleId="handover.title" back={back}>
        <p>
          {words.refusal(
            open.possible.some((one) => one.kind === kind) ? 'handover_not_at_this_stage' : 'not_your_function',
          )}
        </p>
      </Page>
    )
  return kind === 'handover.dossier_sent' ? (
    <DossierForm open={open} handover={handover} by={possible.by} back={back} />
  ) : (
    <Step open={open} handover={handover} kind={kind} by={possible.by} back={back} />
  )
}

/** What the page knows of an act before anybody types: it is not asked. */
const fixedFor = (
  kind: string,
  open: OpenCase,
  handover: HandoverState,
  directory: Directory,
  by: Actor,
): Record<string, unknown> => {
  const fixed: Record<string, unknown> = { handoverId: handover.handoverId }
  if (kind === 'handover.offered') {
    const agreement = findEffectiveAgreement(
      open.state,
      { instanceId: handover.peer, unitId: handover.recipientUnitId, purpose: purposeOf(handover.role) },
      nowIso(),
    )
    return {
      ...fixed,
      agreementId: agreement?.agreementId ?? null,
      agreementHash: agreement?.hash ?? null,
      recipientKind: directory.find(handover.recipientUnitId)?.kind ?? 'social_service',
      needs: handover.query.needs,
      child: vocabulary.isChild(open.state.person.ageBand),
    }
  }
  if (kind === 'handover.arrival_confirmed' && handover.acceptance?.workerId === by.memberId)
    return { ...fixed, metBy: by.memberId }
  return fixed
}

const initialFor = (kind: string, handover: HandoverState): Record<string, unknown> => {
  switch (kind) {
    case 'handover.offered':
      return { respondBy: new Date(now() + 2 * DAY).toISOString(), riskFlags: [] }
    case 'handover.accepted':
      return {
        from: handover.query.fromOn > dayAhead(0) ? handover.query.fromOn : dayAhead(1),
        staffLanguages: handover.query.languages,
        conditions: [],
      }
    case 'handover.feedback_given':
      return { day: FEEDBACK_DAYS.find((day) => !handover.feedback.some((one) => one.day === day)) }
    default:
      return {}
  }
}

const Step = ({
  open,
  handover,
  kind,
  by,
  back,
}: {
  open: OpenCase
  handover: HandoverState
  kind: string
  by: Actor
  back: string
}) => {
  const navigate = useNavigate()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const format = useFormat()
  const [worker, setWorker] = useState<Option | null>(null)
  const fixed = useMemo(() => fixedFor(kind, open, handover, directory, by), [kind, open, handover, directory, by])
  const workers: Option[] = directory
    .members(handover.recipientUnitId, ['case_worker', 'case_coordinator', 'focal_point'])
    .map((member) => ({
      value: member.memberId,
      label: member.name,
      hint: format.list(member.functions.map((one) => words.code(one))),
    }))
  const peers: Option[] = directory.units
    .filter((unit) => unit.publicKey && unit.unitId !== handover.recipientUnitId)
    .map((unit) => ({ value: unit.unitId, label: unit.name, hint: format.country(unit.country) }))
  if (kind === 'handover.accepted' && !worker)
    return <ChooseWorker workers={workers} back={back} onChosen={setWorker} />
  return (
    <ActForm
      open={open}
      kind={kind}
      by={by}
      fixed={worker ? { ...fixed, workerId: worker.value, workerName: worker.label } : fixed}
      initial={initialFor(kind, handover)}
      choosable={{ byName: { metBy: workers, alternativeUnitId: peers } }}
      names={directory.names}
      back={back}
      titleId="handover.title"
      address={`${back}/${kind.replace('handover.', '').replaceAll('_', '-')}`}
      caption={`${words.code(handover.role, 'role')} · ${format.country(handover.recipientCountry)}`}
      intro={INTRO[kind] && <T id={INTRO[kind]} />}
      above={aboveFor(kind, open, handover)}
      onDone={() => void navigate({ to: back })}
    />
  )
}

/** What a step means, in the moment it is taken. */
const aboveFor = (kind: string, open: OpenCase, handover: HandoverState): ReactNode => {
  if (kind === 'handover.offered')
    return <OfferGoes handover={handover} child={vocabulary.isChild(open.state.person.ageBand)} />
  if (
    kind === 'handover.arrival_confirmed' &&
    handover.role === 'take_lead' &&
    open.state.lead?.instanceId !== open.state.instanceId
  )
    return (
      <Callout tone="warn" title={<T id="handover.arrival.leadMoves" />}>
        <p>
          <T id="handover.arrival.leadMovesBody" />
        </p>
      </Callout>
    )
  if (kind === 'handover.withdrawn')
    return (
      <Callout tone="warn" title={<T id="handover.withdraw.title" />}>
        <p>
          <T id={handover.dossier ? 'handover.withdraw.afterDossier' : 'handover.withdraw.beforeDossier'} />
        </p>
      </Callout>
    )
  return undefined
}
const INTRO: Readonly<Record<string, string>> = {
  'handover.acknowledged': 'handover.intro.acknowledged',
  'handover.accepted': 'handover.intro.accepted',
  'handover.person_confirmed': 'handover.intro.personConfirmed',
  'handover.logistics_sent': 'handover.intro.logistics',
  'handover.withdrawal_acknowledged': 'handover.intro.withdrawalAcknowledged',
  'handover.feedback_given': 'handover.intro.feedback',
  'handover.not_arrived': 'handover.intro.notArrived',
}
