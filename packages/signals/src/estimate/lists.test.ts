import { expect, test } from 'vitest'
import { readHistories } from './lists.ts'

test('people are counted by the lists they stand on', () => {
  const { table, faults } = readHistories(
    ['police', 'shelter'],
    [
      { on: [1, 0], count: 5 },
      { on: [0, 1], count: 3 },
      { on: [1, 1], count: 2 },
    ],
  )
  expect(faults).toEqual([])
  expect([...table.counts]).toEqual([0, 5, 3, 2])
  expect(table.observed).toBe(10)
})

test('a history given twice is added up, and said', () => {
  const { table, repeated } = readHistories(
    ['a', 'b'],
    [
      { on: [1, 1], count: 2 },
      { on: [1, 0], count: 1 },
      { on: [1, 1], count: 4 },
    ],
  )
  expect(table.counts[3]).toBe(6)
  expect(repeated).toEqual([{ row: 2, first: 0 }])
})

test('everything that is wrong is told at once, with its place', () => {
  const { faults } = readHistories(
    ['a', 'b'],
    [
      { on: [2, 0], count: 1 },
      { on: [1, 0], count: -1 },
      { on: [1, 1], count: 0.5 },
      { on: [0, 0], count: 7 },
      { on: [Number.NaN, 1], count: Number.NaN },
    ],
  )
  expect(faults.map(({ row, column }) => [row, column])).toEqual([
    [0, 0],
    [1, 2],
    [2, 2],
    [3, 0],
    [4, 0],
    [4, 2],
  ])
})
