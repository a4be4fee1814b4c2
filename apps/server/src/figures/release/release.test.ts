import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { commandLine } from '../../testing/cli.ts'
import { testFolder } from '../../testing/folder.ts'

const folder = testFolder('release')
const at = (name: string) => join(folder, name)
const write = (name: string, text: string) => {
  writeFileSync(at(name), text)
  return at(name)
}

const ariadne = commandLine()
const cli = (...args: string[]) => ariadne('release', ...args)

/** Children and adults by place: of three places, one with two children. */
const ROWS = [
  ['A', 'child', 2],
  ['A', 'adult', 30],
  ['B', 'child', 14],
  ['B', 'adult', 20],
  ['C', 'child', 25],
  ['C', 'adult', 41],
] as const

const table = (): string[] => {
  const sum = (place: string, age: string) =>
    ROWS.filter((row) => [place, 'Total'].includes(row[0]) || place === 'Total')
      .filter((row) => age === 'Total' || row[1] === age)
      .reduce((so, row) => so + row[2], 0)
  return ['A', 'B', 'C', 'Total'].flatMap((place) =>
    ['child', 'adult', 'Total'].map((age) => `${place},${age},${sum(place, age)}`),
  )
}

let exact: string
beforeAll(() => {
  exact = write('exact.csv', `place,age,value\n${table().join('\n')}\n`)
})

const RULE = '{"threshold":5}'

test('protect hides two children so that nobody works them out, and audit says the same of what it wrote', async () => {
  const [out, certificate] = [at('out.csv'), at('certificate.json')]
  const answer = await cli(
    'protect',
    '--input',
    exact,
    '--rule',
    RULE,
    '--out',
    out,
    '--certificate',
    certificate,
    '--json',
  )
  expect(answer).toMatchObject({ code: 0, err: '' })
  const given = JSON.parse(answer.out) as { safe: boolean; cells: { lower: number; upper: number }[]; table: object[] }
  expect(given.safe).toBe(true)
  expect(given.cells).toHaveLength(4)
  for (const { lower, upper } of given.cells) expect(upper - lower).toBeGreaterThanOrEqual(5)
  expect(given.table).toContainEqual({ place: 'A', age: 'child', value: null, status: 'suppressed' })
  expect(given.table).toContainEqual({ place: 'Total', age: 'Total', value: 132, status: 'published' })

  expect(readFileSync(out, 'utf8')).toContain('A,child,,suppressed\n')
  const again = await cli('audit', '--input', out, '--rule', RULE, '--json')
  const { table: _, ...rest } = given
  expect(JSON.parse(again.out)).toEqual(rest)
  expect(JSON.parse(readFileSync(certificate, 'utf8'))).toMatchObject({ safe: true, suppressed: 4, past: [] })
})

test('audit finds what one subtraction finds, and does not look at what a suppressed row says', async () => {
  const lines = table().map((line) => (line.startsWith('A,child') ? 'A,child,999,suppressed' : `${line},published`))
  const file = write('lone.csv', `place,age,value,status\n${lines.join('\n')}\n`)
  const { code, out } = await cli('audit', '--input', file, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    safe: false,
    cells: [{ key: { place: 'A', age: 'child' }, lower: 2, upper: 2 }],
    k: 1,
  })
  const told = await cli('audit', '--input', file)
  expect(told.out).toContain('place A, age child: anyone can work out [2, 2]')
})

test('a cell that nothing bounds has no upper end', async () => {
  const file = write('open.csv', 'place,value,status\nA,,suppressed\nB,4,published\nTotal,,suppressed\n')
  const { out } = await cli('audit', '--input', file, '--json')
  expect(JSON.parse(out)).toMatchObject({
    safe: true,
    cells: [
      { key: { place: 'A' }, lower: 0, upper: null },
      { key: { place: 'Total' }, lower: 4, upper: null },
    ],
  })
})

