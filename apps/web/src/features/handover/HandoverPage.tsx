import { type HandoverState, findEffectiveAgreement, purposeOf } from '@ariadne/domain'
import { useActWords } from '../../components/act/words.ts'
import { LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Reading } from '../../components/Reading.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Stepper, Timeline } from '../../components/Timeline.tsx'
import { Deadline, Id, When } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { Delivery } from './Delivery.tsx'
import './handover.css'
import { OpenedParts } from './OpenedParts.tsx'
import { stagesOf, stepOf } from './stages.ts'
import { stepsNow, useHandoverCase } from './useHandover.ts'

/** One handover, on whichever side this is: where it stands, what is next, what went over and what came back. */
export const HandoverPage = () => {
  const { read, caseId, handoverId } = useHandoverCase()
  if (read.state !== 'ready') return <Reading read={read} />
  const handover = read.data.state.handovers.find((one) => one.handoverId === handoverId)
  if (!handover)
    return (
      <Page titleId="handover.title" back={`/cases/${caseId}/handover`}>
        <p>
          <T id="handover.notThere" />
        </p>
      </Page>
    )
  return <Handover open={read.data} handover={handover} />
}

const Handover = ({ open, handover }: { open: OpenCase; handover: HandoverState }) => {
  const t = useT()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const format = useFormat()
  const { stages, now } = stagesOf(handover)
  const steps = stepsNow(open, handover)
  const base = `/cases/${open.state.caseId}/handover/${handover.handoverId}`
  const outgoing = handover.direction === 'outgoing'
  const peerUnit = outgoing ? handover.recipientUnitId : handover.senderUnitId
  const main = steps.filter((step) => !QUIET.has(step.kind))
  const quiet = steps.filter((step) => QUIET.has(step.kind))
  const history = open.view.actions.filter((action) => action.body?.['handoverId'] === handover.handoverId)
  return (
    <Page
      titleId="handover.title"
      back={`/cases/${open.state.caseId}`}
      caption={
        <>
          <Id>{open.state.reference || handover.handoverId.slice(0, 8)}</Id> · {words.code(handover.direction)}
        </>
      }
      heading={words.code(handover.role, 'role')}
      lead={
        <T
          id={outgoing ? 'handover.lead.outgoing' : 'handover.lead.incoming'}
          values={{
            unit: directory.names.unit(peerUnit),
            country: format.country(
              outgoing ? handover.recipientCountry : (directory.find(peerUnit)?.country ?? handover.recipientCountry),
            ),
          }}
        />
      }
      help={outgoing ? 'handover-outgoing' : 'handover-incoming'}
    >
      <Stepper
        label={t('handover.stages')}
        now={now}
        steps={stages.map((stage) => ({ key: stage, label: words.code(stage) }))}
      />
      <LeadLine open={open} handover={handover} />
      <Delivery open={open} handover={handover} />
      {handover.stage === 'not_arrived' && (
        <Callout tone="danger" title={<T id="handover.notArrived.title" />}>
          <p>
            <T id="handover.notArrived.body" />
          </p>
        </Callout>
      )}
      {handover.withdrawal && (
        <Callout tone="warn" title={<T id="handover.withdrawal.title" />}>
          <p>
            {handover.withdrawal.acknowledgedAt ? (
              <T
                id="handover.withdrawal.acknowledged"
                values={{ at: <When at={handover.withdrawal.acknowledgedAt} /> }}
              />
            ) : (
              <T id="handover.withdrawal.waiting" />
            )}
          </p>
        </Callout>
      )}
      {main.length > 0 && (
        <section className="stack handover-part" aria-labelledby="next-title">
          <h2 id="next-title">
            <T id="handover.next" />
          </h2>
          <div className="row">
            {main.map((step, at) => (
              <LinkButton key={step.kind} to={`${base}/${stepOf(step.kind)}`} kind={at === 0 ? 'primary' : 'secondary'}>
                {words.act(step.kind)}
              </LinkButton>
            ))}
          </div>
        </section>
      )}
      {main.length === 0 && handover.stage !== 'closed' && !handover.withdrawal && (
        <p className="quiet">
          <T id="handover.waitingForOther" values={{ unit: directory.names.unit(peerUnit) }} />
        </p>
      )}
      <section className="stack handover-part" aria-labelledby="known-title">
        <h2 id="known-title">
          <T id="handover.known" />
        </h2>
        <SummaryList
          rows={[
            {
              key: 'needs',
              label: words.field('handover.capability_asked', 'needs'),
              value: format.list(handover.query.needs.map((one) => words.code(one))),
            },
            { key: 'age', label: words.field('', 'ageBand'), value: words.code(handover.query.ageBand, 'ageBand') },
            { key: 'sex', label: words.field('', 'sex'), value: words.code(handover.query.sex) },
            {
              key: 'languages',
              label: words.field('', 'languages'),
              value: format.list(handover.query.languages.map(format.language)),
            },
            {
              key: 'when',
              label: <T id="handover.window" />,
              value: `${format.day(handover.query.fromOn)} – ${format.day(handover.query.untilOn)}`,
            },
            ...(handover.offer && ['offered', 'acknowledged'].includes(handover.stage)
              ? [
                  {
                    key: 'respond',
                    label: words.field('', 'respondBy'),
                    value: <Deadline due={handover.offer.respondBy} basis="target" />,
                  },
                ]
              : []),
            ...(handover.offer && handover.offer.riskFlags.length > 0
              ? [
                  {
                    key: 'risks',
                    label: words.field('', 'riskFlags'),
                    value: format.list(handover.offer.riskFlags.map((one) => words.code(one))),
                  },
                ]
              : []),
            ...(handover.acceptance
              ? [
                  {
                    key: 'worker',
                    label: words.field('', 'workerName'),
                    value: <bdi>{handover.acceptance.workerName}</bdi>,
                  },
                  {
                    key: 'place',
                    label: words.field('', 'placeType'),
                    value: words.code(handover.acceptance.placeType),
                  },
                  {
                    key: 'guardian',
                    label: words.field('', 'guardianArrangement'),
                    value: words.code(handover.acceptance.guardianArrangement),
                  },
                  {
                    key: 'conditions',
                    label: words.field('', 'conditions'),
                    value: format.list(handover.acceptance.conditions.map((one) => words.code(one))),
                  },
                ]
              : []),
            ...(handover.declined
              ? [{ key: 'declined', label: words.code('declined'), value: words.code(handover.declined.reason) }]
              : []),
            ...(handover.dossier
              ? [
                  {
                    key: 'dossier',
                    label: <T id="handover.dossier" />,
                    value: format.list(handover.dossier.classes.map((one) => words.code(one))),
                  },
                ]
              : []),
            ...(handover.logistics
              ? [{ key: 'meet', label: words.field('', 'meetOn'), value: format.day(handover.logistics.meetOn) }]
              : []),
            ...(handover.result
              ? [{ key: 'result', label: words.field('', 'result'), value: words.code(handover.result.result) }]
              : []),
            ...handover.feedback.map((one) => ({
              key: `feedback-${one.day}`,
              label: <T id="handover.feedbackAfter" values={{ day: one.day }} />,
              value: (
                <T
                  id="handover.feedbackSays"
                  values={{ safe: words.code(one.safe), started: words.code(one.serviceStarted ? 'yes' : 'no') }}
                />
              ),
            })),
          ]}
        />
      </section>
      <OpenedParts open={open} handover={handover} />
      <section className="stack handover-part" aria-labelledby="history-title">
        <h2 id="history-title">
          <T id="handover.history" />
        </h2>
        <Timeline
          label={t('handover.history')}
          items={history.toReversed().map((action) => ({
            id: action.id,
            title: words.done(action.kind),
            at: action.occurredAt,
            who: `${words.code(action.by.function)}, ${action.unitName ?? directory.names.unit(action.by.unitId)}`,
          }))}
        />
      </section>
      <div className="row no-print">
        {quiet.map((step) => (
          <LinkButton key={step.kind} to={`${base}/${stepOf(step.kind)}`} kind="quiet">
            {words.act(step.kind)}
          </LinkButton>
        ))}
        {outgoing && handover.offer && (
          <LinkButton to={`${base}/paper`} kind="quiet">
            <T id="handover.paper.title" />
          </LinkButton>
        )}
      </div>
    </Page>
  )
}

const QUIET: ReadonlySet<string> = new Set([
  'handover.withdrawn',
  'handover.voided',
  'handover.declined',
  'handover.not_arrived',
])

/** Who is responsible, said on every page of a handover: it never is nobody. */
const LeadLine = ({ open, handover }: { open: OpenCase; handover: HandoverState }) => {
  const directory = useDirectory()
  const { lead } = open.state
  const agreement = findEffectiveAgreement(
    open.state,
    { instanceId: handover.peer, unitId: handover.recipientUnitId, purpose: purposeOf(handover.role) },
    nowIso(),
  )
  return (
    <p>
      {lead && <T id="handover.leadNow" values={{ unit: directory.names.unit(lead.unitId) }} />}{' '}
      {handover.role === 'take_lead' && handover.stage !== 'arrived' && handover.stage !== 'closed' && (
        <T id="handover.leadMovesAtArrival" />
      )}{' '}
      {handover.direction === 'outgoing' && agreement && (
        <T
          id="handover.agreedUntil"
          values={{ day: <When at={`${agreement.expiresOn}T12:00:00.000Z`} show="date" /> }}
        />
      )}
    </p>
  )
}
