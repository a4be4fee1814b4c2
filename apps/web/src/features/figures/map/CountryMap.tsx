import { countries } from 'virtual:country-outlines'
import { findCountryFootnote } from '@ariadne/domain/codes'
import { geoMercatorRaw } from 'd3-geo'
import { scaleSqrt } from 'd3-scale'
import { useState } from 'react'
import { T } from '../../../lib/i18n/text.tsx'
import type { Cell } from '../chart/cell.ts'
import { useWidth } from '../chart/useWidth.ts'
import './map.css'

export interface Spot {
  readonly key: string
  readonly name: string
  /** Longitude and latitude, in degrees. */
  readonly at: readonly [number, number]
  readonly cell: Cell
  /** The number as it is written; empty where there is none. */
  readonly text: string
  /** What is said of it: "Skopje: 24". */
  readonly label: string
  /** Notes from the ground. */
  readonly notes: number
}

const RADIANS = Math.PI / 180
/** In pixels on the screen. */
const LARGEST = 30
const MOST_NAMED = 9

/**
 * A country's outline with a disc at the main town of each of its parts: an honest schematic, since nothing smaller than a
 * part is counted and no border between parts is drawn. One tab stop; arrow keys go from part to part, the largest first.
 */
export const CountryMap = ({ country, label, spots }: { country: string; label: string; spots: readonly Spot[] }) => {
  const [box, shown] = useWidth<HTMLDivElement>()
  const [active, setActive] = useState<string | null>(null)
  const map = countries[country]
  if (!map) return null
  const { outline, width, height, scale, shift } = map
  // What is written keeps its size on a telephone: so many units of the picture to a pixel.
  const unit = Math.max(1, width / Math.max(1, Math.min(shown, width)))
  const margin = 24 * unit
  const ordered = spots.toSorted((a, b) => (b.cell.value ?? -1) - (a.cell.value ?? -1))
  const radius = scaleSqrt([0, Math.max(1, ...spots.map(({ cell }) => cell.value ?? 0))], [0, LARGEST * unit])
  const named = new Set(
    ordered
      .filter(({ cell }) => (cell.value ?? 0) > 0)
      .slice(0, MOST_NAMED)
      .map(({ key }) => key),
  )
  const placed = ordered.map((spot) => {
    const [longitude, latitude] = spot.at
    const [x, y] = geoMercatorRaw(longitude * RADIANS, latitude * RADIANS)
    const size = spot.cell.value ? Math.max(4 * unit, radius(spot.cell.value)) : 4 * unit
    return { ...spot, x: shift[0] + scale * x, y: shift[1] - scale * y, size }
  })
  // A name stands under its disc, or over it where another disc is in the way.
  const isAbove = ({ key, x, y, size }: (typeof placed)[number]): boolean => {
    const room = (at: number): number =>
      Math.min(...placed.filter((one) => one.key !== key).map((one) => Math.hypot(one.x - x, one.y - at) - one.size))
    const reach = size + 9 * unit
    return room(y + reach) < 16 * unit && room(y - reach) > room(y + reach)
  }
  const step = (from: string, by: number) => {
    const next = placed[placed.findIndex(({ key }) => key === from) + by]
    if (next) document.getElementById(`area-${next.key}`)?.focus()
  }
  const footnote = findCountryFootnote(country)
  return (
    <div className="map" ref={box} style={{ '--unit': String(unit) } as React.CSSProperties}>
      <svg
        viewBox={`${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}`}
        style={{ maxInlineSize: width }}
        role="group"
        aria-label={label}
      >
        <path className="map-land" d={outline} aria-hidden="true" />
        {placed.map(({ key, cell, label: said, notes, x, y, size }) => {
          return (
            <g
              key={key}
              id={`area-${key}`}
              role="img"
              aria-label={said}
              tabIndex={key === (active ?? placed[0]?.key) ? 0 : -1}
              onFocus={() => setActive(key)}
              onMouseEnter={() => setActive(key)}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown' || event.key === 'ArrowRight') step(key, 1)
                else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') step(key, -1)
                else return
                event.preventDefault()
              }}
            >
              <circle className="map-spot" data-status={cell.status} cx={x} cy={y} r={size} />
              {notes > 0 && <circle className="chart-note" cx={x + size} cy={y - size} r={4 * unit} />}
            </g>
          )
        })}
        <g aria-hidden="true" className="map-words">
          {placed.map((spot) => {
            const { key, name, cell, text, x, y, size } = spot
            const fits = size > 11 * unit
            return (
              <g key={key}>
                <text className="map-number" data-status={cell.status} x={x} y={y} dy="0.36em" textAnchor="middle">
                  {cell.status === 'suppressed' ? '×' : fits ? text : ''}
                </text>
                {named.has(key) && (
                  <text
                    className="map-name"
                    x={x}
                    y={isAbove(spot) ? y - size : y + size}
                    dy={isAbove(spot) ? '-0.35em' : '1.1em'}
                    textAnchor="middle"
                  >
                    {fits ? name : `${name} ${text}`}
                  </text>
                )}
              </g>
            )
          })}
        </g>
      </svg>
      <p className="chart-readout small no-print" aria-hidden="true">
        {placed.find(({ key }) => key === active)?.label ?? ' '}
      </p>
      <p className="tiny quiet">
        <T id="figures.map.schematic" /> {footnote && <T id={footnote} />}
      </p>
    </div>
  )
}
