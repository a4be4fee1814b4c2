import { messagesOf } from './messages.ts'
import { problem } from './problem.ts'
import type { SetProblem } from './problem.ts'
import type { IndicatorSet } from './schema.ts'

/** A set's texts by language, as its catalogue files hold them: a message, or an object with a message. */
export type SetTexts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The words of a catalogue's entry, which is a text or an object with a message. Undefined when there are none. */
export const findWords = (entry: unknown): string | undefined => {
  const message = typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : entry
  return typeof message === 'string' && message.trim() !== '' ? message : undefined
}

/** Texts: every message in every language, and none that nothing shows. */
export const textProblems = (set: IndicatorSet, texts: SetTexts, languages: readonly string[]): SetProblem[] => {
  const wanted = messagesOf(set)
  return languages.flatMap((language) => {
    const file = `${language}.json`
    const catalogue = texts[language]
    if (!catalogue)
      return [
        problem(
          'missing_language',
          [],
          language,
          `there are no texts in "${language}"`,
          `add ${file} with every message`,
          file,
        ),
      ]
    const missing = wanted
      .filter((id) => findWords(catalogue[id]) === undefined)
      .map((id) => problem('missing_translation', [id], id, `"${id}" has no words in "${language}"`, 'write it', file))
    const surplus = Object.keys(catalogue)
      .filter((id) => id !== '$catalogue' && !wanted.includes(id))
      .map((id) =>
        problem('unknown_message', [id], id, `nothing in the set shows "${id}"`, 'correct the id, or delete it', file),
      )
    return [...missing, ...surplus]
  })
}
