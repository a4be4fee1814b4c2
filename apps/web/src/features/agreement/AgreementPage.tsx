import { type Agreement, vocabulary } from '@ariadne/domain'
import { useActWords } from '../../components/act/words.ts'
import { LinkButton } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Reading } from '../../components/Reading.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Tag } from '../../components/Tag.tsx'
import { TaskList } from '../../components/TaskList.tsx'
import { Id, When } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { type OpenCase, useCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { AgreementPreview } from './Preview.tsx'
import { STANDING_TONE, standingOf } from './standing.ts'

/** One agreement: what it says, whether it holds, what was shared under it, and the way out of it. */
export const AgreementPage = () => {
  const { caseId, agreementId } = usePathParams<'caseId' | 'agreementId'>()
  const read = useCase(caseId)
  const back = `/cases/${caseId}/agreements`
  if (read.state !== 'ready') return <Reading read={read} titleId="agreement.one" back={back} />
  const agreement = read.data.state.agreements.find((one) => one.agreementId === agreementId)
  if (!agreement)
    return (
      <Page titleId="agreement.one" back={back}>
        <p>
          <T id="agreement.not_there" />
        </p>
      </Page>
    )
  return <One open={read.data} agreement={agreement} back={back} />
}

const One = ({ open, agreement, back }: { open: OpenCase; agreement: Agreement; back: string }) => {
  const { state } = open
  const { names } = useDirectory()
  const words = useActWords(names)
  const format = useFormat()
  const standing = standingOf(agreement, state, nowIso())
  const here = `${back}/${agreement.agreementId}`
  const live = standing !== 'withdrawn' && standing !== 'ended'
  const may = (kind: string) => live && open.possible.some((one) => one.kind === kind && one.refusal === null)
  const child = vocabulary.isChild(state.person.ageBand)
  return (
    <Page
      titleId="agreement.one"
      heading={words.code(agreement.purpose, 'purpose')}
      caption={
        <>
          <T id="casefile.case" /> <Id>{state.reference}</Id>
        </>
      }
      back={back}
      actions={
        <>
          <Tag tone={STANDING_TONE[standing]}>
            <T id={`agreement.standing.${standing}`} />
          </Tag>
          {may('agreement.withdrawn') && (
            <LinkButton kind="danger" to={`${here}/withdraw`}>
              <T id="agreement.withdraw" />
            </LinkButton>
          )}
        </>
      }
    >
      <div className="stack-large">
        <AgreementPreview
          classes={agreement.classes}
          unitName={names.unit(agreement.recipient.unitId)}
          country={agreement.recipient.country}
          purpose={agreement.purpose}
          until={agreement.expiresOn}
        />
        {child && live && (
          <section className="stack">
            <h2>
              <T id="agreement.child" />
            </h2>
            <p className="quiet">
              <T id="agreement.child.hint" />
            </p>
            <TaskList
              tasks={[
                {
                  key: 'guardian',
                  title: words.act('agreement.guardian_authorised'),
                  status: agreement.guardianAuthorisedAt ? 'done' : 'notStarted',
                  note: agreement.guardianAuthorisedAt && <When at={agreement.guardianAuthorisedAt} show="date" />,
                  ...(agreement.guardianAuthorisedAt
                    ? {}
                    : may('agreement.guardian_authorised')
                      ? { to: `${here}/authorise` }
                      : { hint: <Guardian open={open} /> }),
                },
                {
                  key: 'child',
                  title: words.act('agreement.child_assented'),
                  status: agreement.childAssentedAt ? 'done' : 'notStarted',
                  note: agreement.childAssentedAt && <When at={agreement.childAssentedAt} show="date" />,
                  ...(!agreement.childAssentedAt && may('agreement.child_assented') ? { to: `${here}/assent` } : {}),
                },
              ]}
            />
          </section>
        )}
        <section className="stack">
          <h2>
            <T id="agreement.how" />
          </h2>
          <SummaryList
            rows={[
              { key: 'given', label: <T id="agreement.given" />, value: <When at={agreement.givenAt} /> },
              {
                key: 'language',
                label: words.field('', 'language'),
                value: `${format.language(agreement.language)} · ${words.code(agreement.interpreter, 'interpreter')}`,
              },
              {
                key: 'lawful',
                label: words.field('', 'lawfulBasis'),
                value: words.code(agreement.lawfulBasis, 'lawfulBasis'),
              },
              {
                key: 'transfer',
                label: words.field('', 'transferBasis'),
                value: words.code(agreement.transferBasis, 'transferBasis'),
              },
              ...(agreement.withdrawnAt
                ? [
                    {
                      key: 'withdrawn',
                      label: <T id="agreement.withdrawn" />,
                      value: <When at={agreement.withdrawnAt} />,
                    },
                  ]
                : []),
              { key: 'hash', label: words.field('', 'hash'), value: <Id>{agreement.hash.slice(0, 16)}</Id> },
            ]}
          />
        </section>
        <Shared open={open} agreement={agreement} />
      </div>
    </Page>
  )
}

const Guardian = ({ open }: { open: OpenCase }) => {
  const { names } = useDirectory()
  const { memberId } = open.state.guardianship
  return memberId ? (
    <T id="agreement.guardian" values={{ guardian: <bdi>{names.member(memberId)}</bdi> }} />
  ) : (
    <T id="refusal.guardian_missing" />
  )
}

/** What went over under this agreement, and what became of it. */
export const Shared = ({ open, agreement }: { open: OpenCase; agreement: Agreement }) => {
  const { names } = useDirectory()
  const words = useActWords(names)
  const format = useFormat()
  const handovers = open.state.handovers.filter((one) => one.agreementId === agreement.agreementId)
  return (
    <section className="stack">
      <h2>
        <T id="agreement.shared" />
      </h2>
      {handovers.length === 0 ? (
        <p>
          <T id="agreement.shared.nothing" />
        </p>
      ) : (
        <ul className="agreement-list">
          {handovers.map((one) => (
            <li key={one.handoverId}>
              <p className="agreement-line">
                <Link to={`/cases/${open.state.caseId}/handover/${one.handoverId}`}>
                  {words.code(one.role, 'role')} · {format.country(one.recipientCountry)}
                </Link>
                <Tag>{words.code(one.stage, 'stage')}</Tag>
              </p>
              {one.offer && (
                <p className="small">
                  <T id="agreement.shared.offer" /> <When at={one.offer.at} show="date" />
                </p>
              )}
              <p className="small">
                {one.dossier ? (
                  <>
                    {format.list(one.dossier.classes.map((name) => words.code(name, 'class')))} ·{' '}
                    <When at={one.dossier.at} show="date" />
                  </>
                ) : (
                  <T id="agreement.shared.no_dossier" />
                )}
              </p>
              {one.withdrawal && (
                <p className="small">
                  {one.withdrawal.acknowledgedAt ? (
                    <>
                      <T id="agreement.shared.stopped" /> <When at={one.withdrawal.acknowledgedAt} show="date" />
                    </>
                  ) : (
                    <T id="agreement.shared.stopping" />
                  )}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
