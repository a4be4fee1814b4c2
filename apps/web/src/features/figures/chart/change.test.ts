import { expect, test } from 'vitest'
import type { Cell } from './cell.ts'
import { changeOf, findLateFall } from './change.ts'

const values = (...given: (number | 'missing' | 'suppressed')[]): Cell[] =>
  given.map((one) =>
    typeof one === 'string' ? { status: one, value: null } : { status: one === 0 ? 'zero' : 'value', value: one },
  )

test('a year against the year before it', () => {
  expect(changeOf(values(1, 1, 1, 1, 9, 9, 9, 9), 4)).toEqual({ kind: 'rose', before: 4, after: 36 })
  expect(changeOf(values(9, 9, 9, 9, 1, 1, 1, 1), 4)).toEqual({ kind: 'fell', before: 36, after: 4 })
})

test('what chance often does to small counts is no change', () => {
  expect(changeOf(values(4, 7), 1)).toEqual({ kind: 'same', before: 4, after: 7 })
  expect(changeOf(values(0, 0), 1)).toEqual({ kind: 'same', before: 0, after: 0 })
})

test('a year that is not all there is compared with nothing', () => {
  expect(changeOf(values('missing', 3, 2), 2)).toEqual({ kind: 'short', after: 5 })
  expect(changeOf(values('missing', 'missing'), 1)).toEqual({ kind: 'none' })
})

test('a hidden count is not undone by a sentence', () => {
  expect(changeOf(values(8, 'suppressed'), 1)).toEqual({ kind: 'hidden' })
})

test('a last period far below those before it is told; what chance does, and what is not known, is not', () => {
  expect(findLateFall(values(64, 60, 58, 62, 66, 64, 19))).toEqual({ last: 19, usual: 62 })
  expect(findLateFall(values(64, 60, 58, 62, 66, 64, 0))).toEqual({ last: 0, usual: 62 })
  expect(findLateFall(values(64, 60, 58, 62, 66, 64, 40))).toBeUndefined()
  expect(findLateFall(values(2, 1, 3, 2, 2, 2, 0))).toBeUndefined()
  expect(findLateFall(values(64, 60, 58, 62, 66, 64, 'missing'))).toBeUndefined()
  expect(findLateFall(values(64, 60, 'suppressed', 62, 66, 64, 1))).toBeUndefined()
  expect(findLateFall(values(64, 1))).toBeUndefined()
})
