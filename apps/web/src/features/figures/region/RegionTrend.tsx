import type { Api } from '@ariadne/contract'
import { Reading } from '../../../components/Reading.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { CellValue, cellForFile, useCellText } from '../chart/CellValue.tsx'
import { changeOf } from '../chart/change.ts'
import { Figure } from '../chart/Figure.tsx'
import { LineChart } from '../chart/LineChart.tsx'
import './region.css'

type Trend = Api['GET /api/figures/region/trend']['response']
type Line = Trend['countries'][number]

/** One released figure over the years: a small picture a country, all to the same scale, and never a sum of them. */
export const RegionTrend = ({
  cell,
  name,
  to,
}: {
  cell: { report: string; table: string; key: Readonly<Record<string, string>> }
  name: string
  to: number
}) => {
  const { report, table, key } = cell
  const read = useRead('GET /api/figures/region/trend', { query: { report, table, key: JSON.stringify(key), to } })
  if (read.state !== 'ready') return <Reading read={read} bare />
  const { years, countries } = read.data
  const isTold = countries.some(({ points }) => points.some(({ value }) => value !== null))
  return isTold ? <Lines years={years} countries={countries} name={name} file={`region-${table}`} /> : null
}

const Lines = ({ years, countries, name, file }: Trend & { name: string; file: string }) => {
  const t = useT()
  const format = useFormat()
  const cellText = useCellText()
  const top = Math.max(0, ...countries.flatMap(({ points }) => points.map(({ value }) => value ?? 0)))
  const from = years.findIndex((_, at) => countries.some(({ points }) => points[at]?.status !== 'missing'))
  const shown = years.slice(Math.max(0, from))
  const changes = countries.map((line) => ({ line, change: changeOf(line.points, 1) }))
  const rose = changes.filter(({ change }) => change.kind === 'rose').map(({ line }) => format.country(line.country))
  const fell = changes.filter(({ change }) => change.kind === 'fell').map(({ line }) => format.country(line.country))
  return (
    <Figure
      name={file}
      finding={
        <T
          id="figures.region.trend.finding"
          values={{
            name,
            from: String(shown[0]),
            to: String(shown.at(-1)),
            rose: rose.length,
            fell: fell.length,
            roseIn: format.list(rose),
            fellIn: format.list(fell),
          }}
        />
      }
      source={t('figures.source.released')}
      note={<T id="figures.region.note" />}
      table={{
        head: [t('figures.region.country'), ...shown.map(String)],
        rows: countries.map(({ country, points }) => [
          format.country(country),
          ...points.slice(-shown.length).map((cell, at) => <CellValue key={shown[at]} cell={cell} />),
        ]),
        file: countries.map(({ country, points }) => [country, ...points.slice(-shown.length).map(cellForFile)]),
      }}
    >
      <div className="region-lines">
        {countries.map((line: Line) => (
          <section key={line.country}>
            <h3>{format.country(line.country)}</h3>
            <LineChart
              label={t('figures.chart.label', { name: format.country(line.country) })}
              size="small"
              top={top}
              points={line.points.slice(-shown.length).map((cell, at) => ({
                key: String(shown[at]),
                label: `${shown[at]}: ${cellText(cell)}`,
                tick: String(shown[at]),
                cell,
                isOpen: false,
              }))}
            />
          </section>
        ))}
      </div>
    </Figure>
  )
}
