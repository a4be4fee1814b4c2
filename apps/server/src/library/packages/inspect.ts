import { canonicalJson } from '@ariadne/exchange'
import type { ContentPackage } from '@ariadne/exchange'
import { digestOfSet, familyProblems, isPublished, overlaidVersion } from '@ariadne/domain/screening'
import { readOverlay, readSet } from '@ariadne/domain/screening/definitions'
import type { LoadedOverlay, LoadedSet } from '../../platform/content/load.ts'

export type InspectionRefusal = 'invalid_content' | 'not_published' | 'digest_differs' | 'changed_after_publication'

export type Inspection =
  | { readonly ok: true; readonly sets: readonly LoadedSet[]; readonly overlays: readonly LoadedOverlay[] }
  | { readonly ok: false; readonly code: InspectionRefusal; readonly detail: string }

const refuse = (code: InspectionRefusal, detail: string): Inspection => ({ ok: false, code, detail })

const isPublishedOverlay = ({ overlay }: LoadedOverlay): boolean =>
  isPublished({ ...overlay.lifecycle, replaces: null })

/** What of an overlay never changes once it is published: all but its place in life and its translations. */
const lasting = ({ overlay, texts }: LoadedOverlay): string =>
  canonicalJson({ ...overlay, lifecycle: null, words: texts['en'] ?? {} })

/**
 * What a package holds, held to all that a set is held to here. Signatures say who stands behind it, not that it can be
 * used: a set with a fault is refused whoever signed it.
 *
 * @param known what this instance has already, and the digests published versions were first met with
 */
export const inspectPackage = async (
  content: ContentPackage,
  known: {
    readonly sets: readonly LoadedSet[]
    readonly overlays: readonly LoadedOverlay[]
    readonly digestOf: (id: string, version: string) => string | undefined
  },
): Promise<Inspection> => {
  const sets: LoadedSet[] = []
  for (const { id, version, digest, definition, texts } of content.sets) {
    const name = `${id}@${version}`
    const read = readSet(definition, texts)
    if (!read.ok) {
      const [first] = read.problems
      const place = first ? `${first.file}: ${first.path.join('.')}: ${first.message}. ${first.remedy}` : ''
      return refuse('invalid_content', `${name}: ${place}`)
    }
    const { set } = read
    if (set.id !== id || set.version !== version)
      return refuse('invalid_content', `${name} calls itself ${set.id}@${set.version}`)
    if (!isPublished(set.lifecycle))
      return refuse('not_published', `${name} is ${set.lifecycle.state}; a package carries approved versions only`)
    if ((await digestOfSet(set, texts)) !== digest)
      return refuse('digest_differs', `${name} is not what its digest says`)
    const before = known.digestOf(id, version)
    if (before !== undefined && before !== digest)
      return refuse('changed_after_publication', `${name} was published with other contents; it needs a new version`)
    sets.push({ set, texts })
  }
  const all = [
    ...sets,
    ...known.sets.filter(({ set }) => !sets.some((one) => one.set.id === set.id && one.set.version === set.version)),
  ]
  const [between] = familyProblems(all.map(({ set }) => set)).filter((problem) =>
    sets.some(({ set }) => set.id === problem.set && set.version === problem.version),
  )
  if (between)
    return refuse('invalid_content', `${between.set}@${between.version}: ${between.message}. ${between.remedy}`)

  const overlays: LoadedOverlay[] = []
  for (const { country, set, over, definition, texts } of content.overlays) {
    const read = readOverlay(
      definition,
      (id, version) => all.find((one) => one.set.id === id && one.set.version === version),
      texts,
    )
    if (!read.ok) {
      const [first] = read.problems
      const place = first ? `${first.file}: ${first.path.join('.')}: ${first.message}. ${first.remedy}` : ''
      return refuse('invalid_content', `overlay of ${country} over ${set}@${over}: ${place}`)
    }
    const { overlay } = read
    if (overlay.country !== country || overlay.set !== set || overlay.over !== over)
      return refuse(
        'invalid_content',
        `the overlay of ${country} calls itself ${overlay.set}@${overlaidVersion(overlay)}`,
      )
    if (!isPublishedOverlay({ overlay, texts }))
      return refuse('not_published', `the overlay of ${country} over ${set}@${over} is ${overlay.lifecycle.state}`)
    const before = known.overlays.find(
      (one) => one.overlay.set === set && overlaidVersion(one.overlay) === overlaidVersion(overlay),
    )
    if (before && isPublishedOverlay(before) && lasting(before) !== lasting({ overlay, texts }))
      return refuse(
        'changed_after_publication',
        `${set}@${overlaidVersion(overlay)} was published with other contents; it needs a higher number`,
      )
    overlays.push({ overlay, texts })
  }
  return { ok: true, sets, overlays }
}
