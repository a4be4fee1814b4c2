import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MessageFormatElement, isLiteralElement, parse } from '@formatjs/icu-messageformat-parser'
import type { Plugin } from 'vite'
import { LANGUAGES, type Language } from '../src/lib/i18n/languages.ts'
import { toSerbianLatin } from '@ariadne/domain/serbianLatin'
import type { CatalogueState } from '../src/lib/i18n/catalogue.ts'

/**
 * What the first pages need: the doors, home and the outbox with the names of queues and acts, and the navigation. Everything
 * else comes in a second piece, while somebody already reads.
 */
const FIRST_NAMESPACES: readonly string[] = ['shell', 'sign-in', 'home', 'outbox']
const FIRST_IDS = /^(queue|reading)\.|^act\.\w+\.\w+$/

/** Message ids that the features' routes name for the navigation. */
const navigationLabels = (features: string): ReadonlySet<string> =>
  new Set(
    globSync(join(features, '*/routes.ts')).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\blabel: '([\w.-]+)'/g)].flatMap((found) => found[1] ?? []),
    ),
  )

type Written = Exclude<Language, 'sr-Latn'>
interface Entry {
  readonly message: string
  readonly reviewed: boolean
}
/** A plain text as it is; anything with arguments or tags already parsed, so that the browser needs no parser. */
type Message = string | MessageFormatElement[]
interface Compiled {
  readonly first: Record<string, Message>
  readonly rest: Record<string, Message>
  readonly state: CatalogueState
}

const readEntries = (file: string): Map<string, Entry> => {
  let source: string
  try {
    source = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  let json: Record<string, unknown>
  try {
    json = JSON.parse(source) as Record<string, unknown>
  } catch (error) {
    throw new Error(`${file}: not valid JSON. ${(error as Error).message}`, { cause: error })
  }
  const head = json.$catalogue as { state?: string } | undefined
  const entries = new Map<string, Entry>()
  for (const [id, value] of Object.entries(json)) {
    if (id.startsWith('$')) continue
    const own =
      typeof value === 'string'
        ? { message: value, state: undefined }
        : (value as { message?: unknown; state?: string })
    if (typeof own.message !== 'string')
      throw new Error(`${file}: "${id}" has no message. Write a text, or { "message": "..." }.`)
    entries.set(id, { message: own.message, reviewed: (own.state ?? head?.state) === 'reviewed' })
  }
  return entries
}

const compileMessage = (message: string, id: string, language: string): Message => {
  try {
    const elements = parse(message, { shouldParseSkeletons: true })
    const [only] = elements
    return elements.length === 1 && only && isLiteralElement(only) ? only.value : elements
  } catch (error) {
    throw new Error(
      `Message "${id}" in ${language} is not valid ICU: ${(error as Error).message}. It says: ${message}`,
      { cause: error },
    )
  }
}

/**
 * One catalogue for each language out of content/catalogues/<namespace>/<language>.json. A message that a language lacks is
 * there in English, so that one catalogue is enough and nothing is ever blank.
 */
export const compileCatalogues = (folder: string, features: string): Record<Language, Compiled> => {
  const labels = navigationLabels(features)
  const namespaces = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const compile = (language: Written, change: (text: string) => string = (text) => text): Compiled => {
    const first: Record<string, Message> = {}
    const rest: Record<string, Message> = {}
    let [total, translated, reviewed] = [0, 0, 0]
    for (const namespace of namespaces) {
      const isFirst = (id: string) => FIRST_NAMESPACES.includes(namespace) || FIRST_IDS.test(id) || labels.has(id)
      const own = readEntries(join(folder, namespace, `${language}.json`))
      for (const [id, english] of readEntries(join(folder, namespace, 'en.json'))) {
        const entry = own.get(id)
        total += 1
        if (entry) translated += 1
        if (entry && (entry.reviewed || language === 'en')) reviewed += 1
        ;(isFirst(id) ? first : rest)[id] = compileMessage(
          entry ? change(entry.message) : english.message,
          id,
          language,
        )
      }
    }
    return { first, rest, state: { total, translated, reviewed } }
  }
  return Object.fromEntries(
    LANGUAGES.map((language) => [language, language === 'sr-Latn' ? compile('sr', toSerbianLatin) : compile(language)]),
  ) as Record<Language, Compiled>
}

const INDEX = 'virtual:catalogues'
const PIECE = /^virtual:catalogue\/([\w-]+)\/(first|rest)$/

/** Vite plugin: `virtual:catalogues` gives the state of every language and a lazy loader for each of its two pieces. */
export const catalogues = (folder: string, features: string): Plugin => {
  let compiled: Record<Language, Compiled> | undefined
  const all = () => (compiled ??= compileCatalogues(folder, features))
  return {
    name: 'ariadne-catalogues',
    resolveId: (id) => (id === INDEX || PIECE.test(id) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${INDEX}`) {
        const piece = (language: Language, part: 'first' | 'rest') =>
          `${part}: () => import('virtual:catalogue/${language}/${part}').then((m) => m.default)`
        const loaders = LANGUAGES.map((l) => `'${l}': { ${piece(l, 'first')}, ${piece(l, 'rest')} }`)
        const states = Object.fromEntries(LANGUAGES.map((l) => [l, all()[l].state]))
        return `export const states = ${JSON.stringify(states)}\nexport const loaders = { ${loaders.join(', ')} }\n`
      }
      const [, language, part] = PIECE.exec(id.slice(1)) ?? []
      if (!language) return undefined
      const messages = all()[language as Language][part as 'first' | 'rest']
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(messages))})\n`
    },
    configureServer(server) {
      server.watcher.add(folder)
      server.watcher.on('change', (file) => {
        if (!file.startsWith(folder)) return
        compiled = undefined
        for (const module of server.moduleGraph.idToModuleMap.values()) {
          if (module.id?.startsWith('\0virtual:catalogue')) server.moduleGraph.invalidateModule(module)
        }
        server.ws.send({ type: 'full-reload' })
      })
    },
  }
}
