import { createHash } from 'node:crypto'
import { canonicalJson } from '@ariadne/domain'
import type { Content } from '../../platform/content/load.ts'

export type ReviewKind = 'set' | 'script' | 'card' | 'course' | 'reach'
export type Words = Readonly<Record<string, unknown>>
export type TextKey = { kind: string; id: string; version: string; language: string }
export type Reviewable = Pick<Content, 'sets' | 'scripts' | 'courses' | 'card' | 'reach'>
/** One text in one language, with the English it was made from. */
export type OneText = {
  kind: ReviewKind
  id: string
  version: string
  language: string
  words: Words
  english: Words
}

/** The words of a language without what is said of them: what a reviewer confirmed is exactly this. */
export const digestOfWords = (words: Words): string => {
  const { $catalogue: _, ...said } = words
  return createHash('sha256').update(canonicalJson(said)).digest('hex')
}

/** The head of a file: who drafted it, who reviewed it. Undefined for the source that the others were made from. */
export const headOf = (words: Words) =>
  words['$catalogue'] as { state?: string; drafter?: string; reviewer?: string | null } | undefined

export const isConfirmed = (words: Words): boolean => {
  const head = headOf(words)
  return head === undefined || (head.state === 'reviewed' && Boolean(head.reviewer))
}

/** The sentences alone, whatever else is said of each. */
export const messagesIn = (words: Words): Record<string, string> =>
  Object.fromEntries(
    Object.entries(words).flatMap(([id, entry]) => {
      const message = typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : entry
      return id === '$catalogue' || typeof message !== 'string' ? [] : [[id, message]]
    }),
  )

/** Everything that is translated and has to be confirmed: sets, talks, courses, the card, the page for people outside; not the source. */
export const textsIn = ({ sets, scripts, courses, card, reach }: Reviewable): OneText[] => {
  const all = [
    ...sets.map(({ set, texts }) => ({ kind: 'set' as const, id: set.id, version: set.version, texts })),
    ...scripts.map(({ script, texts }) => ({ kind: 'script' as const, id: script.id, version: script.version, texts })),
    ...courses.map(({ course, texts }) => ({ kind: 'course' as const, id: course.id, version: course.version, texts })),
    ...(card ? [{ kind: 'card' as const, id: 'card', version: card.layout.version, texts: card.texts }] : []),
    ...(reach
      ? [{ kind: 'reach' as const, id: 'reach', version: reach.version, texts: { ...reach.texts, en: reach.english } }]
      : []),
  ]
  return all.flatMap(({ texts, ...of }) =>
    Object.entries(texts).flatMap(([language, words]) =>
      headOf(words) === undefined ? [] : [{ ...of, language, words, english: texts['en'] ?? {} }],
    ),
  )
}

export const isSameText = (a: TextKey, b: TextKey): boolean =>
  a.kind === b.kind && a.id === b.id && a.version === b.version && a.language === b.language

/** The content with every text turned into another. */
export const withTexts = <C extends Reviewable>(content: C, turn: (words: Words, key: TextKey) => Words): C => {
  const turned = <W extends Words>(texts: Readonly<Record<string, W>>, of: Omit<TextKey, 'language'>) =>
    Object.fromEntries(
      Object.entries(texts).map(([language, words]) => [language, turn(words, { ...of, language }) as W]),
    )
  const { sets, scripts, courses, card, reach } = content
  return {
    ...content,
    sets: sets.map((one) => ({
      ...one,
      texts: turned(one.texts, { kind: 'set', id: one.set.id, version: one.set.version }),
    })),
    scripts: scripts.map((one) => ({
      ...one,
      texts: turned(one.texts, { kind: 'script', id: one.script.id, version: one.script.version }),
    })),
    courses: courses.map((one) => ({
      ...one,
      texts: turned(one.texts, { kind: 'course', id: one.course.id, version: one.course.version }),
    })),
    card: card && { ...card, texts: turned(card.texts, { kind: 'card', id: 'card', version: card.layout.version }) },
    reach: reach && { ...reach, texts: turned(reach.texts, { kind: 'reach', id: 'reach', version: reach.version }) },
  }
}
