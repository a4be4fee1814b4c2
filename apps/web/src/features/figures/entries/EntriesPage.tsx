import type { Api } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { CellValue } from '../chart/CellValue.tsx'
import { useCategory, useDefinitions } from '../definitions.ts'
import { FiguresPage } from '../FiguresPage.tsx'
import { YearSelect, useYear } from '../FunnelPage.tsx'
import { EntryForm } from './EntryForm.tsx'

type Entry = Api['GET /api/figures/entries']['response']['entries'][number]

/** What no case file holds: figures of police, courts and others, each with its source; those that differ stand together. */
export const EntriesPage = () => {
  const t = useT()
  const format = useFormat()
  const category = useCategory()
  const chosen = useYear('/figures/entered')
  const definitions = useDefinitions()
  const read = useRead('GET /api/figures/entries', { query: { year: Number(chosen.year) } })
  const [isOpen, setOpen] = useState(false)
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
      {isOpen ? (
        <EntryForm definitions={definitions.data} year={chosen.year} onDone={() => setOpen(false)} />
      ) : (
        <p className="no-print figure-about">
          <Button onClick={() => setOpen(true)}>
            <T id="figures.entries.new" />
          </Button>
        </p>
      )}
      <Queue<Entry>
        caption={<T id="figures.entries.of" values={{ year: chosen.year }} />}
        rows={rows}
        rowKey={(entry) => entry.entryId}
        columns={[
          { key: 'name', label: t('figures.trend.which'), heads: true, cell: nameOf },
          { key: 'value', label: t('figures.report.value'), cell: (entry) => <CellValue cell={entry} /> },
          { key: 'source', label: t('figures.entries.source'), cell: (entry) => <bdi>{entry.sourceTitle}</bdi> },
          { key: 'note', label: t('figures.watch.look.note'), cell: (entry) => entry.note && <bdi>{entry.note}</bdi> },
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="figures.nothing" />} />}
      />
    </FiguresPage>
  )
}
