import { applyOverlay, applyOverlayTexts } from './overlay.ts'
import type { Overlay } from './overlaySchema.ts'
import { problem } from './problem.ts'
import type { SetProblem } from './problem.ts'
import type { IndicatorSet } from './schema.ts'
import { validateSet } from './validateSet.ts'
import { findWords } from './validateTexts.ts'
import type { SetTexts } from './validateTexts.ts'

const FILE = 'overlay.yaml'
type Path = SetProblem['path']

const at = (code: SetProblem['code'], path: Path, about: string, message: string, remedy: string): SetProblem =>
  problem(code, path, about, message, remedy, FILE)

/** Signs that an overlay names and the region's set has not, or not any more. */
const referenceProblems = (overlay: Overlay, set: IndicatorSet): SetProblem[] =>
  (['reword', 'mute'] as const).flatMap((list) =>
    overlay[list].flatMap((id, index) => {
      const sign = set.signs.find((one) => one.id === id)
      const path = [list, index]
      if (!sign)
        return [
          at(
            'unknown_sign',
            path,
            id,
            `${set.id}@${set.version} has no sign "${id}"`,
            `name one of: ${set.signs.map((one) => one.id).join(', ')}`,
          ),
        ]
      if (sign.status === 'retired') return [at('retired_sign', path, id, `"${id}" is retired already`, 'take it out')]
      return overlay[list].indexOf(id) < index
        ? [at('duplicate_sign', path, id, `"${id}" is there twice`, 'keep one')]
        : []
    }),
  )

/** Words beside an overlay: those of signs it rewords, mutes or adds, and no others. */
const wordProblems = (overlay: Overlay, texts: SetTexts, languages: readonly string[]): SetProblem[] => {
  const mayWord = (id: string): boolean => {
    const [kind, sign = '', part] = id.split('.')
    if (kind !== 'sign') return false
    if (overlay.add.some((one) => one.id === sign)) return part !== 'muted'
    return part === 'muted' ? overlay.mute.includes(sign) : overlay.reword.includes(sign)
  }
  const strange = Object.entries(texts).flatMap(([language, words]) =>
    Object.keys(words)
      .filter((id) => id !== '$catalogue' && !mayWord(id))
      .map((id) =>
        problem(
          'unknown_message',
          [id],
          id,
          `"${id}" is not of a sign that this overlay adds, rewords or mutes`,
          'name the sign under reword, or delete the words',
          `${language}.json`,
        ),
      ),
  )
  const silent = overlay.reword.flatMap((id, index) =>
    languages.some((language) =>
      Object.entries(texts[language] ?? {}).some(
        ([key, entry]) => key.startsWith(`sign.${id}.`) && !key.endsWith('.muted') && findWords(entry) !== undefined,
      ),
    )
      ? []
      : [
          at(
            'no_words',
            ['reword', index],
            id,
            `"${id}" is to be worded anew and no words are there`,
            `write sign.${id}.label or .hint in a language, or take it out`,
          ),
        ],
  )
  return [...strange, ...silent]
}

/** A problem of the set in force, told where the overlay has it. */
const inOverlay = (set: IndicatorSet, overlay: Overlay, found: SetProblem): SetProblem => {
  if (found.file !== 'set.yaml') return found
  const [first, second, ...rest] = found.path
  if (first === 'signs' && typeof second === 'number')
    return second >= set.signs.length
      ? { ...found, file: FILE, path: ['add', second - set.signs.length, ...rest] }
      : { ...found, file: FILE, path: ['mute'] }
  const isMuted = overlay.mute.length > 0 && (first === 'rules' || first === 'signs')
  return {
    ...found,
    file: FILE,
    path: [isMuted ? 'mute' : first === 'rules' ? 'add' : (first ?? '')],
    message: `with this overlay, ${found.message}`,
    remedy: isMuted ? 'mute fewer signs; those muted here leave too little of the rules' : found.remedy,
  }
}

/**
 * Everything that is wrong with an overlay and its words. What it makes of the set is held to all that a set is held to:
 * no outcome may become unreachable by muting, and no sign may be without source or words.
 *
 * @param set the regional version it names, with its words; undefined when there is none
 */
export const validateOverlay = (
  overlay: Overlay,
  set: IndicatorSet | undefined,
  texts?: { readonly regional: SetTexts; readonly own: SetTexts },
  languages: readonly string[] = ['en', 'sq', 'mk', 'sr', 'ar'],
): SetProblem[] => {
  if (!set)
    return [
      at(
        'unknown_base',
        ['over'],
        `${overlay.set}@${overlay.over}`,
        `there is no ${overlay.set}@${overlay.over}`,
        'name a regional set and its version',
      ),
    ]
  const references = referenceProblems(overlay, set)
  if (references.length > 0) return references
  const clashes = overlay.add.flatMap((sign, index) =>
    set.signs.some(({ id }) => id === sign.id)
      ? [
          at(
            'duplicate_sign',
            ['add', index, 'id'],
            sign.id,
            `the region has a sign "${sign.id}"`,
            'give it another id',
          ),
        ]
      : [],
  )
  if (clashes.length > 0) return clashes
  const merged = texts && applyOverlayTexts(texts.regional, texts.own)
  const ofRegion = new Set(
    validateSet(set, texts?.regional, languages).map(({ path, code }) => `${code} ${path.join('.')}`),
  )
  return [
    ...(texts ? wordProblems(overlay, texts.own, languages) : []),
    ...validateSet(applyOverlay(set, overlay), merged, languages)
      .filter(({ path, code }) => !ofRegion.has(`${code} ${path.join('.')}`))
      .map((found) => inOverlay(set, overlay, found)),
  ]
}
