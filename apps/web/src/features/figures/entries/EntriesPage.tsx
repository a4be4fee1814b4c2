import type { Api } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { When } from '../../../components/When.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { CellValue, cellForFile } from '../chart/CellValue.tsx'
import { SaveCsv } from '../chart/Figure.tsx'
import { useCategory, useDefinitions } from '../definitions.ts'
import { FiguresPage } from '../FiguresPage.tsx'
import { YearSelect, useYear } from '../FunnelPage.tsx'
import { EntryForm } from './EntryForm.tsx'
import { SourcesDiffer } from './SourcesDiffer.tsx'
import './entries.css'

export type Entries = Api['GET /api/figures/entries']['response']
export type Entry = Entries['entries'][number]

/** What no case file holds: figures of police, courts and others, each with its source; those that differ stand together. */
export const EntriesPage = () => {
  const t = useT()
  const format = useFormat()
  const category = useCategory()
  const chosen = useYear('/figures/entered')
  const definitions = useDefinitions()
  const read = useRead('GET /api/figures/entries', { query: { year: Number(chosen.year) } })
  const [open, setOpen] = useState<'new' | Entry | null>(null)
  if (definitions.state !== 'ready') return <Reading read={definitions} titleId="figures.entries.title" />
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.entries.title" />
  const nameOf = (entry: Entry): string => {
    const name = definitions.data.definitions.find(({ id }) => id === entry.definition)?.name ?? entry.definition
    const parts = Object.entries(entry.key).map(([axis, value]) =>
      category(axis, value, definitions.data.categories[axis]?.[value] ?? value),
    )
    return format.facts([name, ...parts])
  }
  const rows = read.data.entries.toSorted((a, b) => format.collator.compare(nameOf(a), nameOf(b)))
  return (
    <FiguresPage titleId="figures.entries.title" lead={<T id="figures.entries.lead" />}>
      <AsOf at={read.asOf} />
      <YearSelect {...chosen} />
      {open === null ? (
        <p className="no-print figure-about">
          <Button onClick={() => setOpen('new')}>
            <T id="figures.entries.new" />
          </Button>
        </p>
      ) : (
        <EntryForm
          key={open === 'new' ? 'new' : open.entryId}
          definitions={definitions.data}
          year={chosen.year}
          {...(open === 'new' ? {} : { corrects: open, name: nameOf(open) })}
          onDone={() => setOpen(null)}
        />
      )}
      <SourcesDiffer entries={rows} own={read.data.own} definitions={definitions.data} nameOf={nameOf} />
      <Queue<Entry>
        caption={<T id="figures.entries.of" values={{ year: chosen.year }} />}
        rows={rows}
        rowKey={(entry) => entry.entryId}
        columns={[
          { key: 'name', label: t('figures.trend.which'), heads: true, cell: nameOf },
          { key: 'value', label: t('figures.report.value'), cell: (entry) => <Value entry={entry} /> },
          {
            key: 'source',
            label: t('figures.entries.source'),
            cell: (entry) => (
              <>
                <bdi>{entry.sourceTitle}</bdi>
                <span className="small quiet entry-line">
                  {entry.enteredBy && <bdi>{entry.enteredBy}</bdi>} <When at={entry.enteredAt} show="date" />
                </span>
              </>
            ),
          },
          {
            key: 'act',
            label: t('figures.entries.correct'),
            cell: (entry) => (
              <span className="no-print">
                <Button
                  kind="secondary"
                  size="small"
                  onClick={() => {
                    setOpen(entry)
                    scrollTo({ top: 0 })
                  }}
                >
                  <T id="figures.entries.correct" />
                  <span className="visually-hidden"> {nameOf(entry)}</span>
                </Button>
              </span>
            ),
          },
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="figures.nothing" />} />}
      />
      {rows.length > 0 && (
        <SaveCsv
          name={`entered-${chosen.year}`}
          rows={[
            ['definition', 'categories', 'period', 'value', 'source', 'note', 'entered', 'earlier'],
            ...rows.map((entry) => [
              entry.definition,
              Object.entries(entry.key)
                .map(([axis, code]) => `${axis}=${code}`)
                .join('; '),
              entry.period,
              cellForFile(entry),
              entry.sourceTitle,
              entry.note ?? '',
              entry.enteredAt.slice(0, 10),
              entry.earlier.map(cellForFile).join('; '),
            ]),
          ]}
        />
      )}
    </FiguresPage>
  )
}

/** The number that holds, and those it took the place of, struck out, with who entered them and when. */
const Value = ({ entry }: { entry: Entry }) => (
  <>
    <CellValue cell={entry} />
    {entry.earlier.length > 0 && (
      <>
        {' '}
        <Tag tone="warn">
          <T id="figures.entries.corrected" />
        </Tag>
      </>
    )}
    {entry.note && (
      <span className="small entry-line">
        <bdi>{entry.note}</bdi>
      </span>
    )}
    {entry.earlier.map((one) => (
      <span key={one.enteredAt} className="small quiet entry-line">
        <del>
          <CellValue cell={one} />
        </del>{' '}
        {one.enteredBy && <bdi>{one.enteredBy}</bdi>} <When at={one.enteredAt} show="date" />
      </span>
    ))}
  </>
)
