import type { IndicatorSet, Overlay } from '@ariadne/domain/screening'
import { applyOverlay, applyOverlayTexts } from '@ariadne/domain/screening'
import type { SetContent } from './bundle.ts'
import type { Texts } from './texts.ts'

/** A draft of a set, or of what a country lays over one, as it is being written. */
export type Working = {
  /** The revision of the server that it goes on from. */
  readonly revision: number
  readonly texts: Readonly<Record<string, Texts>>
} & (
  | { readonly kind: 'set'; readonly definition: IndicatorSet }
  | { readonly kind: 'overlay'; readonly definition: Overlay }
)

/** Under this name what is typed lies on the device until it is saved. */
export const workingIdOf = (draftId: string): string => `signs/${draftId}`

/** The set as it would be in force; undefined when the version an overlay lies over is not on this device. */
export const inForce = (working: Working, sets: readonly SetContent[]): SetContent | undefined => {
  if (working.kind === 'set') return { set: working.definition, texts: working.texts }
  const { definition } = working
  const base = sets.find(({ set }) => set.id === definition.set && set.version === definition.over)
  return (
    base && {
      set: applyOverlay(base.set, definition),
      texts: applyOverlayTexts(base.texts, working.texts) as SetContent['texts'],
    }
  )
}
