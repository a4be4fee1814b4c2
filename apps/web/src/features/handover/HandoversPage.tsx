import { type HandoverState, findOfferObstacle, isEnded } from '@ariadne/domain'
import { useActWords } from '../../components/act/words.ts'
import { LinkButton } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Tag } from '../../components/Tag.tsx'
import { Id, When } from '../../components/When.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { useCase, type OpenCase } from '../../lib/case/useCase.ts'
import { nowIso } from '../../lib/clock.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useCaseId } from './useHandover.ts'

/** All handovers of a case, and the way to begin one. */
export const HandoversPage = () => {
  const read = useCase(useCaseId())
  return read.state === 'ready' ? <Handovers open={read.data} /> : <Reading read={read} />
}

const Handovers = ({ open }: { open: OpenCase }) => {
  const t = useT()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const format = useFormat()
  const ask = open.possible.find((one) => one.kind === 'handover.capability_asked')
  const base = `/cases/${open.state.caseId}/handover`
  return (
    <Page
      titleId="handover.list.title"
      back={`/cases/${open.state.caseId}`}
      caption={<Id>{open.state.reference}</Id>}
      lead={<T id="handover.list.lead" />}
      help="handover-outgoing"
      actions={
        ask?.refusal === null && (
          <LinkButton to={`${base}/new`}>
            <T id="act.handover.capability_asked" />
          </LinkButton>
        )
      }
    >
      {ask?.refusal && <p className="quiet">{words.refusal(ask.refusal.code, ask.refusal.mayInstead)}</p>}
      <Queue<HandoverState>
        caption={t('handover.list.title')}
        hideCaption
        rowKey={(row) => row.handoverId}
        rows={open.state.handovers.toReversed()}
        columns={[
          {
            key: 'role',
            label: t('field.role'),
            heads: true,
            cell: (row) => <Link to={`${base}/${row.handoverId}`}>{words.code(row.role, 'role')}</Link>,
          },
          { key: 'country', label: t('field.country'), cell: (row) => format.country(row.recipientCountry) },
          { key: 'unit', label: t('field.recipientUnitId'), cell: (row) => directory.names.unit(row.recipientUnitId) },
          {
            key: 'stage',
            label: t('field.status'),
            cell: (row) => <Tag tone={isEnded(row) ? 'plain' : 'accent'}>{words.code(row.stage)}</Tag>,
          },
          { key: 'since', label: t('handover.list.since'), cell: (row) => <When at={row.stageSince} show="date" /> },
        ]}
        empty={
          <EmptyState kind="none-yet" title={<T id="handover.list.none" />}>
            <T id="handover.list.noneBody" />
          </EmptyState>
        }
      />
      {open.state.handovers
        .filter(
          (one) => one.direction === 'outgoing' && ['capability_answered', 'clarification_asked'].includes(one.stage),
        )
        .map((one) => (
          <BeforeOffer key={one.handoverId} open={open} handover={one} />
        ))}
    </Page>
  )
}

/** What must be true before an offer may go, and where it is settled. */
const BeforeOffer = ({ open, handover }: { open: OpenCase; handover: HandoverState }) => {
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const kind = directory.find(handover.recipientUnitId)?.kind ?? 'social_service'
  const obstacle = findOfferObstacle(open.state, handover, { kind, country: handover.recipientCountry }, nowIso())
  if (!obstacle) return null
  return (
    <section className="stack">
      <h2>
        <T id="handover.before.title" />
      </h2>
      <p>{words.refusal(obstacle.code, obstacle.mayInstead)}</p>
      <LinkButton to={SETTLED_AT[obstacle.code]?.(open.state.caseId) ?? `/cases/${open.state.caseId}`} kind="secondary">
        <T id="handover.before.go" />
      </LinkButton>
    </section>
  )
}

const act = (kind: string) => (caseId: string) => `/cases/${caseId}/acts/${kind}`
/** Where each obstacle is settled. */
const SETTLED_AT: Readonly<Record<string, (caseId: string) => string>> = {
  agreement_missing: (caseId) => `/cases/${caseId}/agreements`,
  asylum_not_explained: act('asylum.recorded'),
  guardian_missing: act('guardian.requested'),
  nationality_not_verified: act('nationality.recorded'),
  pre_return_risk_missing: act('risk.assessed'),
  best_interests_missing: act('best_interests.determined'),
  family_assessment_missing: (caseId) => `/cases/${caseId}/handover/new`,
}
