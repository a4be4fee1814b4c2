import { problem } from './problem.ts'
import type { SetProblem } from './problem.ts'
import type { z } from 'zod'
import { Overlay } from './overlaySchema.ts'
import { IndicatorSet } from './schema.ts'
import { validateOverlay } from './validateOverlay.ts'
import { validateSet } from './validateSet.ts'
import type { SetTexts } from './validateTexts.ts'

const remedies: Partial<Record<string, string>> = {
  unrecognized_keys: 'take these keys out, or correct their names',
  invalid_value: 'use one of the values named',
  too_small: 'give more',
}

/** What is wrong with the shape of a file, in the words of its problems. */
const shapeProblems = (error: z.ZodError, file?: string): SetProblem[] =>
  error.issues.map(({ path, message, code }) => {
    const keys = path.filter((key) => typeof key !== 'symbol')
    const isSource = typeof keys.at(-2) === 'number' && keys.at(-1) === 'source' && code === 'invalid_type'
    return isSource
      ? problem(
          'sign_without_source',
          keys,
          '',
          'this sign names no source',
          'add source: [KEY, ...], a key of sources',
          file,
        )
      : problem('malformed', keys, '', message, remedies[code] ?? 'correct it as the message says', file)
  })

/**
 * A set as it comes from a file: its shape is checked first, then what it says.
 * @returns the set, or everything that is wrong with it
 */
export const readSet = (
  raw: unknown,
  texts?: SetTexts,
  languages?: readonly string[],
): { ok: true; set: IndicatorSet } | { ok: false; problems: SetProblem[] } => {
  const parsed = IndicatorSet.safeParse(raw)
  if (!parsed.success) return { ok: false, problems: shapeProblems(parsed.error) }
  const problems = validateSet(parsed.data, texts, languages)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, set: parsed.data }
}

/** An overlay as it comes from a file, held against the regional set it names. */
export const readOverlay = (
  raw: unknown,
  findSet: (id: string, version: string) => { readonly set: IndicatorSet; readonly texts: SetTexts } | undefined,
  texts: SetTexts,
  languages?: readonly string[],
): { ok: true; overlay: Overlay } | { ok: false; problems: SetProblem[] } => {
  const parsed = Overlay.safeParse(raw)
  if (!parsed.success) return { ok: false, problems: shapeProblems(parsed.error, 'overlay.yaml') }
  const base = findSet(parsed.data.set, parsed.data.over)
  const problems = validateOverlay(parsed.data, base?.set, base && { regional: base.texts, own: texts }, languages)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, overlay: parsed.data }
}
