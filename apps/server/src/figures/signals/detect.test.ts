import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine } from '../../testing/cli.ts'
import { testFolder } from '../../testing/folder.ts'

const folder = testFolder('detect')
const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const ariadne = commandLine()
const detect = (...args: string[]) => ariadne('signals', 'detect', ...args)

const weeks = (counts: readonly (number | string)[]): string =>
  `i,epoch,y\n${counts.map((count, at) => `${at + 1},${new Date(Date.UTC(2026, 0, 5 + 7 * at)).toISOString().slice(0, 10)},${count}`).join('\n')}\n`
const quiet = [0, 2, 1, 0, 3, 1, 0, 9, 1]
const good = fileOf('good.csv', weeks(quiet))

test('--json prints one line of the fixed shape and nothing else', async () => {
  const { code, out, lines, err } = await detect('--method', 'ears-c1', '--input', good, '--json')
  expect([code, lines.length, err]).toEqual([0, 1, ''])
  const answer = JSON.parse(out) as { rows: object[] }
  expect(Object.keys(answer)).toEqual(['rows'])
  expect(answer.rows).toHaveLength(2)
  expect(answer.rows[0]).toEqual({ index: 8, observed: 9, expected: 1, upper: expect.any(Number), alarm: true })
})

test('warnings stand beside the rows; a threshold that is undefined is null', async () => {
  const zeros = fileOf('zeros.csv', weeks(Array.from({ length: 14 }, () => 0)))
  const { out } = await detect('--method', 'ears-c3', '--input', zeros, '--json')
  const answer = JSON.parse(out) as { rows: { upper: null }[]; warnings: { code: string; rows: number[] }[] }
  expect(answer.rows.every(({ upper }) => upper === null)).toBe(true)
  expect(answer.warnings).toMatchObject([{ code: 'threshold_undefined', rows: [12, 13, 14] }])
})

test('every method answers, with parameters by the names of R', async () => {
  const long = fileOf(
    'long.csv',
    `count\n${Array.from({ length: 330 }, (_, at) => (at * 7 + (at % 5) * 3) % 6).join('\n')}\n`,
  )
  const { detectMethods } = await import('@ariadne/signals/detect')
  for (const method of detectMethods) {
    const params = JSON.stringify({ range: [325, 330] })
    const { code, out, err } = await detect(
      '--method',
      method,
      '--input',
      long,
      '--column',
      'count',
      '--params',
      params,
      '--json',
    )
    expect([code, err], method).toEqual([0, ''])
    expect((JSON.parse(out) as { rows: { index: number }[] }).rows.map(({ index }) => index)).toEqual([
      325, 326, 327, 328, 329, 330,
    ])
  }
})

test('for people: a line a period, the date first, ALARM where it is', async () => {
  const { lines } = await detect('--method', 'ears-c1', '--input', good)
  expect(lines).toEqual(['2026-02-23\t9\t1.00\t4.57\tALARM', expect.stringMatching(/^2026-03-02\t1\t/u)])
})

test('bad input: file, line, column and remedy, and nothing on standard output', async () => {
  const refused = async (text: string, ...args: string[]): Promise<string> => {
    const { code, out, err } = await detect('--method', 'ears-c1', '--input', fileOf('bad.csv', text), ...args)
    expect([code, out]).toEqual([1, ''])
    return err
  }
  expect(await refused(weeks(quiet.with(2, -1)))).toMatch(/bad\.csv:4: y: "-1" should be a count/u)
  expect(await refused(weeks(quiet.map((count, at) => (at === 4 ? '1.5' : count))))).toMatch(/bad\.csv:6: y: "1\.5"/u)
  expect(await refused(weeks(quiet.map((count, at) => (at === 4 ? '' : count))))).toMatch(/bad\.csv:6: y: ""/u)
  const lines = weeks(quiet).split('\n')
  expect(await refused(lines.toSpliced(4, 1).join('\n'))).toMatch(/bad\.csv:5: i: "5" should be 4/u)
  expect(await refused(lines.toSpliced(4, 0, lines[4] ?? '').join('\n'))).toMatch(/bad\.csv:6: i: "4" should be 5/u)
  const dates = lines.map((line) => line.split(',').slice(1).join(','))
  expect(await refused(dates.toSpliced(4, 1).join('\n'))).toMatch(/bad\.csv:5: epoch: Between .* a week/u)
  expect(await refused(dates.toSpliced(4, 0, dates[4] ?? '').join('\n'))).toMatch(/bad\.csv:6: epoch: .* there twice/u)
  expect(await refused('i,y\n1,2\n2,3\n')).toMatch(/bad\.csv: The series is too short: 2 rows/u)
  expect(await refused('i,n\n1,2\n')).toMatch(/bad\.csv:1: there is no column y\. There are: i, n\./u)
  expect(await refused(weeks(quiet), '--params', '{"alfa":1}')).toMatch(
    /--params: alfa: there is no such parameter\. There are: .*alpha/u,
  )
  expect(await refused(weeks(quiet), '--params', '[1]')).toMatch(/--params: \[1\] should be a JSON object/u)
  expect((await detect('--method', 'c4', '--input', good)).err).toContain('ears-c1')
  expect((await detect('--input', good)).err).toContain('--method')
  expect((await detect('--method', 'cusum')).err).toContain('--input FILE')
  const told = await detect('--method', 'ears-c1', '--input', join(folder, 'none.csv'), '--json')
  expect(JSON.parse(told.err)).toMatchObject({ ok: false, message: expect.stringContaining('cannot be read') })
})

