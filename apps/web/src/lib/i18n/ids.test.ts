import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const app = join(import.meta.dirname, '../../..')
const content = join(app, '../../content/catalogues')

const known = new Set(
  globSync('*/en.json', { cwd: content }).flatMap((file) =>
    Object.keys(JSON.parse(readFileSync(join(content, file), 'utf8')) as object),
  ),
)
const withoutComments = (source: string) => source.replace(/^\s*(?:\*|\/\*|\/\/).*$/gm, '')
const idsIn = (source: string): string[] =>
  [
    ...withoutComments(source).matchAll(
      /(?:\bt\(|\bid=|\bid=\{|\btitleId=|\blabel: )\s*['"]([a-zA-Z][\w-]*(?:\.[\w-]+)+)['"]/g,
    ),
  ].flatMap((found) => found[1] ?? [])

test('every message id that stands in a page is in a catalogue', () => {
  const missing = globSync('src/**/*.{ts,tsx}', { cwd: app })
    .filter((file) => !file.includes('.test.'))
    .flatMap((file) => idsIn(readFileSync(join(app, file), 'utf8')).map((id) => ({ file, id })))
    .filter(({ id }) => !known.has(id))
  expect(missing).toEqual([])
})
