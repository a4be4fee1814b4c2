import type { Api } from '@ariadne/contract'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Select } from '../../../components/Select.tsx'
import { AUDIT_MS } from '../../../lib/api/request.ts'
import { useRead } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { isolate } from '../../../lib/i18n/isolate.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../../lib/params.ts'
import { Bars } from '../chart/Bars.tsx'
import { CellValue, cellForFile, useCellText } from '../chart/CellValue.tsx'
import { Figure } from '../chart/Figure.tsx'
import { Legend } from '../chart/Legend.tsx'
import { type Definitions, useDefinitions } from '../definitions.ts'
import { FiguresPage, SafeNote } from '../FiguresPage.tsx'
import { useYear } from '../FunnelPage.tsx'
import { CountryMap } from './CountryMap.tsx'

type Counted = Api['GET /api/figures/map']['response']

/** One figure by the parts of the country: where people are met, and where nobody is. */
export const MapPage = () => {
  const definitions = useDefinitions()
  if (definitions.state !== 'ready') return <Reading read={definitions} titleId="figures.map.title" />
  return (
    <FiguresPage titleId="figures.map.title" lead={<T id="figures.map.lead" />}>
      <AsOf at={definitions.asOf} />
      <Chosen definitions={definitions.data} />
    </FiguresPage>
  )
}

const Chosen = ({ definitions }: { definitions: Definitions }) => {
  const { language } = useLanguage()
  const go = useGo()
  const search = useSearchText()
  const { year, years } = useYear('/figures/map')
  const offered = definitions.pages.map.flatMap((id) => definitions.definitions.find((one) => one.id === id) ?? [])
  const [first] = offered
  const definition = offered.find(({ id }) => id === search['definition']) ?? first
  const query = { definition: definition?.id ?? '', period: year, language }
  const read = useRead('GET /api/figures/map', { query }, { within: AUDIT_MS })
  const choose = (changed: Record<string, string>) => {
    const next = new URLSearchParams({ definition: definition?.id ?? '', year, ...changed })
    go(`/figures/map?${next.toString()}`, { replace: true })
  }
  return (
    <>
      <div className="figure-filters no-print">
        <Select
          name="definition"
          label={<T id="figures.trend.which" />}
          options={offered.map(({ id, name }) => ({ value: id, label: name }))}
          value={definition?.id ?? ''}
          onChange={(id) => id && choose({ definition: id })}
        />
        <Select
          name="year"
          label={<T id="figures.year" />}
          options={years.map((one) => ({ value: one, label: one }))}
          value={year}
          onChange={(next) => next && choose({ year: next })}
        />
      </div>
      {read.state === 'ready' ? <MapFigure counted={read.data} /> : <Reading read={read} bare audited />}
    </>
  )
}

/** Where most were, as far as it is told. */
const Finding = ({ counted }: { counted: Counted }) => {
  const { name, period, total } = counted
  const told = counted.areas.filter(({ count }) => (count.value ?? 0) > 0)
  const [most] = told.toSorted((a, b) => (b.count.value ?? 0) - (a.count.value ?? 0))
  if (!most) return <T id="figures.map.finding.none" values={{ name, year: period }} />
  const none = counted.areas.filter(({ count }) => count.status === 'zero').length
  return (
    <T
      id={total.value === null ? 'figures.map.finding.most' : 'figures.map.finding.mostOf'}
      values={{
        name,
        year: period,
        area: isolate(most.name),
        count: most.count.value ?? 0,
        all: total.value ?? 0,
        none,
      }}
    />
  )
}

const MapFigure = ({ counted }: { counted: Counted }) => {
  const t = useT()
  const format = useFormat()
  const cellText = useCellText()
  const { name, period, areas, elsewhere, country, total } = counted
  const lines = [
    ...areas.toSorted((a, b) => (b.count.value ?? -1) - (a.count.value ?? -1)),
    { code: 'unknown', name: t('figures.map.elsewhere'), count: elsewhere, notes: 0 },
  ]
  return (
    <Figure
      name={`map-${counted.definition}-${period}`}
      finding={<Finding counted={counted} />}
      subtitle={<T id="figures.map.subtitle" />}
      source={t('figures.source.records')}
      note={<SafeNote view={counted.view} />}
      table={{
        head: [t('figures.map.area'), name, t('figures.notes.tab')],
        rows: [
          ...lines.map((line) => [
            line.name,
            <CellValue key="count" cell={line.count} />,
            line.notes > 0 ? format.number(line.notes) : '',
          ]),
          [t('figures.category.Total'), <CellValue key="count" cell={total} />, ''],
        ],
        file: [
          ...lines.map((line) => [line.code, cellForFile(line.count), String(line.notes)]),
          ['Total', cellForFile(total), ''],
        ],
      }}
    >
      <div className="map-beside">
        <CountryMap
          country={country}
          label={t('figures.map.label', { name })}
          spots={areas.map((area) => ({
            key: area.code,
            name: area.name,
            at: [area.at[0], area.at[1]],
            cell: area.count,
            text: area.count.value === null ? '' : format.number(area.count.value),
            notes: area.notes,
            label: format.facts([
              `${area.name}: ${cellText(area.count)}`,
              ...(area.notes > 0 ? [t('figures.notesHere', { count: area.notes })] : []),
            ]),
          }))}
        />
        <Bars bars={lines.map(({ code, name: of, count }) => ({ key: code, name: <bdi>{of}</bdi>, cell: count }))} />
      </div>
      <Legend
        marks={{
          size: true,
          notes: areas.some(({ notes }) => notes > 0),
          hidden: lines.some(({ count }) => count.status === 'suppressed'),
        }}
      />
    </Figure>
  )
}
