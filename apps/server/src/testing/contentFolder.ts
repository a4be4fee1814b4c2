import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { messagesOf } from '@ariadne/domain/screening'
import type { IndicatorSet } from '@ariadne/domain/screening'
import { stringify } from 'yaml'
import { sampleSet } from '@ariadne/domain/screening/sample'
import { testFolder } from './folder.ts'

export const LANGUAGES = ['en', 'sq', 'mk', 'sr', 'ar']

/** A small sound set; `more` changes it. */
export const smallSet = (more: Partial<IndicatorSet> = {}): IndicatorSet => sampleSet({ id: 'small', ...more })

export const wordsFor = (set: IndicatorSet): Record<string, Record<string, string>> =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      Object.fromEntries(messagesOf(set).map((id) => [id, `${language}: ${id}`])),
    ]),
  )

/** A content folder of its own, which a test may spoil. Files by path; objects are written as YAML or JSON. */
export const contentFolderOf = (files: Record<string, unknown>): string => {
  const folder = testFolder('content')
  for (const [name, value] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(
      path,
      typeof value === 'string' ? value : name.endsWith('.yaml') ? stringify(value) : JSON.stringify(value, null, 2),
    )
  }
  return folder
}

/** The files of a set with words in every language. */
export const filesOf = (set: IndicatorSet): Record<string, unknown> => {
  const place = `indicator-sets/${set.id}/${set.version}`
  const words = wordsFor(set)
  return {
    [`${place}/set.yaml`]: set,
    ...Object.fromEntries(LANGUAGES.map((language) => [`${place}/${language}.json`, words[language]])),
  }
}
