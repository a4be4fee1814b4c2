import { expect, test } from 'vitest'
import { isTest, projectFiles, read } from './files.ts'

const code = ['.ts', '.tsx', '.mjs', '.css']
const text = [...code, '.md', '.json', '.yaml', '.html', '.svg', '']

/** Every line that breaks a rule, as `path:line  the line`. */
const broken = (files: readonly string[], rule: RegExp) =>
  files.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (rule.test(line) ? [`${path}:${index + 1}  ${line.trim().slice(0, 100)}`] : [])),
  )

const physical =
  /(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b|text-align:\s*(?:left|right)|float:\s*(?:left|right)|(?:^|[^-\w])(?:left|right)\s*:\s*[^;]|(?:margin|padding|border)(?:Left|Right)\s*:|textAlign:\s*['"](?:left|right)|border-(?:top|bottom)-(?:left|right)-radius/

test('styles name logical sides, so that a right-to-left page is its mirror', () => {
  const files = projectFiles(['.css', '.tsx']).filter((path) => path.startsWith('apps/web/') && !isTest(path))
  expect(broken(files, physical)).toEqual([])
})

test.for(['margin-left: 1rem', '  right: 0;', 'text-align: left', `style={{ paddingRight: 4 }}`])(
  '"%s" is seen',
  (line) => {
    expect(line).toMatch(physical)
  },
)

test.for(['margin-inline-start: 1rem', 'text-align: start', 'const bright = { value: 1 }'])('"%s" may be', (line) => {
  expect(line).not.toMatch(physical)
})

test('no path of one particular machine', () => {
  const here = 'tests/architecture/houseRules.test.ts'
  const files = projectFiles(text).filter((path) => path !== here && !path.endsWith('package-lock.json'))
  expect(broken(files, /(?:^|[^\w.-])\/(?:work|Users|home\/\w+)\//)).toEqual([])
})

test('nothing is left for later', () => {
  const here = 'tests/architecture/houseRules.test.ts'
  const files = projectFiles(code).filter((path) => path !== here)
  expect(
    broken(files, /\b(?:TODO|FIXME|XXX|HACK)\b|@ts-(?:ignore|expect-error|nocheck)|(?:eslint|oxlint)-disable/),
  ).toEqual([])
})

test('no test is left out or runs alone', () => {
  const files = projectFiles(['.ts', '.tsx']).filter(
    (path) => /\.test\.tsx?$/.test(path) && !path.includes('houseRules'),
  )
  expect(broken(files, /\b(?:test|it|describe)(?:\.\w+)*\.(?:only|skip|todo)\(/)).toEqual([])
})

test('a file is one idea: none is endless, and few are long', () => {
  const lengths = projectFiles(code)
    .filter((path) => /^(?:apps|packages|scripts|bench)\//.test(path) && !isTest(path))
    .map((path) => ({ path, lines: read(path).split('\n').length }))
    .toSorted((a, b) => b.lines - a.lines)
  const long = lengths.filter(({ lines }) => lines > 350)
  const median = lengths[Math.floor(lengths.length / 2)]?.lines ?? 0
  const report = [
    `median ${median} lines in ${lengths.length} files`,
    ...long.map(({ path, lines }) => `${lines}  ${path}`),
  ].join('\n')
  expect(median, report).toBeLessThanOrEqual(120)
  expect(long.length, report).toBeLessThanOrEqual(Math.ceil(lengths.length * 0.03))
  expect(lengths[0]?.lines ?? 0, report).toBeLessThanOrEqual(600)
})
