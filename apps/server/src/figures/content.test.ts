import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toSerbianLatin } from '@ariadne/domain/serbianLatin'
import { expect, test } from 'vitest'
import { LANGUAGES, loadStatistics, wordIn } from './content.ts'
import { testFolder } from '../testing/folder.ts'

const content = fileURLToPath(new URL('../../../../content', import.meta.url))

test('definitions, categories, reports and their words are whole, in every language', async () => {
  const { statistics, faults } = await loadStatistics(content)
  expect(faults).toEqual([])
  expect(statistics.definitions.length).toBeGreaterThan(90)
  const ids = Object.keys(statistics.texts['en'] ?? {}).toSorted()
  for (const language of LANGUAGES) expect(Object.keys(statistics.texts[language] ?? {}).toSorted()).toEqual(ids)
  const serbian = wordIn(statistics, 'sr', 'definition.cases.closed')
  expect(serbian).toMatch(/\p{Script=Cyrillic}/u)
  expect(wordIn(statistics, 'sr-Latn', 'definition.cases.closed')).toBe(toSerbianLatin(serbian))
  expect(wordIn(statistics, 'mk', 'definition.cases.closed')).not.toBe(
    wordIn(statistics, 'en', 'definition.cases.closed'),
  )
})

const spoiled = async (file: string, from: string, to: string) => {
  const folder = testFolder('statistics')
  for (const name of ['statistics', 'reports']) cpSync(join(content, name), join(folder, name), { recursive: true })
  const text = readFileSync(join(folder, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, file), text.replace(from, to))
  return (await loadStatistics(folder)).faults
}

test('a table is no surer than the codes it is sent with', async () => {
  const report = 'reports/eurostat-thb.yaml'
  const [sure] = await spoiled(report, 'mark: not_verified', 'mark: verified')
  expect(sure).toMatchObject({ file: report, problem: expect.stringContaining('no surer') })
})

test('what is wrong is named with file, field and remedy', async () => {
  const definitions = 'statistics/definitions.yaml'
  expect(await spoiled(definitions, 'id: cases.closed', 'id: cases.opened')).toContainEqual(
    expect.objectContaining({ file: definitions, field: 'cases.opened.id', problem: 'stands twice' }),
  )
  expect(await spoiled(definitions, 'fact: case_opened, rule: at_end', 'fact: closed, rule: at_end')).toContainEqual(
    expect.objectContaining({ field: 'cases.open_at_end.counts.rule' }),
  )
  expect(await spoiled(definitions, 'numerator: contact.referrals', 'numerator: contact.nothing')).toContainEqual(
    expect.objectContaining({ field: 'kpi.referred_of_screened.numerator' }),
  )
  expect(
    await spoiled('reports/us-tip.yaml', 'definition: victims.assisted', 'definition: victims.none'),
  ).toContainEqual(expect.objectContaining({ file: 'reports/us-tip.yaml', field: 'tables.victims' }))
  expect(
    await spoiled('statistics/texts/sq.json', '"definition.cases.closed"', '"definition.cases.shut"'),
  ).toContainEqual(
    expect.objectContaining({
      file: 'statistics/texts/sq.json',
      field: 'definition.cases.closed',
      problem: 'is missing',
    }),
  )
  const [fault] = await spoiled(definitions, 'unit: event', 'unit: happening')
  expect(fault).toMatchObject({ file: definitions, field: expect.stringContaining('unit'), line: expect.any(Number) })
})
