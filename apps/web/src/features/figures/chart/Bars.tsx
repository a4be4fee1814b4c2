import { scaleLinear } from 'd3-scale'
import type { ReactNode } from 'react'
import type { Cell } from './cell.ts'
import { CellValue } from './CellValue.tsx'
import './bars.css'

export interface Bar {
  readonly key: string
  readonly name: ReactNode
  readonly cell: Cell
  /** A part of the bar, drawn darker: those of the whole. */
  readonly part?: Cell
  /** A target: a line across the bar at this length. */
  readonly mark?: number
  /** Written instead of the number of the bar. */
  readonly value?: ReactNode
  readonly detail?: ReactNode
}

/** Lengths side by side: a list with a bar to each line, so that names of any length fit on any screen. */
export const Bars = ({ bars, as = 'number' }: { bars: readonly Bar[]; as?: 'number' | 'percent' }) => {
  const width = scaleLinear(
    [0, Math.max(...bars.flatMap(({ cell, mark }) => [cell.value ?? 0, mark ?? 0]), as === 'percent' ? 100 : 1)],
    [0, 100],
  )
  return (
    <ol className="bars">
      {bars.map(({ key, name, cell, part, mark, value, detail }) => (
        <li key={key} className="bar">
          <span className="bar-name">{name}</span>
          <span className="bar-value">{value ?? <CellValue cell={cell} as={as} />}</span>
          <svg className="bar-drawn mirror" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">
            <rect className="bar-ground" width="100" height="10" />
            {cell.value !== null && <rect className="bar-whole" width={width(cell.value)} height="10" />}
            {part?.value != null && <rect className="bar-part" width={width(part.value)} height="10" />}
            {mark !== undefined && (
              <line
                className="bar-mark"
                x1={width(mark)}
                x2={width(mark)}
                y1="0"
                y2="10"
                vectorEffect="non-scaling-stroke"
              />
            )}
          </svg>
          {detail && <span className="bar-detail small quiet">{detail}</span>}
        </li>
      ))}
    </ol>
  )
}
