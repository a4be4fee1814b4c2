import { AsOf, Reading } from '../../components/Reading.tsx'
import { Link } from '../../components/Link.tsx'
import { T } from '../../lib/i18n/text.tsx'
import { Legend } from './chart/Legend.tsx'
import { type Definition, useDefinitions } from './definitions.ts'
import { FiguresPage } from './FiguresPage.tsx'
import { useReader } from './reader.ts'
import { TrendFigure } from './trend/TrendFigure.tsx'
import { useTrend } from './trend/useTrend.ts'

/** The country's picture: what each of the main figures says, in a sentence each. */
export const OverviewPage = () => {
  const definitions = useDefinitions()
  if (definitions.state !== 'ready') return <Reading read={definitions} titleId="figures.overview.title" />
  const { definitions: all, pages } = definitions.data
  return (
    <FiguresPage titleId="figures.overview.title" lead={<T id="figures.overview.lead" />}>
      <AsOf at={definitions.asOf} />
      <Marks />
      <div className="small-charts">
        {pages.trends.flatMap((id) => {
          const found = all.find((one) => one.id === id)
          return found ? [<Card key={id} definition={found} />] : []
        })}
      </div>
    </FiguresPage>
  )
}

/** What the small pictures mark, said once for all of them. */
const Marks = () => {
  const isExact = useReader() === 'coordinator'
  return <Legend marks={{ open: true, notes: isExact, hidden: !isExact }} />
}

const Card = ({ definition }: { definition: Definition }) => {
  const isExact = useReader() === 'coordinator'
  const trend = useTrend({ definition: definition.id, grain: isExact ? 'quarter' : 'year', years: isExact ? 3 : 5 })
  if (trend.state !== 'ready') return <Reading read={trend} bare audited />
  const [series] = trend.data.series
  if (series === undefined) return null
  return (
    <TrendFigure
      trend={trend.data}
      series={series}
      name={definition.name}
      size="small"
      more={
        <Link to={`/figures/trends?definition=${definition.id}`}>
          <T id="figures.overview.more" values={{ name: definition.name }} />
        </Link>
      }
    />
  )
}
