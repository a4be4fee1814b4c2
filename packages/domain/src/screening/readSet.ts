import { problem } from './problem.ts'
import type { SetProblem } from './problem.ts'
import { IndicatorSet } from './schema.ts'
import { validateSet } from './validateSet.ts'
import type { SetTexts } from './validateTexts.ts'

const remedies: Partial<Record<string, string>> = {
  unrecognized_keys: 'take these keys out, or correct their names',
  invalid_value: 'use one of the values named',
  too_small: 'give more',
}

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
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map(({ path, message, code }) => {
        const keys = path.filter((key) => typeof key !== 'symbol')
        const isSource = keys[0] === 'signs' && keys.at(-1) === 'source' && code === 'invalid_type'
        return isSource
          ? problem(
              'sign_without_source',
              keys,
              'this sign names no source',
              'add source: [KEY, ...], a key of sources',
            )
          : problem('malformed', keys, message, remedies[code] ?? 'correct it as the message says')
      }),
    }
  const problems = validateSet(parsed.data, texts, languages)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, set: parsed.data }
}
