import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { INTERVIEW_LANGUAGES } from '../../packages/domain/src/codes/interviewLanguages.ts'
import { inRange, lettersOf } from '../support/fontLetters.ts'

// A letter that a bundled font lacks is drawn by whatever the phone has, or as an empty box.

const root = join(import.meta.dirname, '../..')
const resolve = createRequire(join(root, 'apps/web/package.json')).resolve
const css = readFileSync(join(root, 'apps/web/src/styles/fonts.css'), 'utf8')
const faces = [...css.matchAll(/src: url\('([^']+)'\)[^;]*;\s*unicode-range:\s*([^;]+);/gu)].map(([, file, range]) => ({
  letters: lettersOf(resolve(file ?? '')),
  isAsked: inRange(range ?? ''),
}))

const lettersIn = (language: string): number[] => {
  const files = globSync([`content/scripts/*/*/${language}.json`, `content/{card,inserts,reach}/${language}.json`], {
    cwd: root,
  })
  const texts = files.flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, unknown>).flatMap(
      ([key, text]) => (key !== '$catalogue' && typeof text === 'string' ? [text] : []),
    ),
  )
  const { own } = INTERVIEW_LANGUAGES[language as keyof typeof INTERVIEW_LANGUAGES]
  return [...new Set([...texts, own].join('').normalize('NFC'))].map((letter) => letter.codePointAt(0) ?? 0)
}

test('four subsets are loaded: Latin, its extension, Cyrillic, Arabic', () => {
  expect(faces).toHaveLength(4)
  for (const { letters } of faces) expect(letters.size).toBeGreaterThan(100)
  // Pashto's own letters are there; a script that nobody bundled is told from them.
  const has = (letter: string) => faces.some(({ letters }) => letters.has(letter.codePointAt(0) ?? 0))
  expect(['ښ', 'ۍ', 'ڵ', 'ھ', '你', 'ა'].map(has)).toEqual([true, true, true, true, false, false])
})

test.each(Object.keys(INTERVIEW_LANGUAGES))(
  'every letter of %s is in a bundled font that a page asks for it',
  (language) => {
    const missing = lettersIn(language)
      .filter((code) => !faces.some(({ letters, isAsked }) => isAsked(code) && letters.has(code)))
      .map((code) => `${String.fromCodePoint(code)} U+${code.toString(16).padStart(4, '0')}`)
    expect(missing).toEqual([])
  },
)
