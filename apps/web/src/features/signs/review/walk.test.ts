import { expect, test } from 'vitest'
import { again, changesIn, nextIn, notBegun, say, skippedIn, undo, walkOf } from './walk.ts'

const ids = ['title', 'ready', 'closing']

test('one sentence after the other, until nothing is left', () => {
  let walk = notBegun('a')
  expect(nextIn(walk, ids)).toBe('title')
  walk = say(walk, 'title', { said: 'right' })
  walk = say(walk, 'ready', { said: 'changed', words: 'Better' })
  expect(nextIn(walk, ids)).toBe('closing')
  walk = say(walk, 'closing', { said: 'skipped' })
  expect(nextIn(walk, ids)).toBeUndefined()
  expect(changesIn(walk)).toEqual({ ready: 'Better' })
})

test('undoing takes back what was said last, and what was skipped comes again', () => {
  const walk = say(say(notBegun('a'), 'title', { said: 'skipped' }), 'ready', { said: 'right' })
  expect(nextIn(undo(walk), ids)).toBe('ready')
  expect(undo(undo(walk))).toEqual(notBegun('a'))
  expect(undo(notBegun('a'))).toEqual(notBegun('a'))
  expect(skippedIn(walk)).toEqual(['title'])
  expect(nextIn(again(walk), ids)).toBe('title')
  expect(again(walk).said).toEqual({ ready: { said: 'right' } })
})

test('what was said of other words counts for nothing', () => {
  const walk = say(notBegun('a'), 'title', { said: 'right' })
  expect(walkOf(walk, 'a')).toBe(walk)
  expect(walkOf(walk, 'b')).toEqual(notBegun('b'))
})