test('codes under codes, from a file', async () => {
  const file = write('towns.csv', 'town,value\na,2\nb,12\nc,20\nd,9\nNorth,14\nSouth,29\nTotal,43\n')
  const hierarchy = write('tree.csv', 'dimension,code,parent\ntown,a,North\ntown,b,North\ntown,c,South\ntown,d,South\n')
  const { out } = await cli('protect', '--input', file, '--rule', RULE, '--hierarchy', hierarchy, '--json')
  const { cells } = JSON.parse(out) as { cells: { key: { town: string } }[] }
  expect(cells.map(({ key }) => key.town)).toEqual(['a', 'b'])
})

test('what another release shows is known, and a release that gives a figure away stops the next', async () => {
  const shown = write(
    'shown.csv',
    'place,value,status\nA,32,published\nB,34,published\nC,66,published\nTotal,132,published\n',
  )
  const lines = table().filter((line) => line.includes('Total'))
  const places = write('places.csv', `place,age,value\n${lines.join('\n')}\n`)
  const fine = await cli('protect', '--input', places, '--rule', RULE, '--past', shown, '--json')
  expect(JSON.parse(fine.out)).toMatchObject({ safe: true, past: [{ name: shown, link: 'same' }], changes: [] })

  const bad = write(
    'bad.csv',
    'place,value,status\nA,,suppressed\nB,34,published\nC,66,published\nTotal,132,published\n',
  )
  const out = at('never.csv')
  const stopped = await cli('protect', '--input', places, '--rule', RULE, '--past', bad, '--out', out, '--json')
  expect(stopped.code).toBe(1)
  expect(JSON.parse(stopped.out)).toMatchObject({
    safe: false,
    table: null,
    cells: [{ key: { place: 'A' }, lower: 32, upper: 32 }],
  })
  expect(existsSync(out)).toBe(false)
})

test('an earlier state of the figures: one person more may not show', async () => {
  const spring = write('spring.csv', 'place,value,status\nA,31,published\nB,20,published\nTotal,51,published\n')
  const now = write('now.csv', 'place,value\nA,32\nB,20\nTotal,52\n')
  const protectedNow = await cli('protect', '--input', now, '--rule', RULE, '--earlier', spring, '--json')
  const { table: rows } = JSON.parse(protectedNow.out) as { table: { place: string; status: string }[] }
  expect(rows.map(({ status }) => status)).toEqual(['suppressed', 'published', 'suppressed'])
  const open = write('open-now.csv', 'place,value,status\nA,32,published\nB,20,published\nTotal,52,published\n')
  const audited = await cli('audit', '--input', open, '--rule', RULE, '--past', spring, '--json')
  expect(JSON.parse(audited.out)).toMatchObject({ safe: false, cells: [], changes: [{ lower: 1, upper: 1 }, {}] })
})

test.for([
  ['negative', 'A,-2,published\nTotal,5,published', ':2: value: "-2" should be 0 or more'],
  ['half', 'A,2.5,published\nTotal,2.5,published', ':2: value: "2.5" should be a whole number; for amounts'],
  ['words', 'A,<5,published\nTotal,5,published', ':2: value: "<5" should be a number written in digits'],
  ['status', 'A,2,secret\nTotal,2,published', ':2: status: "secret" should be published or suppressed or missing'],
  ['empty', 'A,,published\nTotal,2,published', ':2: value: "" should be a number, or the status'],
  ['code', ',2,published\nTotal,2,published', ':2: place: "" should be a code'],
  ['twice', 'A,2,published\nA,3,published\nTotal,5,published', ':3: The row of place A stands twice, first in row 2'],
  ['totals', 'A,2,published\nB,3,published', ':2: No row is a total'],
  [
    'sum',
    'A,2,published\nB,3,published\nTotal,6,published',
    ':4: The published figures contradict each other: place Total is 6',
  ],
  ['over', 'A,7,published\nB,,suppressed\nTotal,6,published', ':4: The published figures contradict each other'],
] as const)('bad input, %s: the row and what would be right', async ([name, rows, words]) => {
  const file = write(`${name}.csv`, `place,value,status\n${rows}\n`)
  const { code, out, err } = await cli('audit', '--input', file)
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain(`${file}${words}`)
})

