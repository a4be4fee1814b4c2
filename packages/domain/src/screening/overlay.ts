import type { Overlay } from './overlaySchema.ts'
import type { IndicatorSet, Lifecycle, SignId } from './schema.ts'
import type { SetTexts } from './validateTexts.ts'

const STATES = ['proposed', 'in_review', 'approved', 'retired'] as const

const earlier = (a: string | null | undefined, b: string | null | undefined): string | null =>
  [a, b].filter((day) => typeof day === 'string').toSorted()[0] ?? null

/** A set under an overlay is as far as the less advanced of the two; it is over as soon as one of them is. */
const together = (set: Lifecycle, overlay: Overlay['lifecycle']): Lifecycle => {
  const isOver = set.state === 'retired' || overlay.state === 'retired'
  const state = isOver ? 'retired' : STATES[Math.min(STATES.indexOf(set.state), STATES.indexOf(overlay.state))]
  const days = [set.effectiveFrom, overlay.effectiveFrom]
  return {
    state: state ?? 'proposed',
    effectiveFrom: days.includes(null) ? null : (days.toSorted().at(-1) ?? null),
    retiredFrom: earlier(set.retiredFrom, overlay.retiredFrom),
    replaces: set.replaces,
  }
}

export const overlaidVersion = ({ over, country, number }: Pick<Overlay, 'over' | 'country' | 'number'>): string =>
  `${over}+${country.toLowerCase()}.${number}`

/**
 * The set as it is in force in a country. Rules and floors are the region's; a muted sign can still be seen and told,
 * and a floor counts it all the same (a child with any sign), but no rule does.
 */
export const applyOverlay = (set: IndicatorSet, overlay: Overlay): IndicatorSet => ({
  ...set,
  version: overlaidVersion(overlay),
  lifecycle: together(set.lifecycle, overlay.lifecycle),
  sources: { ...overlay.sources, ...set.sources },
  signs: [
    ...set.signs.map((sign) => {
      if (!overlay.mute.includes(sign.id)) return sign
      const { firstView: _, ...rest } = sign
      return { ...rest, muted: true as const }
    }),
    ...overlay.add,
  ],
})

/** An overlay's own words carry the state of their own file: who drafted them, who reviewed them. */
const withState = (entry: unknown, note: unknown): unknown => {
  if (typeof entry !== 'string' || typeof note !== 'object' || note === null) return entry
  const { language: _, ...state } = note as Record<string, unknown>
  return { message: entry, ...state }
}

/** The words of the set in force: the country's where it has some, otherwise the region's. */
export const applyOverlayTexts = (texts: SetTexts, overlaid: SetTexts): SetTexts =>
  Object.fromEntries(
    Object.keys({ ...texts, ...overlaid }).map((language) => {
      const { $catalogue: note, ...words } = overlaid[language] ?? {}
      const own = Object.entries(words).map(([id, entry]) => [id, withState(entry, note)] as const)
      return [language, { ...texts[language], ...Object.fromEntries(own) }]
    }),
  )

/** The regional sign that an answer counts as in regional figures: itself, what it was mapped to, or none. */
export const regionalSign = (set: IndicatorSet, id: SignId): SignId | null => {
  const { mapsTo } = set.signs.find((sign) => sign.id === id) ?? {}
  return mapsTo === undefined ? id : mapsTo
}
