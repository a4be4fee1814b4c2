import { useActWords } from '../../components/act/words.ts'
import { EmptyState } from '../../components/Queue.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { CellValue, cellForFile, useCellText } from './chart/CellValue.tsx'
import { Bars } from './chart/Bars.tsx'
import { Figure } from './chart/Figure.tsx'
import { FiguresPage } from './FiguresPage.tsx'
import { YearSelect, useYear } from './FunnelPage.tsx'

const COLUMNS = ['units', 'members', 'openCases', 'waiting', 'overdue', 'declinedForWantOfPlace'] as const

/** Who is stretched, by kind of unit and never by person; what was asked for and not given. */
export const CapacityPage = () => {
  const t = useT()
  const format = useFormat()
  const words = useActWords()
  const cellText = useCellText()
  const { language } = useLanguage()
  const chosen = useYear('/figures/capacity', 'this')
  const read = useRead('GET /api/figures/capacity', { query: { period: chosen.year, language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.capacity.title" />
  const { kinds, services, declinedAbroad } = read.data
  const placesOf = ({ places }: (typeof kinds)[number]): string =>
    format.facts(places.map((one) => `${cellText(one)} (${one.sourceTitle})`))
  const [busiest] = kinds.toSorted((a, b) => b.openCases + b.waiting - a.openCases - a.waiting)
  const unmet = services
    .filter(({ unmet: cell }) => (cell.value ?? 0) > 0)
    .toSorted((a, b) => (b.unmet.value ?? 0) - (a.unmet.value ?? 0))
  const [most] = unmet
  return (
    <FiguresPage titleId="figures.capacity.title" lead={<T id="figures.capacity.lead" />}>
      <AsOf at={read.asOf} />
      <YearSelect {...chosen} />
      <Figure
        name={`unmet-${chosen.year}`}
        finding={
          most ? (
            <T
              id="figures.capacity.finding"
              values={{
                service: format.list(
                  unmet
                    .filter((one) => one.unmet.value === most.unmet.value)
                    .map((one) => words.code(one.service, 'service')),
                ),
                count: most.unmet.value ?? 0,
                year: chosen.year,
              }}
            />
          ) : (
            <T id="figures.capacity.noUnmet" values={{ year: chosen.year }} />
          )
        }
        subtitle={<T id="figures.capacity.bars" />}
        source={t('figures.source.records')}
        note={<T id="figures.note.exact" />}
        table={{
          head: [
            t('figures.capacity.service'),
            t('figures.capacity.requested'),
            t('figures.capacity.started'),
            t('figures.capacity.unmet'),
          ],
          rows: services.map((one) => [
            words.code(one.service, 'service'),
            <CellValue key="r" cell={one.requested} />,
            <CellValue key="s" cell={one.started} />,
            <CellValue key="u" cell={one.unmet} />,
          ]),
          file: services.map((one) => [
            one.service,
            cellForFile(one.requested),
            cellForFile(one.started),
            cellForFile(one.unmet),
          ]),
        }}
      >
        <Bars
          bars={services
            .toSorted((a, b) => (b.requested.value ?? 0) - (a.requested.value ?? 0))
            .map((one) => ({
              key: one.service,
              name: words.code(one.service, 'service'),
              cell: one.requested,
              part: one.started,
              detail: (one.unmet.value ?? 0) > 0 && (
                <T id="figures.capacity.notMet" values={{ count: one.unmet.value ?? 0 }} />
              ),
            }))}
        />
      </Figure>
      {kinds.length === 0 ? (
        <EmptyState kind="none-yet" title={<T id="figures.nothing" />} />
      ) : (
        <Figure
          name="work-by-kind-of-unit"
          finding={
            busiest && busiest.openCases + busiest.waiting > 0 ? (
              <T
                id="figures.capacity.busiest"
                values={{
                  kind: words.code(busiest.kind, 'kind'),
                  open: busiest.openCases,
                  waiting: busiest.waiting,
                  overdue: kinds.reduce((sum, { overdue }) => sum + overdue, 0),
                }}
              />
            ) : (
              <T id="figures.capacity.kinds" />
            )
          }
          subtitle={<T id="figures.capacity.perHead" />}
          source={t('figures.source.records')}
          note={<T id="figures.note.exact" />}
          table={{
            head: [
              t('figures.capacity.kind'),
              ...COLUMNS.map((column) => t(`figures.capacity.${column}`)),
              t('figures.capacity.places'),
            ],
            rows: kinds.map((row) => [
              words.code(row.kind, 'kind'),
              ...COLUMNS.map((column) => format.number(row[column])),
              placesOf(row),
            ]),
            file: kinds.map((row) => [
              row.kind,
              ...COLUMNS.map((column) => String(row[column])),
              row.places.map((one) => `${one.source}=${cellForFile(one)}`).join('; '),
            ]),
          }}
        >
          <Bars
            bars={kinds
              .filter(({ openCases, waiting }) => openCases + waiting > 0)
              .toSorted((a, b) => b.openCases + b.waiting - a.openCases - a.waiting)
              .map((row) => ({
                key: row.kind,
                name: words.code(row.kind, 'kind'),
                cell: { status: 'value', value: row.openCases + row.waiting },
                part: { status: row.openCases === 0 ? 'zero' : 'value', value: row.openCases },
                detail: (
                  <T
                    id="figures.capacity.load"
                    values={{
                      open: row.openCases,
                      waiting: row.waiting,
                      overdue: row.overdue,
                      members: row.members,
                      declined: row.declinedForWantOfPlace,
                    }}
                  />
                ),
              }))}
          />
        </Figure>
      )}
      {declinedAbroad.length > 0 && (
        <Figure
          name={`declined-abroad-${chosen.year}`}
          finding={
            <T
              id="figures.capacity.declinedFinding"
              values={{
                reason: words.code(declinedAbroad[0]?.reason ?? '', 'reason'),
                count: declinedAbroad[0]?.count.value ?? 0,
                all: declinedAbroad.reduce((sum, { count }) => sum + (count.value ?? 0), 0),
                year: chosen.year,
              }}
            />
          }
          source={t('figures.source.records')}
          note={<T id="figures.note.exact" />}
          table={{
            head: [t('figures.capacity.reason'), t('figures.report.value')],
            rows: declinedAbroad.map(({ reason, count }) => [
              words.code(reason, 'reason'),
              <CellValue key="n" cell={count} />,
            ]),
            file: declinedAbroad.map(({ reason, count }) => [reason, cellForFile(count)]),
          }}
        >
          <Bars
            bars={declinedAbroad.map(({ reason, count }) => ({
              key: reason,
              name: words.code(reason, 'reason'),
              cell: count,
            }))}
          />
        </Figure>
      )}
    </FiguresPage>
  )
}
