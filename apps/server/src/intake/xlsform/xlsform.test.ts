import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { IndicatorSet } from '@ariadne/domain/screening'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadXForm } from '../../../../../tests/support/xformsEngine.ts'
import { loadContent } from '../../platform/content/load.ts'
import { commandLine } from '../../testing/cli.ts'
import { readSheets, writeSheets } from './excel.ts'
import { evaluateExpression, parseExpression } from './expression.ts'
import { formOf } from './fromSet.ts'
import { FormRefused, readForm } from './readForm.ts'
import { stateOf } from './relevance.ts'
import { findSetDraft } from './toSet.ts'
import { sheetsOf } from './workbook.ts'
import type { Sheet } from './workbook.ts'
import { xformOf } from './xform.ts'
import { testFolder } from '../../testing/folder.ts'

const folder = testFolder('xlsform')
const contentDir = fileURLToPath(new URL('../../../../../content', import.meta.url))

const ariadne = commandLine()
const cli = (...args: string[]) => ariadne(...args, '--content', contentDir)

test('every set leaves as a form and comes back as it was, words and all', async () => {
  const { content } = await loadContent(contentDir)
  for (const { set, texts } of content.sets) {
    const { form, remarks } = readForm(sheetsOf(formOf({ set, texts }, content.catalogues)))
    expect(remarks).toEqual([])
    const draft = findSetDraft(form)
    expect(draft?.set).toEqual(set)
    const wordOf = (entry: unknown) =>
      typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : entry
    for (const [language, words] of Object.entries(texts)) {
      const { $catalogue: _, ...wanted } = words
      expect(draft?.texts[language]).toEqual(
        Object.fromEntries(Object.entries(wanted).map(([id, entry]) => [id, wordOf(entry)])),
      )
    }
  }
})

