import { CLASSES_FOR_DOSSIER, type Agreement } from '@ariadne/domain'
import { useActWords } from '../../components/act/words.ts'
import { LinkButton } from '../../components/Button.tsx'
import { CasePageFrame } from '../../components/case/CasePageFrame.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { HowThisWorks } from '../../components/Page.tsx'
import { EmptyState } from '../../components/Queue.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { type OpenCase, useCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { STANDING_TONE, standingOf } from './standing.ts'
import './agreement.css'

/** What the person decided about what goes to whom: as a grid, and one by one. */
export const AgreementsPage = () => {
  const { caseId } = usePathParams<'caseId'>()
  const read = useCase(caseId)
  if (read.state !== 'ready') return <Reading read={read} titleId="agreement.title" back={`/cases/${caseId}`} />
  const open = read.data
  const may = (kind: string) => open.possible.find((one) => one.kind === kind)
  const give = may('agreement.given')
  return (
    <CasePageFrame
      open={open}
      titleId="agreement.title"
      heading={<T id="agreement.title" />}
      lead={<T id="agreement.lead" />}
      asOf={read.asOf}
    >
      <div className="stack-large">
        {(give ?? may('agreement.refused')) && (
          <div className="row no-print">
            {give?.refusal === null && (
              <LinkButton to={`/cases/${caseId}/agreements/new/who`}>
                <T id="agreement.new" />
              </LinkButton>
            )}
            {may('agreement.refused')?.refusal === null && (
              <LinkButton kind="secondary" to={`/cases/${caseId}/acts/agreement.refused`}>
                <T id="agreement.no" />
              </LinkButton>
            )}
            {give?.refusal && <Obstacle open={open} code={give.refusal.code} />}
          </div>
        )}
        <Agreements open={open} />
        <HowThisWorks page="agreement" />
      </div>
    </CasePageFrame>
  )
}

/** Why none can be recorded yet, with the way to what comes first. */
const Obstacle = ({ open, code }: { open: OpenCase; code: string }) => {
  const words = useActWords()
  return (
    <p>
      {words.refusal(code)}{' '}
      {code === 'confidentiality_first' && (
        <Link to={`/cases/${open.state.caseId}/acts/confidentiality.explained`}>
          {words.act('confidentiality.explained')}
        </Link>
      )}
    </p>
  )
}

const Agreements = ({ open }: { open: OpenCase }) => {
  const now = nowIso()
  const { state } = open
  const { names } = useDirectory()
  const words = useActWords(names)
  const format = useFormat()
  const refusals = open.view.actions.filter((action) => action.kind === 'agreement.refused' && action.body)
  const live = state.agreements.filter((one) => !['withdrawn', 'ended'].includes(standingOf(one, state, now)))
  if (state.agreements.length === 0 && refusals.length === 0)
    return (
      <EmptyState kind="none-yet" title={<T id="agreement.none" />}>
        <p>
          <T id="agreement.none.body" />
        </p>
      </EmptyState>
    )
  return (
    <>
      {live.length > 0 && <Grid agreements={live} />}
      <section className="stack">
        <h2>
          <T id="agreement.list" />
        </h2>
        <ul className="agreement-list">
          {state.agreements.toReversed().map((one) => {
            const standing = standingOf(one, state, now)
            return (
              <li key={one.agreementId}>
                <p className="agreement-line">
                  <Link to={`/cases/${state.caseId}/agreements/${one.agreementId}`}>
                    {words.code(one.purpose, 'purpose')}
                  </Link>
                  <Tag tone={STANDING_TONE[standing]}>
                    <T id={`agreement.standing.${standing}`} />
                  </Tag>
                </p>
                <p className="small">
                  <bdi>{names.unit(one.recipient.unitId)}</bdi> · {format.country(one.recipient.country)} ·{' '}
                  <T id="agreement.until" values={{ day: format.day(one.expiresOn) }} />
                </p>
                <p className="small quiet">{format.list(one.classes.map((name) => words.code(name, 'class')))}</p>
              </li>
            )
          })}
          {refusals.map((action) => (
            <li key={action.id}>
              <p className="agreement-line">
                <span>{words.code(String(action.body?.['purpose']), 'purpose')}</span>
                <Tag>
                  <T id="agreement.standing.refused" />
                </Tag>
              </p>
              <p className="small quiet">
                {format.country(String(action.body?.['country']))} · <When at={action.occurredAt} show="date" />
              </p>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** Recipient by kind of information, with purpose and end in the head of each column. */
const Grid = ({ agreements }: { agreements: readonly Agreement[] }) => {
  const t = useT()
  const { names } = useDirectory()
  const words = useActWords(names)
  const format = useFormat()
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={t('agreement.grid')}>
      <table className="agreement-grid">
        <caption>
          <T id="agreement.grid" />
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <T id="agreement.grid.class" />
            </th>
            {agreements.map((one) => (
              <th scope="col" key={one.agreementId}>
                <bdi>{names.unit(one.recipient.unitId)}</bdi>
                <span>{words.code(one.purpose, 'purpose')}</span>
                <span>
                  <T id="agreement.until" values={{ day: format.day(one.expiresOn) }} />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {CLASSES_FOR_DOSSIER.map((name) => (
            <tr key={name}>
              <th scope="row">{words.code(name, 'class')}</th>
              {agreements.map((one) =>
                one.classes.includes(name) ? (
                  <td key={one.agreementId} data-goes="">
                    <Icon name="check" size={16} /> <T id="agreement.grid.goes" />
                  </td>
                ) : (
                  <td key={one.agreementId}>
                    <T id="agreement.grid.stays" />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
