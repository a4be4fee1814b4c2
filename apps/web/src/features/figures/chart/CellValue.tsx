import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import type { Cell } from './cell.ts'

/** A number, or in a word why there is none. Shares come in hundredths. */
export const CellValue = ({ cell, as = 'number' }: { cell: Cell; as?: 'number' | 'percent' }) => {
  const format = useFormat()
  return cell.value === null ? (
    <span className="quiet small">
      <T id={`figures.status.${cell.status}`} />
    </span>
  ) : (
    <span className="tabular">{as === 'percent' ? format.percent(cell.value / 100) : format.number(cell.value)}</span>
  )
}

/** The same as plain text, for labels and files. */
export const useCellText = (): ((cell: Cell) => string) => {
  const t = useT()
  const format = useFormat()
  return (cell) => (cell.value === null ? t(`figures.status.${cell.status}`) : format.number(cell.value))
}

/** For a file: the bare number, or the status. */
export const cellForFile = ({ status, value }: Cell): string => (value === null ? status : String(value))
