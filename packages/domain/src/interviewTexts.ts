import { z } from 'zod'
import { INTERVIEW_LANGUAGES } from './codes/interviewLanguages.ts'
import { type HelpCard, cardTextKeys } from './helpCard.ts'
import { type InterviewScript, optionsOf } from './interviewScript.ts'

/** What is shown in place of a sentence that could not be drafted well: the picture, and the officer's own language. */
export const TO_BE_DRAFTED = 'to be drafted by a native speaker'

/** One language of a script or of the card: flat, with who drafted and who reviewed it. */
export const ScriptTexts = z
  .object({
    $catalogue: z.strictObject({
      language: z.string(),
      state: z.enum(['machine_draft', 'draft', 'reviewed']),
      drafter: z.string(),
      reviewer: z.string().nullable(),
      /** The language whose text serves this one wherever nothing else is written here. */
      over: z.enum(Object.keys(INTERVIEW_LANGUAGES) as (keyof typeof INTERVIEW_LANGUAGES)[]).optional(),
    }),
  })
  .catchall(z.union([z.string().trim().min(1), z.strictObject({ state: z.literal(TO_BE_DRAFTED) })]))
export type ScriptTexts = z.infer<typeof ScriptTexts>

/** What the person hears, reads and answers. */
export const spokenKeys = (script: InterviewScript): string[] => {
  const spoken = script.blocks.filter((block) => block.kind !== 'officer')
  return [
    ...spoken.map((block) => `block.${block.id}.spoken`),
    ...new Set(spoken.flatMap((block) => optionsOf(script, block).map((option) => `option.${option.id}`))),
  ]
}

/** Every text of a script that is written whole. */
export const textKeys = (script: InterviewScript): string[] => [
  'title',
  'purpose',
  ...script.blocks.flatMap((block) => [
    `block.${block.id}.note`,
    ...(block.kind === 'officer' ? [] : [`block.${block.id}.spoken`]),
  ]),
  ...new Set(script.blocks.flatMap((block) => optionsOf(script, block).map((option) => `option.${option.id}`))),
]

export type TextProblem = { path: string; problem: string; remedy: string }
type All = Readonly<Record<string, ScriptTexts>>

const checkOne = (
  language: string,
  found: ScriptTexts | undefined,
  needed: readonly string[],
  isWhole: boolean,
  servers: readonly string[],
): TextProblem[] => {
  const file = `${language}.json`
  if (!found) return [{ path: file, problem: 'is missing', remedy: `add ${file} beside the others` }]
  const { $catalogue, ...texts } = found
  const keys = Object.keys(texts)
  const missing = $catalogue.over ? [] : needed.filter((key) => !keys.includes(key))
  return [
    ...($catalogue.language === language
      ? []
      : [
          {
            path: `${file}#$catalogue.language`,
            problem: `says "${$catalogue.language}"`,
            remedy: `write "${language}"`,
          },
        ]),
    ...($catalogue.over === undefined || (servers.includes($catalogue.over) && $catalogue.over !== language)
      ? []
      : [
          {
            path: `${file}#$catalogue.over`,
            problem: `leans on "${$catalogue.over}", which is not written itself`,
            remedy: 'name a language that is',
          },
        ]),
    ...missing.map((key) => ({
      path: `${file}#${key}`,
      problem: 'has no text',
      remedy: isWhole
        ? 'write it, or take the block or answer out'
        : `write it, or mark it { "state": "${TO_BE_DRAFTED}" }`,
    })),
    ...keys
      .filter((key) => !needed.includes(key))
      .map((key) => ({
        path: `${file}#${key}`,
        problem: 'belongs to no block or answer',
        remedy: 'take it out, or correct its name',
      })),
    ...(isWhole ? keys.filter((key) => typeof texts[key] !== 'string') : []).map((key) => ({
      path: `${file}#${key}`,
      problem: 'is not drafted',
      remedy: 'an officer reads this language: write it',
    })),
  ]
}

/**
 * Languages that another may lean on: those written themselves, and Serbian in its other script. One step, no chains: what serves a
 * language is then found in one place.
 */
const serversAmong = (texts: All): string[] =>
  Object.keys(texts).flatMap((language) => [
    ...(texts[language]?.$catalogue.over ? [] : [language]),
    ...(language === 'sr' ? ['sr-Latn'] : []),
  ])

/** What is wrong between a script and its texts, each with the place and what would be right. */
export const checkScriptTexts = (script: InterviewScript, texts: All): TextProblem[] => [
  ...script.languages.flatMap((language) =>
    checkOne(language, texts[language], textKeys(script), true, serversAmong(texts)),
  ),
  ...script.spokenIn.flatMap((language) =>
    checkOne(language, texts[language], spokenKeys(script), false, serversAmong(texts)),
  ),
]

/** What is wrong between the card and its texts. */
export const checkCardTexts = (card: HelpCard, texts: All): TextProblem[] => [
  ...card.languages.flatMap((language) =>
    checkOne(language, texts[language], cardTextKeys(card), true, serversAmong(texts)),
  ),
  ...card.spokenIn.flatMap((language) =>
    checkOne(language, texts[language], cardTextKeys(card), false, serversAmong(texts)),
  ),
]

/** What is wrong with the sentences that the app itself puts into a talk: `needed` are their message ids. */
export const checkInserts = (needed: readonly string[], texts: All): TextProblem[] =>
  Object.entries(texts).flatMap(([language, found]) =>
    checkOne(language, found, needed, false, ['en', 'sq', 'mk', 'sr', 'sr-Latn', 'ar', ...serversAmong(texts)]),
  )

const argumentsOf = (text: string): string => [...new Set(text.match(/(?<=\{)\w+/gu))].toSorted().join(', ')

/** Sentences into which something else is put than into the message they were made from. */
export const checkArguments = (source: Readonly<Record<string, unknown>>, texts: All): TextProblem[] =>
  Object.entries(texts).flatMap(([language, own]) =>
    Object.entries(own).flatMap(([key, text]) => {
      const message = source[key]
      if (typeof text !== 'string' || typeof message !== 'string' || argumentsOf(text) === argumentsOf(message))
        return []
      return [
        {
          path: `${language}.json#${key}`,
          problem: `puts in "${argumentsOf(text)}"`,
          remedy: `put in exactly "${argumentsOf(message)}", each as {name}`,
        },
      ]
    }),
  )

/**
 * Interview texts that no native reviewer has confirmed work only in demo and training (DESIGN rule 10). A language that leans on
 * another is as good as both.
 */
export const usableLive = (texts: ScriptTexts, serving?: ScriptTexts): boolean =>
  [texts, ...(serving ? [serving] : [])].every(
    ({ $catalogue }) => $catalogue.state === 'reviewed' && $catalogue.reviewer !== null,
  )