test('export and import by command: a workbook, its XForm, and the draft in a folder of its own', async () => {
  const [out, xform, draft] = ['set.xlsx', 'set.xml', 'draft'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const name = 'child-alone-or-separated'
  const exported = await cli('content', 'export-xlsform', '--set', name, '--out', out, '--xform', xform, '--json')
  expect(JSON.parse(exported.out)).toMatchObject({ ok: true, set: name, languages: ['en', 'ar', 'mk', 'sq', 'sr'] })
  expect((await readSheets(out)).map((sheet) => sheet.name)).toEqual(['survey', 'choices', 'settings', 'ariadne'])
  expect(readFileSync(xform, 'utf8')).toContain('<translation lang="ar">')
  const imported = await cli('content', 'import-xlsform', out, '--out', draft, '--json')
  expect(JSON.parse(imported.out)).toMatchObject({ ok: true, set: { id: name, whole: true }, remarks: [] })
  const original = parse(
    readFileSync(join(contentDir, `indicator-sets/${name}/1.0.0/set.yaml`), 'utf8'),
  ) as IndicatorSet
  expect(parse(readFileSync(join(draft, 'set.yaml'), 'utf8'))).toEqual(original)
  expect(await cli('content', 'import-xlsform', out, '--out', draft)).toMatchObject({
    code: 1,
    err: expect.stringContaining('is there already'),
  })
  expect((await cli('content', 'export-xlsform', '--set', name, '--out', out)).code).toBe(1)
})

const survey = (...rows: string[][]): Sheet => ({
  name: 'survey',
  rows: [['type', 'name', 'label::English (en)', 'relevant', 'constraint', 'calculation'], ...rows],
})
const choices: Sheet = {
  name: 'choices',
  rows: [
    ['list_name', 'name', 'label::English (en)', 'region'],
    ['yn', 'yes', 'Yes'],
    ['yn', 'no ', 'No'],
    ['yn', 'yes', 'Yes again'],
    ['colour', 'red', 'Red', 'north'],
    ['colour', '', 'Blue'],
  ],
}

test("another team's form is read, and what cannot be carried over is named by row and column", () => {
  const { form, remarks } = readForm([
    survey(
      ['start', 'start'],
      ['select_one yn', 'locked_in', 'Is the door locked?'],
      ['begin_group', 'more', 'More', "${locked_in} = 'yes'"],
      ['integer', 'doors', 'How many doors?', '', '. > 0 and . < 20'],
      ['range', 'mood', 'How are you?'],
      ['select_one size', 'size', 'Which size?'],
      ['select_multiple colour or_other', 'colours', 'Which colours?', 'selected(${nowhere}, "x")'],
      ['end_group'],
      ['begin_repeat', 'persons', 'Persons'],
      ['text', 'who', 'Who?'],
      ['end_repeat'],
      ['calculate', 'twice', '', '', '', 'pulldata("file", "a", "b", "c")'],
      ['text', 'locked_in', 'Again'],
      ['text', '2nd', 'Second'],
    ),
    choices,
    { name: 'notes', rows: [['a']] },
  ])
  expect(form.children.map(({ name }) => name)).toEqual(['start', 'locked_in', 'more', 'twice'])
  expect(remarks.map(({ kind, sheet, row, column }) => `${kind} ${sheet} ${row ?? '-'} ${column ?? '-'}`)).toEqual([
    'defect choices 3 name',
    'defect choices 4 name',
    'left_out choices 5 region',
    'left_out choices 6 name',
    'left_out survey 6 type',
    'left_out survey 7 type',
    'left_out survey 8 type',
    'left_out survey 10 type',
    'left_out survey 14 name',
    'left_out survey 15 name',
    'left_out notes - -',
    'defect survey 8 relevant',
    'left_out survey 13 calculation',
  ])
  expect(remarks.every(({ problem, remedy }) => problem.length > 5 && remedy.length > 5)).toBe(true)
  const draft = findSetDraft(form)
  expect(draft?.whole).toBe(false)
  expect(draft?.set).toMatchObject({ signs: [{ id: 'locked_in', dimension: null, source: [] }], rules: [] })
  expect(draft?.texts['en']).toMatchObject({ 'sign.locked_in.label': 'Is the door locked?' })
})

test.each<[string, Sheet[], string]>([
  ['without a survey', [choices], 'there is no sheet "survey"; there are: choices'],
  ['with a group that never ends', [survey(['begin_group', 'a', 'A'])], 'never ends'],
  ['with a group that never began', [survey(['end_group', ''])], 'never began'],
])('a workbook %s is refused', (_, sheets, message) => {
  expect(() => readForm(sheets)).toThrow(FormRefused)
  expect(() => readForm(sheets)).toThrow(message)
})

test('a file that is no workbook writes nothing and says so', async () => {
  const file = join(folder, 'no.xlsx')
  writeFileSync(file, 'hello')
  const out = join(folder, 'nothing')
  expect(await cli('content', 'import-xlsform', file, '--out', out)).toMatchObject({
    code: 1,
    err: expect.stringContaining('cannot be read as a workbook'),
  })
  await writeSheets(join(folder, 'odd.xlsx'), [choices])
  expect(await cli('content', 'import-xlsform', join(folder, 'odd.xlsx'), '--out', out)).toMatchObject({
    code: 1,
    err: expect.stringContaining('there is no sheet "survey"'),
  })
  expect(existsSync(out)).toBe(false)
})

test('values, groups and constraints are worked out as XForms does, by us and by the engine', async () => {
  const { form, remarks } = readForm([
    survey(
      ['integer', 'age', 'Age', '', '. >= 0 and . < 120'],
      ['calculate', 'band', '', '', '', "if(${age} < 18, 'child', if(${age} >= 65, 'old', 'adult'))"],
      ['begin_group', 'school', 'School', "${band} = 'child'"],
      ['select_one yn', 'goes', 'Goes to school?'],
      ['text', 'why', 'Why not?', "${goes} = 'no'"],
      ['end_group'],
      ['note', 'odd', 'Odd', "${age} mod 2 = 1 and not(${goes} = 'yes')"],
      ['note', 'far', 'Far', 'number(${age}) * 2 - 10 > 100 or string-length(${why}) > 3'],
    ),
    {
      name: 'choices',
      rows: [
        ['list_name', 'name', 'label::English (en)'],
        ['yn', 'yes', 'Yes'],
        ['yn', 'no', 'No'],
      ],
    },
  ])
  expect(remarks).toEqual([])
  const engine = await loadXForm(xformOf(form))
  const paths = { age: '/data/age', goes: '/data/school/goes', why: '/data/school/why' }
  const anyGiven = fc.record({
    age: fc.integer({ min: 0, max: 119 }),
    goes: fc.constantFrom('', 'yes', 'no'),
    why: fc.constantFrom('', 'ill', 'works'),
  })
  fc.assert(
    fc.property(anyGiven, ({ age, goes, why }) => {
      const given = { age: String(age), goes, why }
      for (const name of ['age', 'goes', 'why'] as const) engine.answer(paths[name], given[name])
      const { relevant, values, refused } = stateOf(form, given)
      expect(refused).toEqual([])
      for (const [name, path] of Object.entries({
        ...paths,
        school: '/data/school',
        odd: '/data/odd',
        far: '/data/far',
      }))
        expect([name, given, engine.nodes.get(path)?.currentState.relevant]).toEqual([name, given, relevant[name]])
      expect(engine.nodes.get('/data/band')?.currentState.value).toBe(values['band'])
    }),
    { numRuns: 60 },
  )
  expect(stateOf(form, { age: '130' }).refused).toEqual(['age'])
})

test('a value that rests on itself is refused, not worked out for ever', () => {
  const { form } = readForm([
    survey(['calculate', 'a', '', '', '', '${b} + 1'], ['calculate', 'b', '', '', '', '${a} + 1']),
  ])
  expect(() => stateOf(form, {})).toThrow(/depends on itself/)
})

test.each<[string, unknown]>([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3 mod 5', 4],
  ['7 div 2 - 1', 2.5],
  ["'a' = 'a' and not('')", true],
  ["coalesce('', 'b')", 'b'],
  ["concat('a', 1, true())", 'a1true'],
  ["selected('a b', 'b')", true],
  ["count-selected('a b  c')", 3],
  ['“x” = ‘x’', true],
  ['-3 < -2 or false()', true],
  ["round('2.5')", 3],
  ["number('') = number('')", false],
])('%s is %j', (source, value) => {
  expect(evaluateExpression(parseExpression(source), () => '')).toEqual(value)
})

test.each(['1 +', 'position(..) = 1', 'selected(1)', '(1', "'a", '1 2', 'instance("x")/root'])(
  '%s is refused with its place',
  (source) => {
    expect(() => parseExpression(source)).toThrow(
      expect.objectContaining({ name: 'ExpressionRefused', at: expect.any(Number) }),
    )
  },
)
