import type { ReportView } from '@ariadne/contract'
import { useT } from '../../../lib/i18n/text.tsx'
import { CellValue } from '../chart/CellValue.tsx'
import { useCategory } from '../definitions.ts'
import '../chart/chart.css'
import './report.css'

type Table = ReportView['tables'][number]
type Cell = Table['cells'][number]

/** A table of a report: its last axis across, all others down. A cell is a button that opens what it counts. */
export const ReportTable = ({
  table,
  dimensions,
  isShare,
  onOpen,
}: {
  table: Table
  dimensions: Readonly<Record<string, string>>
  isShare: (cell: Cell) => boolean
  onOpen: (cell: Cell) => void
}) => {
  const t = useT()
  const category = useCategory()
  const across = table.axes.length > 1 ? table.axes.at(-1) : undefined
  const down = across === undefined ? table.axes : table.axes.slice(0, -1)
  const nameOf = (axis: string, key: string): string => category(axis, key, table.names[axis]?.[key] ?? key)
  const rowKey = (cell: Cell): string => JSON.stringify(down.map((axis) => cell.key[axis] ?? ''))
  const rows = [...Map.groupBy(table.cells, rowKey).values()]
  const columns = across === undefined ? [] : [...new Set(table.cells.map(({ key }) => key[across] ?? ''))]
  const axisName = (axis: string): string => dimensions[axis] ?? t('figures.report.line')
  return (
    <div className="table-wrap" tabIndex={0} role="group" aria-label={table.title}>
      <table className="twin report">
        <caption className="visually-hidden">{table.title}</caption>
        <thead>
          <tr>
            {down.map((axis) => (
              <th key={axis} scope="col">
                {axisName(axis)}
              </th>
            ))}
            {across === undefined ? (
              <th scope="col">{t('figures.report.value')}</th>
            ) : (
              columns.map((column) => (
                <th key={column} scope="col">
                  {nameOf(across, column)}
                </th>
              ))
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => {
            const [sample] = cells
            if (sample === undefined) return null
            return (
              <tr key={rowKey(sample)}>
                {down.map((axis) => (
                  <th key={axis} scope="row">
                    {nameOf(axis, sample.key[axis] ?? '')}
                  </th>
                ))}
                {(across === undefined
                  ? [sample]
                  : columns.map((column) => cells.find(({ key }) => key[across] === column))
                ).map((cell, at) => (
                  <td key={columns[at] ?? 'value'}>
                    {cell && <CellButton cell={cell} isShare={isShare(cell)} onOpen={onOpen} />}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const CellButton = ({ cell, isShare, onOpen }: { cell: Cell; isShare: boolean; onOpen: (cell: Cell) => void }) => (
  <button type="button" className="cell-button" aria-haspopup="dialog" onClick={() => onOpen(cell)}>
    <CellValue cell={cell} as={isShare ? 'percent' : 'number'} />
    {cell.others.length > 0 && <sup aria-hidden="true">+{cell.others.length}</sup>}
  </button>
)
