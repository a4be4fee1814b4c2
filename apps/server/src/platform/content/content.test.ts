import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadContent } from './load.ts'
import { testFolder } from '../../testing/folder.ts'

const original = fileURLToPath(new URL('../../../../../content', import.meta.url))

/** A copy of the project's own content that a test may spoil. */
const copy = (): string => {
  const folder = testFolder('content')
  cpSync(original, folder, { recursive: true })
  return folder
}
const spoil = (folder: string, file: string, change: (text: string) => string) => {
  const path = join(folder, file)
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${file} was not changed`)
  writeFileSync(path, after)
}
const lineWith = (folder: string, file: string, text: string) =>
  readFileSync(join(folder, file), 'utf8')
    .slice(0, readFileSync(join(folder, file), 'utf8').indexOf(text))
    .split('\n').length

test("the project's own content is without a fault", async () => {
  const { faults, content } = await loadContent(original)
  expect(faults).toEqual([])
  expect(content.countries.length).toBe(4)
  expect(content.scripts.length).toBeGreaterThan(3)
  expect(content.card).not.toBeNull()
})

test('a country profile with a wrong key names the file, the line and the field', async () => {
  const folder = copy()
  spoil(folder, 'countries/MK.yaml', (text) => `${text}\nweather: sunny\n`)
  const { faults, content } = await loadContent(folder)
  expect(content.countries.length).toBe(3)
  expect(faults).toMatchObject([{ file: 'countries/MK.yaml', problem: expect.stringContaining('weather') }])
})

test('a file that is no YAML or no JSON is named with its line, and the rest is taken', async () => {
  const folder = copy()
  spoil(folder, 'countries/RS.yaml', (text) => `${text}\nbroken: [1, 2\nnext: 1\n`)
  spoil(folder, 'catalogues/codes/en.json', (text) => text.replace(':', ''))
  const { faults, content } = await loadContent(folder)
  expect(faults.map((fault) => fault.file).toSorted()).toEqual(['catalogues/codes/en.json', 'countries/RS.yaml'])
  for (const fault of faults) expect(fault.line).toBeGreaterThan(0)
  expect(content.countries.length).toBe(3)
})

test('a script without one of its texts says which, and is left out', async () => {
  const folder = copy()
  const file = 'scripts/first-talk-child/1.0.0/sq.json'
  const key =
    Object.keys(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object).find((one) =>
      one.startsWith('block.'),
    ) ?? ''
  spoil(folder, file, (text) => text.replace(`"${key}"`, '"block.nowhere.note"'))
  const { faults, content } = await loadContent(folder)
  expect(faults.map((fault) => fault.field).toSorted()).toEqual([key, 'block.nowhere.note'].toSorted())
  expect(faults.find((fault) => fault.field === 'block.nowhere.note')?.line).toBe(
    lineWith(folder, file, 'block.nowhere.note'),
  )
  expect(content.scripts.map(({ script }) => script.id)).not.toContain('first-talk-child')
})

test('a message that stands in two catalogues is told', async () => {
  const folder = copy()
  const help = JSON.parse(readFileSync(join(folder, 'catalogues/help/en.json'), 'utf8')) as object
  const [id = ''] = Object.keys(help).filter((one) => one !== '$catalogue')
  spoil(folder, 'catalogues/codes/en.json', (text) => text.replace('{', `{ ${JSON.stringify(id)}: "twice",`))
  const { faults } = await loadContent(folder)
  expect(faults).toMatchObject([{ field: id, problem: expect.stringContaining('another catalogue') }])
})

test('the same content has the same tag, other content another', async () => {
  const folder = copy()
  const before = await loadContent(folder)
  expect((await loadContent(original)).etag).toBe(before.etag)
  spoil(folder, 'card/en.json', (text) => text.replace(/: "([^"]+)"(?=[^}]*\}\s*$)/u, ': "Other words"'))
  expect((await loadContent(folder)).etag).not.toBe(before.etag)
})
