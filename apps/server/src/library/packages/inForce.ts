import { applyOverlay, applyOverlayTexts, overlaidVersion, regionalVersion } from '@ariadne/domain/screening'
import type { LoadedOverlay, LoadedSet } from '../../platform/content/load.ts'

type Holding = { readonly sets: readonly LoadedSet[]; readonly overlays: readonly LoadedOverlay[] }

const nameOf = ({ set }: LoadedSet): string => `${set.id}@${set.version}`
const overlayName = ({ overlay }: LoadedOverlay): string => `${overlay.set}@${overlaidVersion(overlay)}`

const latest = <T>(lists: readonly (readonly T[])[], nameOf: (one: T) => string): T[] => {
  const found = new Map<string, T>()
  for (const one of lists.flat()) found.set(nameOf(one), one)
  return [...found.values()]
}

/**
 * What is in force: what came with the software, and over it what was adopted, the later before the earlier. Of one
 * version only its place in life and its translations can differ; that is what a later package is for.
 *
 * @param country whose overlays are laid over the region's sets
 */
export const inForce = (
  shipped: Holding,
  adopted: readonly Holding[],
  country: string | undefined,
): { sets: LoadedSet[]; overlays: LoadedOverlay[] } => {
  const regional = shipped.sets.filter(({ set }) => regionalVersion(set.version) === set.version)
  const sets = latest([regional, ...adopted.map((one) => one.sets)], nameOf)
  const overlays = latest([shipped.overlays, ...adopted.map((one) => one.overlays)], overlayName)
  const national = overlays.flatMap(({ overlay, texts }) => {
    const base = sets.find(({ set }) => set.id === overlay.set && set.version === overlay.over)
    return base && overlay.country === country
      ? [{ set: applyOverlay(base.set, overlay), texts: applyOverlayTexts(base.texts, texts) }]
      : []
  })
  return { sets: [...sets, ...national], overlays }
}
