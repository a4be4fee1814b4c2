import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { projectFiles, read, root } from './files.ts'

const folder = 'content/catalogues'
const translated = ['sq', 'mk', 'sr', 'ar'] as const
const namespaces = readdirSync(join(root, folder), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => readdirSync(join(root, folder, name)).length > 0)

const English = z.record(z.string(), z.strictObject({ message: z.string().min(1), description: z.string().min(1) }))
const state = z.enum(['machine_draft', 'drafted', 'reviewed'])
const Translated = z
  .object({
    $catalogue: z.strictObject({ language: z.string(), state, drafter: z.string(), reviewer: z.string().nullable() }),
  })
  .catchall(
    z.union([
      z.string().min(1),
      z.strictObject({ message: z.string().min(1), state, drafter: z.string(), reviewer: z.string().nullable() }),
    ]),
  )

const isThere = (namespace: string, language: string) => existsSync(join(root, folder, namespace, `${language}.json`))
const load = (namespace: string, language: string): unknown =>
  JSON.parse(read(`${folder}/${namespace}/${language}.json`))

function messagesOf(namespace: string, language: string): Map<string, string> {
  if (language === 'en') {
    return new Map(Object.entries(English.parse(load(namespace, 'en'))).map(([id, { message }]) => [id, message]))
  }
  const { $catalogue, ...entries } = Translated.parse(load(namespace, language))
  expect($catalogue.language).toBe(language)
  return new Map(Object.entries(entries).map(([id, entry]) => [id, typeof entry === 'string' ? entry : entry.message]))
}

/** The arguments of an ICU message with what each is formatted as: `count plural`, `name text`, `b tag`. */
function argumentsOf(message: string): string[] {
  const found = new Set<string>()
  const walk = (elements: readonly MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue
      found.add(`${element.value} ${TYPE[element.type]}`)
      if (element.type === TYPE.tag) walk(element.children)
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        for (const { value } of Object.values(element.options)) walk(value)
      }
    }
  }
  walk(parse(message))
  return [...found].sort()
}

describe.for(namespaces)('catalogue %s', (namespace) => {
  test('English has a message and a description for every id', () => {
    for (const message of messagesOf(namespace, 'en').values()) expect(() => argumentsOf(message)).not.toThrow()
  })

  test.for(translated)('%s has exactly the ids of English, with the same arguments', (language) => {
    const english = messagesOf(namespace, 'en')
    const other = isThere(namespace, language) ? messagesOf(namespace, language) : new Map<string, string>()
    const missing = [...english.keys()].filter((id) => !other.has(id))
    const unknown = [...other.keys()].filter((id) => !english.has(id))
    expect({ missing, unknown }).toEqual({ missing: [], unknown: [] })
    const differing = [...english].flatMap(([id, message]) => {
      const [expected, actual] = [argumentsOf(message), argumentsOf(other.get(id) ?? '')]
      return expected.join() === actual.join() ? [] : [`${id}: ${expected.join(', ')} became ${actual.join(', ')}`]
    })
    expect(differing).toEqual([])
  })
})

test('no file of content says the same thing twice', () => {
  const faults = projectFiles(['.json', '.yaml'])
    .filter((path) => path.startsWith('content/'))
    .flatMap((path) => parseDocument(read(path)).errors.map(({ message }) => `${path}: ${message.split('\n')[0]}`))
  expect(faults).toEqual([])
})

test('a lost, invented or renamed argument is seen', () => {
  expect(argumentsOf('{count, plural, one {# case of {unit}} other {# cases}} <b>now</b>')).toEqual([
    'b tag',
    'count plural',
    'unit argument',
  ])
})
