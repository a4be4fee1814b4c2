import type { ReactNode } from 'react'
import { T } from '../../../lib/i18n/text.tsx'
import './chart.css'

/** What stands in a picture beside its line or its bars, drawn as it is there, with what it means. */
const MARKS = {
  open: { drawn: <circle className="chart-dot" data-open="" cx="10" cy="8" r="4" />, words: 'figures.legend.open' },
  beside: { drawn: <path className="chart-beside" d="M10 2l6 6-6 6-6-6z" />, words: 'figures.legend.beside' },
  notes: { drawn: <circle className="chart-note" cx="10" cy="8" r="4" />, words: 'figures.legend.notes' },
  hidden: {
    drawn: (
      <text className="chart-hidden" x="10" y="13" textAnchor="middle">
        ×
      </text>
    ),
    words: 'figures.legend.hidden',
  },
  size: {
    drawn: <circle className="map-spot" data-status="value" cx="10" cy="8" r="7" />,
    words: 'figures.map.legend.size',
  },
  usual: {
    drawn: <line className="chart-expected" x1="0" x2="20" y1="8" y2="8" />,
    words: 'figures.watch.legend.usual',
  },
  target: { drawn: <line className="bar-mark" x1="10" x2="10" y1="1" y2="15" />, words: 'figures.time.target' },
} as const satisfies Record<string, { drawn: ReactNode; words: string }>
export type LegendMark = keyof typeof MARKS

/** The marks that occur; nothing where none does. The table twin and the labels say the same to whoever cannot see it. */
export const Legend = ({ marks }: { marks: Partial<Record<LegendMark, boolean>> }) => {
  const shown = (Object.keys(MARKS) as LegendMark[]).filter((mark) => marks[mark] === true)
  if (shown.length === 0) return null
  return (
    <ul className="chart-legend" aria-hidden="true">
      {shown.map((mark) => (
        <li key={mark}>
          <svg viewBox="0 0 20 16">{MARKS[mark].drawn}</svg>
          <T id={MARKS[mark].words} />
        </li>
      ))}
    </ul>
  )
}
