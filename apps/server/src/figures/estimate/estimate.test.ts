import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../cli/run.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ariadne-estimate-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const ask = async (text: string, ...flags: string[]) => {
  const file = join(folder, 'lists.csv')
  writeFileSync(file, text)
  const [out, err]: [string[], string[]] = [[], []]
  const code = await run(['estimate', '--input', file, ...flags], {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    environment: {},
    terminal: false,
  })
  return { code, out, err: err.join('\n').replaceAll(file, 'lists.csv') }
}

const THREE = 'police,shelter,helpline,people\n1,0,0,120\n0,1,0,90\n0,0,1,70\n1,1,0,25\n1,0,1,14\n0,1,1,11\n1,1,1,5\n'

test('one JSON line of the agreed shape', async () => {
  const { code, out } = await ask(THREE, '--json', '--params', '{"reps": 40}')
  expect(code).toBe(0)
  expect(out).toHaveLength(1)
  const answer = JSON.parse(out[0] ?? '') as Record<string, Record<string, unknown>>
  expect(answer).toMatchObject({ observed: 335, refused: null })
  expect(Object.keys(answer['stepwise'] ?? {}).sort()).toEqual(['estimate', 'lower95', 'pairs', 'upper95'])
  expect(Object.keys(answer)).toEqual(expect.arrayContaining(['fan', 'averaged', 'chao']))
  expect(answer['averaged']).toMatchObject({ weights: 'aic', bootstrap: { replicates: 40 } })
})

test('the ends of intervals bear the level that was asked for', async () => {
  const { out } = await ask(THREE, '--json', '--params', '{"reps": 0, "level": 0.9}')
  const { stepwise, averaged } = JSON.parse(out[0] ?? '') as Record<string, Record<string, unknown>>
  expect(stepwise).toHaveProperty('lower90')
  expect(averaged).toMatchObject({ bootstrap: null })
})

test('in words, the spread stands before the number', async () => {
  const { out } = await ask(THREE, '--params', '{"reps": 40}')
  const at = (text: string) => out.findIndex((line) => line.includes(text))
  expect(at('between')).toBeGreaterThanOrEqual(0)
  expect(at('between')).toBeLessThan(at('If one number must be said'))
  expect(at('models could be fitted')).toBeLessThan(at('If one number must be said'))
})

test('a refusal is an answer with its reason and without a number', async () => {
  const { code, out } = await ask('A,B,n\n1,0,12\n0,1,9\n', '--json')
  expect(code).toBe(0)
  const answer = JSON.parse(out[0] ?? '') as Record<string, unknown>
  expect(answer).toMatchObject({ observed: 21, stepwise: null, averaged: null, chao: null })
  expect(answer['refused']).toContain('never overlap')
})

test('every wrong row is named with what would be right', async () => {
  const { code, out, err } = await ask('A,B,n\n1,0,-3\n0,1,4.5\n2,1,1\n0,0,8\n1,1,\n')
  expect(code).toBe(1)
  expect(out).toEqual([])
  for (const start of [
    'lists.csv:2: n: "-3" should be how many people',
    'lists.csv:3: n: "4.5" should be how many people',
    'lists.csv:4: A: "2" should be 1 where',
    'lists.csv:5: A: "0" should be on at least one list',
    'lists.csv:6: n: "" should be how many people',
  ])
    expect(err).toContain(start)
})

test('a history given twice is added up with a warning', async () => {
  const { out } = await ask(`${THREE}1,1,1,5\n`, '--json', '--params', '{"reps": 0}')
  const { observed, warnings } = JSON.parse(out[0] ?? '') as {
    observed: number
    warnings: { code: string; words: string }[]
  }
  expect(observed).toBe(340)
  expect(warnings.find(({ code }) => code === 'repeated_history')?.words).toContain('line 9')
})

test('too many lists, no list, unknown parameters: said before anything is counted', async () => {
  expect((await ask('a,b,c,d,e,f,g,h,i,n\n1,0,0,0,0,0,0,0,0,3\n')).err).toContain('At most 8')
  expect((await ask('n\n3\n')).err).toContain('only the column n')
  expect((await ask(THREE, '--params', '{"p": 0.1}')).err).toContain('threshold, reps, seed, level, weights')
})
