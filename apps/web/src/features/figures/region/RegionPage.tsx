import type { Api } from '@ariadne/contract'
import { useState } from 'react'
import { Combobox } from '../../../components/Select.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { CellValue, cellForFile, useCellText } from '../chart/CellValue.tsx'
import { Figure } from '../chart/Figure.tsx'
import { type Definitions, useDefinitions, useNamedPart } from '../definitions.ts'
import { FiguresPage } from '../FiguresPage.tsx'
import { YearSelect, useYear } from '../FunnelPage.tsx'
import { Coverage, Refused } from './Coverage.tsx'
import { RegionMap, type Shade } from './RegionMap.tsx'
import { RegionTrend } from './RegionTrend.tsx'

type Region = Api['GET /api/figures/region']['response']
type Side = Region['cells'][number]

/** The region as its countries released it: map, alerts, coverage, and who has not reported. Nothing is added up. */
export const RegionPage = () => {
  const { language } = useLanguage()
  const chosen = useYear('/figures/region')
  const read = useRead('GET /api/figures/region', { query: { year: Number(chosen.year), language } })
  const definitions = useDefinitions()
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.region.title" />
  if (definitions.state !== 'ready') return <Reading read={definitions} titleId="figures.region.title" />
  return (
    <FiguresPage titleId="figures.region.title" lead={<T id="figures.region.lead" />}>
      <AsOf at={read.asOf} />
      <YearSelect {...chosen} />
      <Compared region={read.data} definitions={definitions.data} />
      <Told region={read.data} definitions={definitions.data} />
      <Coverage region={read.data} definitions={definitions.data} />
      <Refused refused={read.data.refused} />
    </FiguresPage>
  )
}

const keyOf = (side: Side): string => JSON.stringify([side.report, side.table, side.key])

const Compared = ({ region, definitions }: { region: Region; definitions: Definitions }) => {
  const t = useT()
  const format = useFormat()
  const part = useNamedPart(definitions)
  const cellText = useCellText()
  const [wanted, setWanted] = useState('')
  const nameOf = (side: Side): string => {
    const definition = definitions.definitions.find((one) => one.id === side.definition)?.name ?? side.definition
    const parts = Object.entries(side.key).flatMap(([axis, value]) =>
      axis === 'line' || value === 'Total' ? [] : [part(axis, value)],
    )
    return format.facts([definition, ...parts])
  }
  // A figure once, by its whole, the ones that most countries tell first.
  const sides = [...new Map(region.cells.map((side) => [nameOf(side), side])).values()]
  const isWhole = ({ key }: Side): boolean =>
    Object.entries(key).every(([axis, value]) => axis === 'line' || value === 'Total')
  const [first] = sides
    .filter((one) => one.definition === 'victims.registered' && isWhole(one))
    .concat(sides.filter(isWhole), sides)
  const side = sides.find((one) => keyOf(one) === wanted) ?? first
  if (side === undefined)
    return <EmptyState kind="none-yet" title={<T id="figures.region.nothing" values={{ year: region.year }} />} />
  const highest = Math.max(1, ...side.values.map(({ value }) => value ?? 0))
  const name = nameOf(side)
  const told = side.values.filter(({ value }) => value !== null)
  const shades = new Map<string, Shade>(
    side.values.map((one) => [
      one.country,
      {
        depth: one.value === null ? null : one.value / highest,
        label: `${format.country(one.country)}: ${cellText(one)}`,
        text: one.value === null ? '–' : format.number(one.value),
      },
    ]),
  )
  for (const { country, missing } of region.countries)
    if (country !== null && missing.length > 0 && !shades.has(country))
      shades.set(country, {
        depth: null,
        label: t('figures.region.notReported', { country: format.country(country), year: region.year }),
        text: '?',
      })
  return (
    <>
      <div className="figure-filters no-print">
        <Combobox
          name="figure"
          label={<T id="figures.trend.which" />}
          options={sides.map((one) => ({ value: keyOf(one), label: nameOf(one) }))}
          value={keyOf(side)}
          onChange={(value) => value && setWanted(value)}
        />
      </div>
      <Figure
        name={`region-${region.year}`}
        finding={
          <T
            id="figures.region.finding"
            values={{ name, told: told.length, all: region.countries.length, year: region.year }}
          />
        }
        source={t('figures.source.released')}
        note={<T id="figures.region.note" />}
        table={{
          head: [t('figures.region.country'), name],
          rows: side.values.map((one) => [format.country(one.country), <CellValue key="value" cell={one} />]),
          file: side.values.map((one) => [one.country, cellForFile(one)]),
        }}
      >
        <RegionMap label={name} shades={shades} />
      </Figure>
      <RegionTrend cell={side} name={name} to={region.year} />
    </>
  )
}

/** Alerts that countries chose to tell: categories and round limits. Read carefully: they come from elsewhere. */
const Told = ({ region, definitions }: { region: Region; definitions: Definitions }) => {
  const t = useT()
  const format = useFormat()
  const part = useNamedPart(definitions)
  const rows = region.alerts.flatMap(({ country, issuedAt, alert }) => {
    const { definition, fixed, from, times, recurrence } = alert as Partial<Record<string, unknown>>
    if (typeof definition !== 'string' || typeof from !== 'string' || typeof fixed !== 'object' || fixed === null)
      return []
    const what = Object.entries(fixed as Record<string, string>).map(([axis, value]) => part(axis, value))
    return [
      {
        key: `${country} ${definition} ${from} ${what.join()}`,
        country,
        issuedAt,
        from,
        name: definitions.definitions.find((one) => one.id === definition)?.name ?? definition,
        what: what.length > 0 ? format.facts(what) : t('figures.watch.everything'),
        times: Number(times ?? 1),
        recurrence: Number(recurrence ?? 0),
      },
    ]
  })
  return (
    <section className="region-part">
      <Queue
        caption={<T id="figures.region.alerts" />}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          {
            key: 'country',
            label: t('figures.region.country'),
            heads: true,
            cell: (row) => format.country(row.country),
          },
          {
            key: 'what',
            label: t('figures.region.rose'),
            cell: (row) => (
              <>
                {row.what} <span className="quiet small">({row.name})</span>
              </>
            ),
          },
          { key: 'since', label: t('figures.watch.since'), cell: (row) => format.day(row.from) },
          {
            key: 'times',
            label: t('figures.region.howMuch'),
            cell: (row) => <T id="figures.region.times" values={{ times: row.times, days: row.recurrence }} />,
          },
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="figures.region.noAlerts" />} />}
      />
    </section>
  )
}
