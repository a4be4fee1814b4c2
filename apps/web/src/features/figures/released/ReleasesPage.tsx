import type { Api } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Details } from '../../../components/Details.tsx'
import { Link } from '../../../components/Link.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Callout, Tag } from '../../../components/Tag.tsx'
import { api } from '../../../lib/api/request.ts'
import { useRead } from '../../../lib/api/useRead.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { save } from '../chart/csv.ts'
import { FiguresPage } from '../FiguresPage.tsx'
import { useReader } from '../reader.ts'
import { SentTo } from '../SentTo.tsx'
import { useRefusal } from '../useRefusal.ts'
import { ByWhom } from './ByWhom.tsx'
import { Certificate } from './Certificate.tsx'
import './released.css'

type Releases = Api['GET /api/figures/releases']['response']
type Release = Releases['releases'][number]

/** Every release with its certificate: what left, how it was kept from giving anybody away, and where it arrived. */
export const ReleasesPage = () => {
  const t = useT()
  const { language } = useLanguage()
  const isCoordinator = useReader() === 'coordinator'
  const read = useRead('GET /api/figures/releases', { query: { language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.releases.title" />
  const { releases, budgets } = read.data
  return (
    <FiguresPage titleId="figures.releases.title" lead={<T id="figures.releases.lead" />}>
      <AsOf at={read.asOf} />
      {budgets.map((budget) => (
        <Budget key={budget.year} budget={budget} />
      ))}
      <Queue<Release>
        caption={<T id="figures.releases.title" />}
        hideCaption
        rows={releases}
        rowKey={(one) => one.id}
        columns={[
          {
            key: 'report',
            label: t('figures.reports.report'),
            heads: true,
            cell: (one) => (
              <>
                <Link to={`/figures/reports/${one.report}?year=${one.year}`}>
                  <bdi>{one.title}</bdi> {one.year}
                </Link>
                <span className="quiet small release-version">
                  <T id="figures.releases.version" values={{ version: one.version }} />{' '}
                  {!one.isLatest && <T id="figures.releases.replaced" />}
                </span>
              </>
            ),
          },
          {
            key: 'when',
            label: t('figures.releases.when'),
            cell: (one) => <ByWhom at={one.releasedAt} by={one.by} />,
          },
          {
            key: 'certificate',
            label: t('figures.releases.certificate'),
            cell: (one) => (
              <>
                <Tag tone={one.certificate.safe ? 'good' : 'danger'}>
                  <T id={`figures.releases.by.${one.method}`} />
                </Tag>
                <Details summary={<T id="figures.releases.audit" />}>
                  <Certificate release={one} />
                </Details>
              </>
            ),
          },
          { key: 'sent', label: t('figures.releases.sent'), cell: (one) => <SentTo sent={one.sent} /> },
          {
            key: 'acts',
            label: t('figures.releases.acts'),
            cell: (one) => <Acts release={one} maySend={isCoordinator && one.isLatest} />,
          },
        ]}
        empty={
          <EmptyState kind="none-yet" title={<T id="figures.releases.none" />}>
            {isCoordinator && (
              <p>
                <T
                  id="figures.releases.noneMeans"
                  values={{ link: <Link to="/figures/reports">{t('figures.reports.tab')}</Link> }}
                />
              </p>
            )}
          </EmptyState>
        }
      />
    </FiguresPage>
  )
}

/** How much of a year's budget noise has used up. */
const Budget = ({ budget }: { budget: Releases['budgets'][number] }) => {
  const format = useFormat()
  return (
    <p className="figure-about">
      <T
        id="figures.releases.budget"
        values={{
          year: budget.year,
          part: format.percent(budget.spent / budget.limit),
          releases: budget.releases,
          epsilon: format.number(Math.round(budget.epsilon * 10) / 10),
        }}
      />
    </p>
  )
}

/** The signed file, for where there is no network, and sending it once more. */
const Acts = ({ release, maySend }: { release: Release; maySend: boolean }) => {
  const refusal = useRefusal()
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<{ tone: 'good' | 'danger'; words: React.ReactNode } | null>(null)
  const doing = async (work: () => Promise<typeof told>) => {
    setBusy(true)
    try {
      setTold(await work())
    } catch (error) {
      setTold({ tone: 'danger', words: refusal(error) })
    } finally {
      setBusy(false)
    }
  }
  const download = () =>
    doing(async () => {
      const { name, signed } = await api('GET /api/figures/releases/{release}/file', {
        params: { release: release.id },
      })
      save(name, new Blob([signed], { type: 'application/jose' }))
      return null
    })
  const again = () =>
    doing(async () => {
      const outcome = await sendNow('figure.send_again', { releaseId: release.id })
      return outcome.status === 'accepted'
        ? { tone: 'good', words: <T id="figures.releases.isSentAgain" /> }
        : { tone: 'danger', words: refusal(outcome) }
    })
  return (
    <div className="stack no-print">
      {release.hasFile && (
        <Button kind="secondary" size="small" busy={busy} onClick={() => void download()}>
          <T id="figures.releases.file" />
        </Button>
      )}
      {release.hasFile && maySend && (
        <Button kind="quiet" size="small" busy={busy} onClick={() => void again()}>
          <T id="figures.releases.again" />
        </Button>
      )}
      <div role="status">
        {told && (
          <Callout tone={told.tone}>
            <p>{told.words}</p>
          </Callout>
        )}
      </div>
    </div>
  )
}
