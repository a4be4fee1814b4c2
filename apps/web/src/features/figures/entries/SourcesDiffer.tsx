import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import type { Cell } from '../chart/cell.ts'
import { CellValue } from '../chart/CellValue.tsx'
import type { Definitions } from '../definitions.ts'
import type { Entries, Entry } from './EntriesPage.tsx'
import './entries.css'

interface Side {
  readonly key: string
  readonly source: string
  readonly cell: Cell
  readonly note: string | null
}

const keyOf = ({ definition, key }: Entry): string => JSON.stringify([definition, Object.entries(key).toSorted()])

/** The same figure as several say it: side by side with their sources and what is counted. None of them is chosen. */
export const SourcesDiffer = ({
  entries,
  own,
  definitions,
  nameOf,
}: {
  entries: readonly Entry[]
  own: Entries['own']
  definitions: Definitions
  nameOf: (entry: Entry) => string
}) => {
  const t = useT()
  const format = useFormat()
  const differing = [...Map.groupBy(entries, keyOf)].flatMap(([key, same]) => {
    const [first] = same
    if (!first) return []
    const isWhole = Object.values(first.key).every((category) => category === 'Total')
    const ours = isWhole ? own.find(({ definition }) => definition === first.definition) : undefined
    const sides: Side[] = [
      ...(ours ? [{ key: 'own', source: t('figures.source.records'), cell: ours, note: null }] : []),
      ...same.map((entry) => ({ key: entry.entryId, source: entry.sourceTitle, cell: entry, note: entry.note })),
    ]
    return new Set(sides.map(({ cell }) => `${cell.status} ${cell.value}`)).size > 1 ? [{ key, first, sides }] : []
  })
  if (differing.length === 0) return null
  return (
    <section className="stack figure-about">
      <h2>
        <T id="figures.entries.differ" values={{ count: differing.length }} />
      </h2>
      <p className="small quiet">
        <T id="figures.entries.differ.lead" />
      </p>
      {differing.map(({ key, first, sides }) => {
        const definition = definitions.definitions.find(({ id }) => id === first.definition)
        const values = sides.flatMap(({ cell }) => (cell.value === null ? [] : [cell.value]))
        return (
          <div key={key} className="differing">
            <h3>{nameOf(first)}</h3>
            <p className="small">
              {values.length > 1 && (
                <T
                  id="figures.entries.apart"
                  values={{
                    low: format.number(Math.min(...values)),
                    high: format.number(Math.max(...values)),
                    count: sides.length,
                  }}
                />
              )}{' '}
              <span className="quiet">{definition?.counts}</span>
            </p>
            <ul className="differing-sides">
              {sides.map(({ key: side, source, cell, note }) => (
                <li key={side}>
                  <span className="differing-value">
                    <CellValue cell={cell} />
                  </span>
                  <bdi>{source}</bdi>
                  {note && (
                    <span className="small quiet">
                      <bdi>{note}</bdi>
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}
