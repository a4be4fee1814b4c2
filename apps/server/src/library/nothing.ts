import { applyOverlay, applyOverlayTexts, saysTheSame } from '@ariadne/domain/screening'
import type { IndicatorSet } from '@ariadne/domain/screening'
import { Overlay } from '@ariadne/domain/screening/definitions'
import { canonicalJson } from '@ariadne/exchange'
import type { ContentPackage } from '@ariadne/exchange'
import type { LoadedSet } from '../platform/content/load.ts'

/** What changes nothing does not come into use: nobody should be asked to read, approve or sign it. */

export const CHANGES_NOTHING = 'every set in it says what the one it replaces says'

const findIn = (sets: readonly LoadedSet[], id: string, version: string | null): LoadedSet | undefined =>
  sets.find(({ set }) => set.id === id && set.version === version)

/** Whether a draft without a fault says exactly what it replaces, or what it is laid over. */
export const draftChangesNothing = (
  { definition, texts }: { definition: Record<string, unknown>; texts: LoadedSet['texts'] },
  sets: readonly LoadedSet[],
): boolean => {
  if (Object.hasOwn(definition, 'over')) {
    const overlay = Overlay.parse(definition)
    const base = findIn(sets, overlay.set, overlay.over)
    return (
      base !== undefined &&
      saysTheSame({ set: applyOverlay(base.set, overlay), texts: applyOverlayTexts(base.texts, texts) }, base)
    )
  }
  const set = definition as unknown as IndicatorSet
  const base = findIn(sets, set.id, set.lifecycle.replaces)
  return base !== undefined && saysTheSame({ set, texts }, base)
}

/**
 * Whether a package brings nothing: each set in it says what the one it replaces says, or is here as it stands there. One in
 * which everything is here already is not meant: countries may agree to what came with the software.
 */
export const packageChangesNothing = ({ sets, overlays }: ContentPackage, known: readonly LoadedSet[]): boolean => {
  const here = sets.map(({ definition, texts }) => ({ set: definition as unknown as IndicatorSet, texts }))
  const isKnown = ({ set, texts }: LoadedSet): boolean => {
    const one = findIn(known, set.id, set.version)
    return one !== undefined && canonicalJson([one.set, one.texts]) === canonicalJson([set, texts])
  }
  const isSame = (one: LoadedSet): boolean => {
    const { id, lifecycle } = one.set
    const base = findIn([...here, ...known], id, lifecycle.replaces)
    return lifecycle.state !== 'retired' && base !== undefined && saysTheSame(one, base)
  }
  return overlays.length === 0 && here.some(isSame) && here.every((one) => isSame(one) || isKnown(one))
}
