import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileCatalogues } from './catalogues.ts'

const written = (files: Record<string, unknown>) => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogues-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}
const english = { message: 'Send', description: 'A button' }
const compile = (files: Record<string, unknown>) => compileCatalogues(written(files), written({}))

test('a message that a language lacks is there in English, and counted', () => {
  const { sq } = compile({
    'shell/en.json': { 'shell.send': english, 'shell.back': { message: 'Back' } },
    'shell/sq.json': { $catalogue: { state: 'machine_draft' }, 'shell.send': 'Dërgo' },
  })
  expect(sq.first).toEqual({ 'shell.send': 'Dërgo', 'shell.back': 'Back' })
  expect(sq.state).toEqual({ total: 2, translated: 1, reviewed: 0 })
})

test('a message that somebody reviewed by itself counts as reviewed, whatever the file says', () => {
  const { mk } = compile({
    'shell/en.json': { 'shell.send': english },
    'shell/mk.json': {
      $catalogue: { state: 'machine_draft' },
      'shell.send': { message: 'Испрати', state: 'reviewed' },
    },
  })
  expect(mk.state.reviewed).toBe(1)
})

test('the Latin twin of Serbian is made of the Cyrillic texts, arguments untouched', () => {
  const compiled = compile({
    'shell/en.json': { 'shell.unit': { message: 'For {unitName}' } },
    'shell/sr.json': { 'shell.unit': 'За {unitName}, Љубљана' },
  })
  expect(compiled['sr-Latn'].first['shell.unit']).toMatchObject([
    { value: 'Za ' },
    { value: 'unitName' },
    { value: ', Ljubljana' },
  ])
})

test('what the first pages need comes first: their namespaces, names of queues and acts, the navigation', () => {
  const folder = written({
    'home/en.json': { 'home.title': english },
    'case/en.json': {
      'queue.feedback_due': english,
      'act.guardian.requested': english,
      'act.guardian.requested.done': english,
      'case.nav': english,
    },
  })
  const features = written({ 'case/routes.ts': `export const routes = [{ nav: { label: 'case.nav', order: 1 } }]` })
  const { en } = compileCatalogues(folder, features)
  expect(Object.keys(en.first).sort()).toEqual([
    'act.guardian.requested',
    'case.nav',
    'home.title',
    'queue.feedback_due',
  ])
  expect(Object.keys(en.rest)).toEqual(['act.guardian.requested.done'])
})

test.each([
  [
    'broken ICU',
    { 'shell/en.json': { 'shell.send': { message: 'Send {count' } } },
    /"shell\.send" in en is not valid ICU/,
  ],
  [
    'no message',
    { 'shell/en.json': { 'shell.send': { description: 'A button' } } },
    /en\.json: "shell\.send" has no message/,
  ],
  ['broken JSON', { 'shell/en.json': '{ "shell.send": ' }, /en\.json: not valid JSON/],
])('%s stops the build and says where', (_what, files, message) => {
  expect(() => compile(files)).toThrow(message)
})
