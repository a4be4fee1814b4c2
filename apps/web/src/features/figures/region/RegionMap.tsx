import { height, outlines, width } from 'virtual:region-map'
import { findCountryFootnote } from '@ariadne/domain/codes'
import { useState } from 'react'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T } from '../../../lib/i18n/text.tsx'
import '../map/map.css'

export interface Shade {
  /** 0 to 1; null where there is no number. */
  readonly depth: number | null
  /** What is said of the country: "Serbia: 54". */
  readonly label: string
  /** Written on it. */
  readonly text: string
}

/**
 * South-East Europe, countries only: nothing about people is drawn below a country. Outlines are the atlas's, not a claim;
 * countries without a number stay quiet. One tab stop, arrow keys go from country to country.
 */
export const RegionMap = ({ label, shades }: { label: string; shades: ReadonlyMap<string, Shade> }) => {
  const format = useFormat()
  const [active, setActive] = useState<string | null>(null)
  const told = outlines
    .filter(({ code }) => shades.has(code))
    .toSorted((a, b) => format.collator.compare(format.country(a.code), format.country(b.code)))
  const footnotes = [...new Set(outlines.map(({ code }) => findCountryFootnote(code)).filter((id) => id !== undefined))]
  const outside = [...shades]
    .filter(([code]) => !told.some((one) => one.code === code))
    .map(([, { label: said }]) => said)
  const step = (from: string, by: number) => {
    const at = told.findIndex(({ code }) => code === from) + by
    const next = told[at]
    if (next) document.getElementById(`map-${next.code}`)?.focus()
  }
  return (
    <div className="map">
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={label}>
        <g aria-hidden="true">
          {outlines
            .filter(({ code }) => !shades.has(code))
            .map(({ code, outline }) => (
              <path key={code} className="map-land" d={outline} />
            ))}
        </g>
        {told.map(({ code, outline, at: [x, y] }) => {
          const shade = shades.get(code)
          if (!shade) return null
          return (
            <g
              key={code}
              id={`map-${code}`}
              role="img"
              aria-label={shade.label}
              tabIndex={code === (active ?? told[0]?.code) ? 0 : -1}
              onFocus={() => setActive(code)}
              onMouseEnter={() => setActive(code)}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown' || event.key === 'ArrowRight') step(code, 1)
                else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') step(code, -1)
                else return
                event.preventDefault()
              }}
            >
              <path
                className="map-country"
                d={outline}
                data-empty={shade.depth === null ? '' : undefined}
                style={{ '--depth': String(shade.depth ?? 0) } as React.CSSProperties}
              />
              <text className="map-text" x={x} y={y} textAnchor="middle" aria-hidden="true">
                {shade.text}
              </text>
            </g>
          )
        })}
      </svg>
      {outside.length > 0 && (
        <p className="small">
          <T id="figures.region.outside" values={{ countries: format.list(outside) }} />
        </p>
      )}
      <p className="chart-readout small no-print" aria-hidden="true">
        {(active !== null && shades.get(active)?.label) || ' '}
      </p>
      <p className="tiny quiet">
        <T id="figures.map.outlines" />{' '}
        {footnotes.map((id) => (
          <T key={id} id={id} />
        ))}
      </p>
    </div>
  )
}
