import type { ReportView } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Link } from '../../../components/Link.tsx'
import { Icon } from '../../../components/Icon.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { api, AUDIT_MS } from '../../../lib/api/request.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T } from '../../../lib/i18n/text.tsx'
import { save } from '../chart/csv.ts'
import { useRefusal } from '../useRefusal.ts'
import { LawDialog } from './LawDialog.tsx'
import { ReleaseDialog } from './ReleaseDialog.tsx'

const FORMATS = ['csv', 'xlsx', 'sdmx', 'hxl'] as const
type Format = (typeof FORMATS)[number]
type ReleaseMethod = 'suppress' | 'round' | 'noise'
type Released = { cells?: number; suppressed?: number; isNew?: boolean }
type Told = { tone: 'good' | 'danger'; words: React.ReactNode }

/** Files of a report, its printed page, keeping a version, and releasing it to the network. */
export const ReportActs = ({ view }: { view: ReportView }) => {
  const { language } = useLanguage()
  const refusal = useRefusal()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState<'release' | 'law' | null>(null)
  const [told, setTold] = useState<Told | null>(null)
  const doing = async (work: () => Promise<Told | null>) => {
    setBusy(true)
    setTold(null)
    try {
      setTold(await work())
    } catch (error) {
      setTold({ tone: 'danger', words: refusal(error) })
    } finally {
      setBusy(false)
      setAsking(null)
    }
  }
  const fetchFile = async (format: Format) => {
    const input = { params: { report: view.report }, query: { year: view.year, format, language } }
    const file = await api('GET /api/figures/reports/{report}/file', input, undefined, AUDIT_MS)
    const bytes = Uint8Array.from(atob(file.content), (letter) => letter.charCodeAt(0))
    save(file.name, new Blob([bytes], { type: file.mediaType }))
    return null
  }
  const download = (format: Format) => doing(() => fetchFile(format))
  const keep = () =>
    doing(async () => {
      const outcome = await sendNow('figure.keep_report', { report: view.report, year: view.year })
      return outcome.status === 'accepted'
        ? { tone: 'good', words: <T id="figures.report.isKept" /> }
        : { tone: 'danger', words: refusal(outcome) }
    })
  const release = (method: ReleaseMethod) =>
    doing(async () => {
      const body = { report: view.report, year: view.year, method }
      const outcome = await sendNow('figure.release', body, { within: AUDIT_MS })
      if (outcome.status !== 'accepted') return { tone: 'danger', words: refusal(outcome) }
      const { cells = 0, suppressed = 0, isNew = true } = outcome.result as Released
      return {
        tone: 'good',
        words: (
          <>
            <T
              id={isNew ? `figures.report.isReleased.${method}` : 'figures.report.wasReleased'}
              values={{ cells, suppressed }}
            />{' '}
            <Link to="/figures/releases">
              <T id="figures.report.seeReleases" />
            </Link>
          </>
        ),
      }
    })
  const sendByLaw = (sent: { recipient: string; legalBasis: string }) =>
    doing(async () => {
      const outcome = await sendNow('figure.transmit', { report: view.report, year: view.year, ...sent })
      if (outcome.status !== 'accepted') return { tone: 'danger', words: refusal(outcome) }
      await fetchFile('csv')
      return {
        tone: 'good',
        words: (
          <>
            <T id="figures.law.isSent" />{' '}
            <Link to="/figures/law">
              <T id="figures.law.see" />
            </Link>
          </>
        ),
      }
    })
  return (
    <div className="stack figure-about no-print">
      <div className="row">
        {FORMATS.filter((format) => format !== 'sdmx' || view.sdmx !== null).map((format) => (
          <Button key={format} kind="secondary" size="small" busy={busy} onClick={() => void download(format)}>
            <T id={`figures.report.file.${format}`} />
          </Button>
        ))}
        <Button kind="quiet" size="small" onClick={() => window.print()}>
          <Icon name="print" size={18} />
          <T id="figures.report.print" />
        </Button>
      </div>
      {view.sdmx === 'not_verified' && (
        <p className="small quiet">
          <T id="figures.report.sdmxUnsure" />
        </p>
      )}
      {view.view === 'exact' && (
        <div className="row">
          <Button kind="secondary" size="small" busy={busy} onClick={() => void keep()}>
            <T id="figures.report.keep" />
          </Button>
          <Button size="small" onClick={() => setAsking('release')}>
            <T id="figures.report.release" />
          </Button>
          {view.statutory && (
            <Button kind="secondary" size="small" onClick={() => setAsking('law')}>
              <T id="figures.law.send" />
            </Button>
          )}
        </div>
      )}
      <div role="status">
        {told && (
          <Callout tone={told.tone}>
            <p>{told.words}</p>
          </Callout>
        )}
      </div>
      {asking === 'release' && view.release && (
        <ReleaseDialog
          release={view.release}
          year={view.year}
          busy={busy}
          onRelease={(method) => void release(method)}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'law' && (
        <LawDialog view={view} busy={busy} onSend={(sent) => void sendByLaw(sent)} onClose={() => setAsking(null)} />
      )}
    </div>
  )
}
