import type { Api } from '@ariadne/contract'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { Select } from '../../components/Select.tsx'
import { AUDIT_MS } from '../../lib/api/request.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { useNow } from '../../lib/clock.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../lib/params.ts'
import { type Bar, Bars } from './chart/Bars.tsx'
import { CellValue, cellForFile, useCellText } from './chart/CellValue.tsx'
import { Figure } from './chart/Figure.tsx'
import { FiguresPage, SafeNote } from './FiguresPage.tsx'

type Funnel = Api['GET /api/figures/funnel']['response']
type Kpis = Api['GET /api/figures/kpis']['response']

/** The year in the address, or the last whole one. */
export const useYear = (path: string, fallback: 'this' | 'last' = 'last') => {
  const search = useSearchText()
  const go = useGo()
  const thisYear = new Date(useNow()).getUTCFullYear()
  const years = Array.from({ length: 6 }, (_, ago) => String(thisYear - ago))
  const year = years.find((one) => one === search['year']) ?? String(thisYear - (fallback === 'last' ? 1 : 0))
  return { year, years, choose: (next: string) => go(`${path}?year=${next}`, { replace: true }) }
}

export const YearSelect = ({ year, years, choose }: ReturnType<typeof useYear>) => (
  <div className="figure-filters no-print">
    <Select
      name="year"
      label={<T id="figures.year" />}
      options={years.map((one) => ({ value: one, label: one }))}
      value={year}
      onChange={(next) => next && choose(next)}
    />
  </div>
)

/** From the first contact to the end of a case: how many came to each step, and of those who began. */
export const FunnelPage = () => {
  const { language } = useLanguage()
  const chosen = useYear('/figures/funnel')
  const query = { query: { period: chosen.year, language } }
  const funnel = useRead('GET /api/figures/funnel', query, { within: AUDIT_MS })
  const kpis = useRead('GET /api/figures/kpis', query, { within: AUDIT_MS })
  return (
    <FiguresPage titleId="figures.funnel.title" lead={<T id="figures.funnel.lead" />}>
      <YearSelect {...chosen} />
      {funnel.state === 'ready' ? (
        <>
          <AsOf at={funnel.asOf} />
          <FunnelFigure funnel={funnel.data} />
        </>
      ) : (
        <Reading read={funnel} bare audited />
      )}
      {kpis.state === 'ready' ? <Shares kpis={kpis.data} /> : <Reading read={kpis} bare />}
    </FiguresPage>
  )
}

/** The step where most of those who came to it went no further: what the picture says first. */
const widestGap = (steps: Funnel['steps']) => {
  let found: { from: Funnel['steps'][number]; to: Funnel['steps'][number]; lost: number } | undefined
  for (const [at, to] of steps.entries()) {
    const from = steps[at - 1]
    if (from === undefined || from.ofThoseBegun.value === null || to.ofThoseBegun.value === null) continue
    const lost = from.ofThoseBegun.value - to.ofThoseBegun.value
    if (lost > 0 && lost > (found?.lost ?? 0)) found = { from, to, lost }
  }
  return found
}