test('a whole that lacks, a column that lacks, a rule that is none', async () => {
  const lacking = table().filter((line) => !line.startsWith('B,Total'))
  const file = write('lacking.csv', `place,age,value\n${lacking.join('\n')}\n`)
  expect((await cli('protect', '--input', file, '--rule', RULE)).err).toContain('no row with age "Total" to belong to')
  expect((await cli('audit', '--input', exact)).err).toContain('there is no column status')
  expect((await cli('protect', '--input', exact)).err).toContain('Say by which rule')
  expect((await cli('protect', '--input', exact, '--rule', '{"threshold":-1}')).err).toContain('"threshold" should be')
  expect((await cli('protect', '--input', exact, '--rule', 'no')).err).toContain('should be JSON')
  expect((await cli('audit', '--input', exact, '--k', 'wide')).err).toContain('should be a number above 0')
})

test('protect rounds: every figure a multiple, the table adds up, nobody knows a figure better than the base allows', async () => {
  const rule = '{"method":"round","base":5}'
  const { code, out } = await cli('protect', '--input', exact, '--rule', rule, '--json')
  expect(code).toBe(0)
  const given = JSON.parse(out) as {
    safe: boolean
    method: string
    cells: { lower: number; upper: number }[]
    table: { place: string; age: string; value: number; status: string }[]
  }
  expect(given).toMatchObject({ safe: true, method: 'round', base: 5 })
  expect(given.cells).toHaveLength(12)
  for (const { lower, upper } of given.cells) expect(upper - lower).toBeGreaterThanOrEqual(4)
  expect(given.table.every(({ value, status }) => value % 5 === 0 && status === 'published')).toBe(true)
  const of = (place: string, age: string) => given.table.find((one) => one.place === place && one.age === age)!.value
  expect(of('A', 'Total')).toBe(of('A', 'child') + of('A', 'adult'))
  const suppressed = write(
    'by-suppression.csv',
    'place,value,status\nA,,suppressed\nB,34,published\nTotal,,suppressed\n',
  )
  const mixed = await cli('protect', '--input', exact, '--rule', rule, '--past', suppressed)
  expect(mixed).toMatchObject({ code: 1 })
  expect(mixed.err).toContain('Use the same here')
  const wrong = await cli('protect', '--input', exact, '--rule', '{"method":"round","threshold":5}')
  expect(wrong.err).toContain('has no "threshold"')
})

test('protect with noise spends a budget that is written down, and refuses when it is spent', async () => {
  const rule = '{"method":"noise","epsilon":"1","cellsPerPerson":1}'
  const without = await cli('protect', '--input', exact, '--rule', rule)
  expect(without.err).toContain('--budget FILE')
  const budget = write('budget.json', '{"limit":"1","entries":[]}')
  const first = await cli('protect', '--input', exact, '--rule', rule, '--budget', budget, '--json')
  expect(JSON.parse(first.out)).toMatchObject({ safe: true, method: 'noise', spent: 0.5, limit: 1 })
  const certificate = at('noise.json')
  await cli('protect', '--input', exact, '--rule', rule, '--budget', budget, '--certificate', certificate)
  expect(JSON.parse(readFileSync(certificate, 'utf8'))).toMatchObject({ method: 'noise', rho: '1/2', spent: '1/1' })
  const third = await cli('protect', '--input', exact, '--rule', rule, '--budget', budget)
  expect(third).toMatchObject({ code: 1, out: '' })
  expect(third.err).toContain('there is 0 left')
  expect((JSON.parse(readFileSync(budget, 'utf8')) as { entries: object[] }).entries).toHaveLength(2)
  // Who spends while another does would be overwritten: refused, and nothing is spent.
  const busy = write('busy.json', '{"limit":"1","entries":[]}')
  write('busy.json.lock', '')
  const other = await cli('protect', '--input', exact, '--rule', rule, '--budget', busy)
  expect([other.code, other.err]).toEqual([1, expect.stringContaining('another release is spending')])
  expect(readFileSync(busy, 'utf8')).toBe('{"limit":"1","entries":[]}')
})
