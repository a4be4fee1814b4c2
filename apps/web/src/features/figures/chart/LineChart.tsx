import { scaleLinear, scalePoint } from 'd3-scale'
import { line } from 'd3-shape'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import type { Cell } from './cell.ts'
import { useWidth } from './useWidth.ts'
import './chart.css'

export interface LinePoint {
  readonly key: string
  /** Said when the point is reached: "March 2026: 12". */
  readonly label: string
  /** Under the axis. */
  readonly tick: string
  readonly cell: Cell
  /** The period is not over: drawn hollow, joined by dashes. */
  readonly isOpen: boolean
  /** What others say of the same period. */
  readonly beside?: readonly number[]
  /** Notes from the ground in this period. */
  readonly notes?: number
  /** Belongs to what the picture is about. */
  readonly isMarked?: boolean
}

type Placed = LinePoint & { x: number; y: number | null }

const HEIGHT = { large: 260, small: 130 }
const LETTER = 7.2

/** Runs of points that belong together: a gap is where a number is missing or hidden. */
const runsOf = (points: readonly Placed[]): { x: number; y: number }[][] => {
  const runs: { x: number; y: number }[][] = [[]]
  for (const { x, y } of points)
    if (y === null) runs.push([])
    else runs.at(-1)?.push({ x, y })
  return runs.filter((run) => run.length > 1)
}

/**
 * Numbers over time. Time runs the way the script does. One tab stop; arrow keys, Home and End go from point to point, and
 * the point that is reached is read out and shown.
 */
export const LineChart = ({
  label,
  points,
  size = 'large',
  top,
  expected,
}: {
  label: string
  points: readonly LinePoint[]
  size?: keyof typeof HEIGHT
  /** The same highest value for several charts that are compared. */
  top?: number
  /** What would be usual in each of the last so many periods. */
  expected?: { perPoint: number; last: number }
}) => {
  const [box, width] = useWidth<HTMLDivElement>()
  const [active, setActive] = useState<number | null>(null)
  const format = useFormat()
  const { language } = useLanguage()
  const isRtl = directionOf(language) === 'rtl'
  const dots = useRef<(SVGGElement | null)[]>([])

  const height = HEIGHT[size]
  const highest = Math.max(
    top ?? 0,
    ...points.map(({ cell }) => cell.value ?? 0),
    ...points.flatMap(({ beside }) => beside ?? []),
    4,
  )
  const y = scaleLinear([0, highest], [height - 28, 12]).nice(4)
  const steps = y.ticks(size === 'large' ? 4 : 2).filter(Number.isInteger)
  const gutter = 14 + LETTER * Math.max(...steps.map((step) => format.number(step).length))
  const start = isRtl ? width - gutter : gutter
  const end = isRtl ? 10 : width - 10
  const x = scalePoint(
    points.map(({ key }) => key),
    [start, end],
  ).padding(0.3)
  const placed: Placed[] = points.map((point) => ({
    ...point,
    x: x(point.key) ?? 0,
    y: point.cell.value === null ? null : y(point.cell.value),
  }))
  const closed = placed.filter(({ isOpen }) => !isOpen)
  const tail = placed.slice(Math.max(0, closed.length - 1))
  const path = line<{ x: number; y: number }>(
    (point) => point.x,
    (point) => point.y,
  )
  const ticked = placed.filter(({ tick }) => tick !== '')
  const widest = Math.max(...ticked.map(({ tick }) => tick.length), 1) * LETTER + 12
  const apart = Math.abs((ticked[1]?.x ?? width) - (ticked[0]?.x ?? 0))
  const every = Math.max(1, Math.ceil(widest / Math.max(1, apart)))

  const reach = (at: number) => {
    setActive(at)
    dots.current[at]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const forward = isRtl ? 'ArrowLeft' : 'ArrowRight'
    const back = isRtl ? 'ArrowRight' : 'ArrowLeft'
    const to = { [forward]: at + 1, [back]: at - 1, Home: 0, End: points.length - 1 }[event.key]
    if (to === undefined || to < 0 || to >= points.length) return
    event.preventDefault()
    reach(to)
  }
  const shown = active === null ? undefined : placed[active]

  return (
    <div className="chart" ref={box}>
      {width > 0 && (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={label}>
          <g aria-hidden="true">
            {steps.map((step) => (
              <g key={step}>
                <line className="chart-grid" x1={start} x2={end} y1={y(step)} y2={y(step)} />
                <text className="chart-tick" x={isRtl ? width : gutter - 8} y={y(step)} dy="0.32em" textAnchor="end">
                  {format.number(step)}
                </text>
              </g>
            ))}
            {ticked.map(
              ({ key, tick, x: at }, index) =>
                (ticked.length - 1 - index) % every === 0 && (
                  <text key={key} className="chart-tick" x={at} y={height - 8} textAnchor="middle">
                    {tick}
                  </text>
                ),
            )}
            {expected !== undefined && (
              <line
                className="chart-expected"
                x1={(placed.at(-expected.last)?.x ?? 0) - (x.step() / 2) * (isRtl ? -1 : 1)}
                x2={(placed.at(-1)?.x ?? 0) + (x.step() / 2) * (isRtl ? -1 : 1)}
                y1={y(expected.perPoint)}
                y2={y(expected.perPoint)}
              />
            )}
            {runsOf(closed).map((run) => (
              <path key={run[0]?.x} className="chart-line" d={path(run) ?? ''} />
            ))}
            {runsOf(tail).map((run) => (
              <path key={run[0]?.x} className="chart-line chart-line-open" d={path(run) ?? ''} />
            ))}
            {placed.flatMap(({ key, x: at, beside = [] }) =>
              beside.map((value) => (
                <path key={`${key} ${value}`} className="chart-beside" d={`M${at} ${y(value) - 6}l6 6-6 6-6-6z`} />
              )),
            )}
            {placed.map(
              ({ key, x: at, notes }) =>
                notes !== undefined &&
                notes > 0 && <circle key={key} className="chart-note" cx={at} cy={height - 25} r={3} />,
            )}
          </g>
          {placed.map((point, index) => (
            <g
              key={point.key}
              ref={(element) => {
                dots.current[index] = element
              }}
              role="img"
              aria-label={point.label}
              tabIndex={index === (active ?? placed.length - 1) ? 0 : -1}
              onFocus={() => setActive(index)}
              onKeyDown={(event) => onKeyDown(event, index)}
              onMouseEnter={() => setActive(index)}
            >
              <rect
                className="chart-reach"
                x={point.x - Math.max(x.step(), 8) / 2}
                y={0}
                width={Math.max(x.step(), 8)}
                height={height - 24}
              />
              {point.y === null ? (
                point.cell.status === 'suppressed' && (
                  <text className="chart-hidden" x={point.x} y={height - 34} textAnchor="middle">
                    ×
                  </text>
                )
              ) : (
                <circle
                  className="chart-dot"
                  data-open={point.isOpen ? '' : undefined}
                  data-marked={point.isMarked ? '' : undefined}
                  data-active={index === active ? '' : undefined}
                  cx={point.x}
                  cy={point.y}
                  r={index === active ? 6 : points.length > 60 && !point.isMarked ? 1.5 : 3}
                />
              )}
            </g>
          ))}
        </svg>
      )}
      <p className="chart-readout small tabular no-print" aria-hidden="true">
        {shown?.label ?? ' '}
      </p>
    </div>
  )
}
