/** What is wrong with what a scan or a watch was given, and what would be right. */
export class ScanError extends Error {
  readonly remedy: string
  constructor(problem: string, remedy: string) {
    super(`${problem}. ${remedy}`)
    this.name = 'ScanError'
    this.remedy = remedy
  }
}

/** Counts by period (rows, in the order of time) and place (columns). */
export type Counts = readonly (readonly number[])[]

/** Some places that lie together, by their column. */
export type Zone = readonly number[]

/**
 * Each place with its nearest neighbours, from alone to `most` places: the circles of Kulldorff's scan. Zones with the
 * same places are kept once, in the order in which they were met.
 * @param points a place's coordinates, in any unit that is the same in both directions
 */
export const nearestZones = (points: readonly { x: number; y: number }[], most: number): Zone[] => {
  const zones = new Map<string, Zone>()
  for (const from of points) {
    const near = points
      .map((to, place) => ({ place, away: Math.hypot(to.x - from.x, to.y - from.y) }))
      .toSorted((a, b) => a.away - b.away || a.place - b.place)
    for (let size = 1; size <= Math.min(most, points.length); size += 1) {
      const zone = near
        .slice(0, size)
        .map(({ place }) => place)
        .toSorted((a, b) => a - b)
      zones.set(zone.join(' '), zone)
    }
  }
  return [...zones.values()]
}
