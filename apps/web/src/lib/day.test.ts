import { expect, test } from 'vitest'
import { readDay } from './day.ts'

test.each([
  ['2010-4-7', { day: '2010-04-07' }],
  ['2012-02-29', { day: '2012-02-29' }],
  ['2011-2-29', { problem: 'notADay' }],
  ['2011-13-1', { problem: 'notADay' }],
  ['', { problem: 'empty' }],
  ['--', { problem: 'empty' }],
  ['2011--4', { problem: 'incomplete' }],
  ['11-4-4', { problem: 'incomplete' }],
])('%s', (typed, read) => {
  expect(readDay(typed)).toEqual(read)
})