const FunnelFigure = ({ funnel }: { funnel: Funnel }) => {
  const t = useT()
  const format = useFormat()
  const cellText = useCellText()
  const way = funnel.steps.filter(({ side }) => !side)
  const gap = widestGap(way)
  // Of those begun is told to the coordinator alone: beside the other number, small differences would tell who.
  const isExact = funnel.view === 'exact'
  const barOf = (step: Funnel['steps'][number]): Bar => ({
    key: step.definition,
    name: step.name,
    cell: isExact ? step.ofThoseBegun : step.inPeriod,
    detail: (
      <>
        {isExact && <T id="figures.funnel.begun" values={{ value: cellText(step.inPeriod), year: funnel.period }} />}
        {step.persons && step.persons.low !== step.persons.high && (
          <>
            {' · '}
            <T id="figures.funnel.personsBetween" values={{ ...step.persons }} />
          </>
        )}
        {step.beside.map((one, at) => (
          <span key={one.source}>
            {(isExact || at > 0) && ' · '}
            <bdi>{one.sourceTitle}</bdi>: {cellText(one)}
          </span>
        ))}
      </>
    ),
  })
  return (
    <Figure
      name={`funnel-${funnel.period}`}
      finding={
        gap ? (
          <T
            id="figures.finding.gap"
            values={{
              from: gap.from.name,
              to: gap.to.name,
              count: gap.from.ofThoseBegun.value ?? 0,
              reached: gap.to.ofThoseBegun.value ?? 0,
              year: funnel.period,
            }}
          />
        ) : (
          <T id="figures.finding.noGap" values={{ year: funnel.period }} />
        )
      }
      {...(isExact ? { subtitle: <T id="figures.funnel.bars" values={{ year: funnel.period }} /> } : {})}
      source={t('figures.source.records')}
      note={<SafeNote view={funnel.view} />}
      table={{
        head: [
          t('figures.funnel.step'),
          t('figures.funnel.inPeriod'),
          ...(isExact ? [t('figures.funnel.ofThoseBegun'), t('figures.funnel.persons')] : []),
          t('figures.beside'),
        ],
        rows: funnel.steps.map((step) => [
          step.name,
          <CellValue key="in" cell={step.inPeriod} />,
          ...(isExact
            ? [
                <CellValue key="of" cell={step.ofThoseBegun} />,
                step.persons ? t('figures.range', { low: step.persons.low, high: step.persons.high }) : '',
              ]
            : []),
          format.facts(step.beside.map((one) => `${one.sourceTitle}: ${cellText(one)}`)),
        ]),
        file: funnel.steps.map((step) => [
          step.definition,
          cellForFile(step.inPeriod),
          ...(isExact
            ? [cellForFile(step.ofThoseBegun), step.persons ? `${step.persons.low}-${step.persons.high}` : '']
            : []),
          step.beside.map((one) => `${one.source}=${cellForFile(one)}`).join('; '),
        ]),
      }}
    >
      <Bars bars={way.map(barOf)} />
      {way.length < funnel.steps.length && (
        <>
          <h3 className="bars-beside">
            <T id="figures.funnel.side" />
          </h3>
          <Bars bars={funnel.steps.filter(({ side }) => side).map(barOf)} />
        </>
      )}
    </Figure>
  )
}

const Shares = ({ kpis }: { kpis: Kpis }) => {
  const t = useT()
  const format = useFormat()
  const known = kpis.kpis.filter(({ share }) => share.value !== null)
  const share = (cell: { value: number | null }) => (cell.value === null ? '' : format.percent(cell.value / 100))
  return (
    <Figure
      name={`shares-${kpis.period}`}
      finding={
        <T id="figures.finding.shares" values={{ known: known.length, all: kpis.kpis.length, year: kpis.period }} />
      }
      source={t('figures.source.records')}
      note={<SafeNote view={kpis.view} />}
      table={{
        head: [
          t('figures.funnel.share'),
          kpis.period,
          t('figures.funnel.numerator'),
          t('figures.funnel.denominator'),
          kpis.before,
        ],
        rows: kpis.kpis.map((kpi) => [
          kpi.name,
          <CellValue key="share" cell={kpi.share} as="percent" />,
          kpi.share.numerator === null ? '' : format.number(kpi.share.numerator),
          kpi.share.denominator === null ? '' : format.number(kpi.share.denominator),
          <CellValue key="before" cell={kpi.shareBefore} as="percent" />,
        ]),
        file: kpis.kpis.map((kpi) => [
          kpi.definition,
          cellForFile(kpi.share),
          String(kpi.share.numerator ?? ''),
          String(kpi.share.denominator ?? ''),
          cellForFile(kpi.shareBefore),
        ]),
      }}
    >
      <Bars
        as="percent"
        bars={known.map((kpi) => ({
          key: kpi.definition,
          name: kpi.name,
          cell: kpi.share,
          detail: (
            <>
              {kpi.share.numerator !== null && kpi.share.denominator !== null && (
                <T
                  id="figures.funnel.of"
                  values={{ numerator: kpi.share.numerator, denominator: kpi.share.denominator }}
                />
              )}
              {kpi.shareBefore.value !== null && (
                <>
                  {' · '}
                  <T id="figures.funnel.before" values={{ period: kpis.before, value: share(kpi.shareBefore) }} />
                </>
              )}
            </>
          ),
        }))}
      />
    </Figure>
  )
}
