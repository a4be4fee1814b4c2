import { EmptyState, Queue } from '../../components/Queue.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { Bars } from './chart/Bars.tsx'
import { CellValue } from './chart/CellValue.tsx'
import { Figure, SaveCsv } from './chart/Figure.tsx'
import { FiguresPage } from './FiguresPage.tsx'
import { YearSelect, useYear } from './FunnelPage.tsx'

/** How far the figures can be trusted: what is missing, late, perhaps twice, or contradicted by another source. */
export const QualityPage = () => {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const chosen = useYear('/figures/quality', 'this')
  const read = useRead('GET /api/figures/quality', { query: { period: chosen.year, language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.quality.title" />
  const { missing, late, units, possiblyTwice, onlyYearKnown, conflicts } = read.data
  const gaps = missing
    .filter(({ of }) => of > 0)
    .map((one) => ({ ...one, share: (100 * one.unknown) / one.of }))
    .toSorted((a, b) => b.share - a.share)
  const [worst] = gaps
  const lateness = [
    { key: 'day', count: late.facts - late.moreThanDay },
    { key: 'week', count: late.moreThanDay - late.moreThanWeek },
    { key: 'month', count: late.moreThanWeek - late.moreThanMonth },
    { key: 'later', count: late.moreThanMonth },
  ] as const
  return (
    <FiguresPage titleId="figures.quality.title" lead={<T id="figures.quality.lead" />}>
      <AsOf at={read.asOf} />
      <YearSelect {...chosen} />
      <Figure
        name={`not-recorded-${chosen.year}`}
        finding={
          worst && worst.unknown > 0 ? (
            <T
              id="figures.quality.finding"
              values={{ name: worst.name, unknown: worst.unknown, all: worst.of, year: chosen.year }}
            />
          ) : (
            <T id="figures.quality.complete" values={{ year: chosen.year }} />
          )
        }
        source={t('figures.source.records')}
        note={<T id="figures.note.exact" />}
        table={{
          head: [t('figures.quality.what'), t('figures.quality.unknown'), t('figures.quality.of')],
          rows: gaps.map((one) => [one.name, format.number(one.unknown), format.number(one.of)]),
          file: gaps.map((one) => [one.dimension, String(one.unknown), String(one.of)]),
        }}
      >
        <Bars
          as="percent"
          bars={gaps.map((one) => ({
            key: one.dimension,
            name: one.name,
            cell: { status: one.unknown === 0 ? 'zero' : 'value', value: one.share },
            detail: <T id="figures.funnel.of" values={{ numerator: one.unknown, denominator: one.of }} />,
          }))}
        />
      </Figure>
      <Figure
        name={`late-${chosen.year}`}
        finding={
          <T
            id="figures.quality.lateFinding"
            values={{
              share: format.percent(late.facts === 0 ? 0 : late.moreThanWeek / late.facts),
              week: late.moreThanWeek,
              all: late.facts,
              year: chosen.year,
            }}
          />
        }
        source={t('figures.source.records')}
        note={<T id="figures.note.exact" />}
        table={{
          head: [t('figures.quality.knownAfter'), t('figures.quality.facts')],
          rows: lateness.map(({ key, count }) => [t(`figures.quality.after.${key}`), format.number(count)]),
          file: lateness.map(({ key, count }) => [key, String(count)]),
        }}
      >
        <Bars
          bars={lateness.map(({ key, count }) => ({
            key,
            name: t(`figures.quality.after.${key}`),
            cell: { status: count === 0 ? 'zero' : 'value', value: count },
          }))}
        />
      </Figure>
      <section className="stack figure-about">
        <h2>
          <T id="figures.quality.care" />
        </h2>
        <ul className="plain-list">
          <li>
            <T id="figures.quality.twice" values={{ count: possiblyTwice }} />
          </li>
          <li>
            <T id="figures.quality.onlyYear" values={{ count: onlyYearKnown }} />
          </li>
        </ul>
      </section>
      {conflicts.length > 0 && (
        <section className="stack figure-about">
          <h2>
            <T id="figures.quality.conflicts" />
          </h2>
          {conflicts.map((one) => (
            <div key={one.definition}>
              <p>
                <strong>{one.name}</strong>
              </p>
              <ul className="plain-list">
                {one.values.map((value) => (
                  <li key={`${value.source} ${value.value}`}>
                    <bdi>{value.sourceTitle}</bdi>: <CellValue cell={value} />
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      )}
      <Queue
        caption={<T id="figures.quality.units" />}
        rows={units}
        rowKey={(one) => one.unitId}
        columns={[
          { key: 'unit', label: t('figures.quality.unit'), heads: true, cell: (one) => <bdi>{one.name}</bdi> },
          {
            key: 'records',
            label: t('figures.quality.records'),
            align: 'end',
            cell: (one) => format.number(one.records),
          },
          {
            key: 'last',
            label: t('figures.quality.lastDay'),
            cell: (one) => (one.lastDay ? format.day(one.lastDay) : <T id="figures.status.missing" />),
          },
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="figures.nothing" />} />}
      />
      {units.length > 0 && (
        <SaveCsv
          name={`who-records-${chosen.year}`}
          rows={[
            ['unit', 'kind', 'records', 'last_day'],
            ...units.map((one) => [one.name, one.kind, String(one.records), one.lastDay ?? '']),
          ]}
        />
      )}
    </FiguresPage>
  )
}
