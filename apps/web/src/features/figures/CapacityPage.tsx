import { useActWords } from '../../components/act/words.ts'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { CellValue, cellForFile } from './chart/CellValue.tsx'
import { Bars } from './chart/Bars.tsx'
import { Figure } from './chart/Figure.tsx'
import { FiguresPage } from './FiguresPage.tsx'
import { YearSelect, useYear } from './FunnelPage.tsx'

/** Who is stretched, by kind of unit and never by person; what was asked for and not given. */
export const CapacityPage = () => {
  const t = useT()
  const format = useFormat()
  const words = useActWords()
  const { language } = useLanguage()
  const chosen = useYear('/figures/capacity', 'this')
  const read = useRead('GET /api/figures/capacity', { query: { period: chosen.year, language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.capacity.title" />
  const { kinds, services, declinedAbroad } = read.data
  const number = (key: 'units' | 'members' | 'openCases' | 'waiting' | 'overdue' | 'declinedForWantOfPlace') => ({
    key,
    label: t(`figures.capacity.${key}`),
    align: 'end' as const,
    cell: (row: (typeof kinds)[number]) => format.number(row[key]),
  })
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
              values={{ service: words.code(most.service, 'service'), count: most.unmet.value ?? 0, year: chosen.year }}
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
          bars={services.map((one) => ({
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
      <Queue
        caption={<T id="figures.capacity.kinds" />}
        rows={kinds}
        rowKey={(row) => row.kind}
        columns={[
          { key: 'kind', label: t('figures.capacity.kind'), heads: true, cell: (row) => words.code(row.kind, 'kind') },
          number('units'),
          number('members'),
          number('openCases'),
          number('waiting'),
          number('overdue'),
          number('declinedForWantOfPlace'),
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="figures.nothing" />} />}
      />
      {declinedAbroad.length > 0 && (
        <section className="stack">
          <h2>
            <T id="figures.capacity.declinedAbroad" />
          </h2>
          <ul className="plain-list">
            {declinedAbroad.map(({ reason, count }) => (
              <li key={reason}>
                {words.code(reason, 'reason')}: <CellValue cell={count} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </FiguresPage>
  )
}
