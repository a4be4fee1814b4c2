import { join, relative } from 'node:path'
import { HelpCard } from '@ariadne/domain/helpCard'
import { InterviewScript } from '@ariadne/domain/interviewScript'
import {
  ScriptTexts,
  checkArguments,
  checkCardTexts,
  checkInserts,
  checkScriptTexts,
} from '@ariadne/domain/interviewTexts'
import type { TextProblem } from '@ariadne/domain/interviewTexts'
import { z } from 'zod'
import { faultsOf } from './faults.ts'
import type { Content, LoadedScript } from './load.ts'
import type { ContentReader } from './sets.ts'

/** Messages of the interface that are read in further languages too: what the app puts into a talk, the page for people outside. */
const Further = z.strictObject({ languages: z.array(z.string()), messages: z.array(z.string()).min(1) })
const ReachPage = Further.extend({ version: z.string() })

const checkFurther = ({ languages, messages }: z.infer<typeof Further>, texts: Record<string, ScriptTexts>) => [
  ...languages
    .filter((language) => texts[language] === undefined)
    .map((language) => ({
      path: `${language}.json`,
      problem: 'is missing',
      remedy: `add ${language}.json beside the others`,
    })),
  ...checkInserts(messages, texts),
]

/** A definition with one text file a language, read and checked. Undefined when anything in it is wrong: that has been told. */
const loadWorded = async <T>(
  { root, read, readTexts, tell }: ContentReader,
  folder: string,
  name: string,
  schema: z.ZodType<T>,
  check: (definition: T, texts: Record<string, ScriptTexts>) => TextProblem[],
): Promise<{ definition: T; texts: Record<string, ScriptTexts> } | undefined> => {
  const [source, found] = await Promise.all([read(join(folder, name)), readTexts(folder)])
  if (source === undefined) return undefined
  let sound = true
  const wrong = (fault: Parameters<typeof tell>[0]) => {
    sound = false
    tell(fault)
  }
  const texts: Record<string, ScriptTexts> = {}
  for (const [language, text] of found) {
    const parsed = ScriptTexts.safeParse(text.value)
    if (parsed.success) texts[language] = parsed.data
    else faultsOf(text.file, parsed.error, text.lineOf).forEach(wrong)
  }
  const definition = schema.safeParse(source.value)
  if (!definition.success) {
    faultsOf(source.file, definition.error, source.lineOf).forEach(wrong)
    return undefined
  }
  for (const { path, problem, remedy } of check(definition.data, texts)) {
    const [file = '', key] = path.split('#')
    const line = key === undefined ? undefined : found.get(file.replace('.json', ''))?.lineOf(placeOf(key))
    wrong({
      file: relative(root, join(folder, file)),
      ...(line === undefined ? {} : { line }),
      field: key ?? '(file)',
      problem,
      remedy,
    })
  }
  return sound ? { definition: definition.data, texts } : undefined
}

/** Texts are flat, and their keys have dots in them; only the head has anything inside. */
const placeOf = (key: string): string[] => (key.startsWith('$catalogue.') ? key.split('.') : [key])

/** One version of an interview script with its texts. */
export const loadScript = async (reader: ContentReader, folder: string): Promise<LoadedScript | undefined> => {
  const loaded = await loadWorded(reader, folder, 'script.yaml', InterviewScript, checkScriptTexts)
  return loaded && { script: loaded.definition, texts: loaded.texts }
}

/** The card a person may take, or null where the content has none. */
export const loadCard = async (reader: ContentReader): Promise<Content['card']> => {
  const folder = join(reader.root, 'card')
  if (!reader.has(folder)) return null
  const loaded = await loadWorded(reader, folder, 'card.yaml', HelpCard, checkCardTexts)
  return loaded ? { layout: loaded.definition, texts: loaded.texts } : null
}

/** What the app itself puts into a talk, by language. */
export const loadInserts = async (reader: ContentReader): Promise<Content['inserts']> => {
  const folder = join(reader.root, 'inserts')
  if (!reader.has(folder)) return {}
  const loaded = await loadWorded(reader, folder, 'inserts.yaml', Further, checkFurther)
  return loaded?.texts ?? {}
}

/** The page for people outside, or null where the content has none. What is put into its sentences is what is put into the English. */
export const loadReach = async (
  reader: ContentReader,
  english: Readonly<Record<string, unknown>> = {},
): Promise<Content['reach']> => {
  const folder = join(reader.root, 'reach')
  if (!reader.has(folder)) return null
  const loaded = await loadWorded(reader, folder, 'reach.yaml', ReachPage, (page, texts) => [
    ...checkFurther(page, texts),
    ...checkArguments(english, texts),
  ])
  if (!loaded) return null
  const { version, messages } = loaded.definition
  return {
    version,
    english: Object.fromEntries(messages.map((id) => [id, String(english[id])])),
    texts: loaded.texts,
  }
}