test('semicolons and tabs, 3.0, and rows to judge by from and to', async () => {
  const semicolons = fileOf(
    'semicolons.csv',
    weeks(quiet)
      .replaceAll(',', ';')
      .replaceAll(/;(\d)\n/gu, ';$1.0\n'),
  )
  const usual = await detect('--method', 'ears-c1', '--input', good, '--json')
  expect((await detect('--method', 'ears-c1', '--input', semicolons, '--json')).out).toBe(usual.out)
  const { out } = await detect('--method', 'ears-c1', '--input', good, '--params', '{"from":9}', '--json')
  expect((JSON.parse(out) as { rows: { index: number }[] }).rows.map(({ index }) => index)).toEqual([9])
})

test('a flag that is there twice is refused', async () => {
  const { code, err } = await detect('--method', 'ears-c1', '--method', 'ears-c2', '--input', good)
  expect([code, err]).toEqual([1, expect.stringContaining('--method is there twice')])
})

test('a place twice in a zone would be counted twice', async () => {
  const counts = fileOf('places.csv', 'date,a,b\n1,2,3\n2,4,5\n3,9,1\n')
  const scan = (zones: string) => ariadne('signals', 'scan', '--input', counts, '--zones', fileOf('zones.csv', zones))
  expect((await scan('zone,members\nx,a 1\n')).err).toMatch(/zones\.csv:2: members: "1" should be in a zone once/u)
  expect((await scan('zone,members\nx,a\nx,b\n')).err).toMatch(/zones\.csv:3: zone: "x" should be there once/u)
  const zeros = fileOf('zeros.csv', 'date,a,b\n1,0,0\n2,0,0\n')
  const none = await ariadne('signals', 'scan', '--input', zeros, '--zones', fileOf('z.csv', 'zone,members\nx,a\n'))
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('All counts are 0')])
})

test('the watch refuses a day far from all others and a category that is not said, and tells what it added up', async () => {
  const watch = (text: string, ...json: string[]) =>
    ariadne('signals', 'watch', '--input', fileOf('watch.csv', text), ...json)
  const rows = Array.from(
    { length: 60 },
    (_, at) => `${new Date(Date.UTC(2025, 0, 6 + 7 * at)).toISOString().slice(0, 10)},north,1`,
  )
  const head = 'date,place,count'
  expect((await watch([head, ...rows, '2999-01-01,north,1'].join('\n'))).err).toMatch(
    /watch\.csv:62: "2999-01-01" lies 972 years/u,
  )
  expect((await watch([head, '1026-01-05,north,1', ...rows].join('\n'))).err).toMatch(
    /watch\.csv:2: "1026-01-05" lies 998 years/u,
  )
  expect((await watch([head, ...rows, '2026-01-05,,1'].join('\n'))).err).toMatch(
    /watch\.csv:62: place: "" should be a category/u,
  )
  const { out } = await watch([head, ...rows, rows[0] ?? ''].join('\n'), '--json')
  expect(JSON.parse(out)).toMatchObject({ alerts: [], warnings: [{ code: 'rows_added_up', lines: [62] }] })
})

test('a count far beyond all others counts, and is told with its row', async () => {
  const typed = weeks(quiet.with(4, 900_000_000))
  const judged = await detect('--method', 'ears-c1', '--input', fileOf('huge.csv', typed), '--json')
  expect((JSON.parse(judged.out) as { warnings: object[] }).warnings).toContainEqual({
    code: 'count_far_from_others',
    rows: [5],
    message: expect.stringContaining('line 6: 900000000'),
  })
  const rows = Array.from(
    { length: 60 },
    (_, at) => `${new Date(Date.UTC(2025, 0, 6 + 7 * at)).toISOString().slice(0, 10)},north,${at === 30 ? 5_000 : 3}`,
  )
  const watched = await ariadne(
    'signals',
    'watch',
    '--input',
    fileOf('huge-watch.csv', ['date,place,count', ...rows].join('\n')),
    '--json',
  )
  expect((JSON.parse(watched.out) as { warnings: object[] }).warnings).toMatchObject([
    { code: 'count_far_from_others', lines: [32] },
  ])
  // A series of large counts is not full of slips.
  const large = weeks(quiet.map((count) => 40_000 + 9_000 * Number(count)))
  const usual = await detect('--method', 'ears-c1', '--input', fileOf('large.csv', large), '--json')
  expect(usual.out).not.toContain('far_from')
})
