import { Callout } from '../../../components/Tag.tsx'
import { Details } from '../../../components/Details.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Combobox, Select } from '../../../components/Select.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../../lib/params.ts'
import type { Grain, Trend } from '../chart/cell.ts'
import { type Definitions, useCategory, useDefinitions } from '../definitions.ts'
import { DefinitionText } from '../DefinitionText.tsx'
import { FiguresPage } from '../FiguresPage.tsx'
import { useReader } from '../reader.ts'
import { TrendFigure } from './TrendFigure.tsx'
import { useTrend } from './useTrend.ts'

const GRAINS: readonly Grain[] = ['week', 'month', 'quarter', 'year']
const YEARS = ['1', '2', '3', '5', '10']
/** Side by side no more than these; the others stand in the report's tables. */
const MOST_SERIES = 6

/** One figure over time, whole or by a characteristic, with what others say and what was noticed on the ground. */
export const TrendPage = () => {
  const definitions = useDefinitions()
  if (definitions.state !== 'ready') return <Reading read={definitions} titleId="figures.trend.title" />
  return (
    <FiguresPage titleId="figures.trend.title" lead={<T id="figures.trend.lead" />}>
      <AsOf at={definitions.asOf} />
      <Chosen definitions={definitions.data} />
    </FiguresPage>
  )
}

const Chosen = ({ definitions }: { definitions: Definitions }) => {
  const t = useT()
  const go = useGo()
  const search = useSearchText()
  const isExact = useReader() === 'coordinator'
  const counted = definitions.definitions.filter(({ kind }) => kind === 'count')
  const offered = definitions.pages.trends
  const definition =
    counted.find(({ id }) => id === search['definition']) ?? counted.find(({ id }) => id === offered[0])
  const grain = isExact ? (GRAINS.find((one) => one === search['grain']) ?? 'month') : 'year'
  const years = YEARS.find((one) => one === search['years']) ?? (isExact ? '3' : '5')
  const by = isExact ? definition?.dimensions.find((one) => one === search['by']) : undefined
  if (definition === undefined) return null
  const choose = (changed: Record<string, string>) => {
    const next = { definition: definition.id, grain, years, by: by ?? '', ...changed }
    go(`/figures/trends?${new URLSearchParams(Object.entries(next).filter(([, value]) => value !== '')).toString()}`, {
      replace: true,
    })
  }
  const byName = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label)
  return (
    <>
      <div className="figure-filters no-print">
        <Combobox
          name="definition"
          label={<T id="figures.trend.which" />}
          options={[
            ...offered.flatMap((id) => {
              const found = counted.find((one) => one.id === id)
              return found ? [{ value: id, label: found.name }] : []
            }),
            ...counted
              .filter(({ id }) => !offered.includes(id))
              .map(({ id, name }) => ({ value: id, label: name }))
              .toSorted(byName),
          ]}
          value={definition.id}
          onChange={(id) => id && choose({ definition: id, by: '' })}
        />
        {isExact && (
          <Select
            name="by"
            label={<T id="figures.trend.by" />}
            empty={t('figures.trend.whole')}
            options={definition.dimensions
              .map((id) => ({ value: id, label: definitions.dimensions[id] ?? id }))
              .toSorted(byName)}
            value={by ?? ''}
            onChange={(value) => choose({ by: value })}
          />
        )}
        {isExact && (
          <Select
            name="grain"
            label={<T id="figures.trend.grain" />}
            options={GRAINS.map((one) => ({ value: one, label: t(`figures.grain.${one}`) }))}
            value={grain}
            onChange={(value) => value && choose({ grain: value })}
          />
        )}
        <Select
          name="years"
          label={<T id="figures.trend.years" />}
          options={YEARS.map((one) => ({ value: one, label: t('figures.years', { count: Number(one) }) }))}
          value={years}
          onChange={(value) => value && choose({ years: value })}
        />
      </div>
      <Shown choice={{ definition: definition.id, grain, years: Number(years), by }} name={definition.name} />
      <Details summary={<T id="figures.whatIsCounted" />}>
        <DefinitionText definition={definition} />
      </Details>
    </>
  )
}

const Shown = ({ choice, name }: { choice: Parameters<typeof useTrend>[0]; name: string }) => {
  const trend = useTrend(choice)
  const category = useCategory()
  if (trend.state !== 'ready') return <Reading read={trend} bare audited />
  const { data } = trend
  const label = (series: Trend['series'][number]) => category(data.by, series.category, series.name)
  const shown = data.series.slice(0, MOST_SERIES)
  const top = Math.max(0, ...shown.flatMap(({ points }) => points.map(({ value }) => value ?? 0)))
  return (
    <>
      {data.by === null ? (
        shown.map((series) => <TrendFigure key={series.category} trend={data} series={series} name={name} />)
      ) : (
        <div className="small-charts">
          {shown.map((series) => (
            <TrendFigure
              key={series.category}
              trend={data}
              series={series}
              name={label(series)}
              size="small"
              top={top}
            />
          ))}
        </div>
      )}
      {data.series.length > MOST_SERIES && (
        <p className="small quiet">
          <T id="figures.trend.others" values={{ count: data.series.length - MOST_SERIES }} />
        </p>
      )}
      {data.late > 0 && (
        <Callout>
          <p>
            <T id="figures.trend.late" values={{ count: data.late }} />
          </p>
        </Callout>
      )}
      <Notes trend={data} />
    </>
  )
}

/** What people on the ground noticed in these periods, counted beside the numbers. */
const Notes = ({ trend }: { trend: Trend }) => {
  const counts = new Map<string, number>()
  for (const { kind, code, notes } of trend.notes)
    counts.set(`${kind}.${code}`, (counts.get(`${kind}.${code}`) ?? 0) + notes)
  if (counts.size === 0) return null
  return (
    <section className="stack">
      <h2>
        <T id="figures.notes.beside" />
      </h2>
      <ul className="plain-list">
        {[...counts]
          .toSorted(([, a], [, b]) => b - a)
          .map(([id, count]) => (
            <li key={id}>
              <T id={`figures.note.${id}`} /> <span className="quiet tabular">× {count}</span>
            </li>
          ))}
      </ul>
    </section>
  )
}
