import { expect, test } from 'vitest'
import { lookApart } from './look-apart.ts'
import { look } from './look.ts'

const WEEK = 7 * 86_400_000
const never = new AbortController().signal

/** Three years of a few places, in one of which the last weeks rose. */
const rows = Array.from({ length: 156 }, (_, week) =>
  ['A', 'B', 'C', 'D'].map((place, at) => ({
    date: new Date(Date.UTC(2023, 0, 2) + week * WEEK).toISOString().slice(0, 10),
    values: { place },
    count: week > 152 && place === 'A' ? 6 : Number((week * (at + 3)) % 7 === 0),
  })),
).flat()

test('this thread goes on while the watch looks in another, and gets what it would have found itself', async () => {
  let turns = 0
  const turning = setInterval(() => (turns += 1), 1)
  const answer = await lookApart({ rows, budgetDays: 120 }, never)
  clearInterval(turning)
  expect(turns).toBeGreaterThan(20)
  expect(answer).toEqual(look({ rows, budgetDays: 120 }))
  expect(answer.found[0]?.alert.fixed).toEqual({ place: 'A' })
})

test('too little to say anything comes back as a word, a fault as an error', async () => {
  expect(await lookApart({ rows: rows.slice(0, 20), budgetDays: 120 }, never)).toMatchObject({ refused: 'too_little' })
  await expect(lookApart({ rows: null as never, budgetDays: 120 }, never)).rejects.toThrow('null')
})

test('a server that stops does not wait for it', async () => {
  const stopping = new AbortController()
  const looking = lookApart({ rows, budgetDays: 120 }, stopping.signal)
  stopping.abort()
  await expect(looking).rejects.toThrow('without an answer')
  await expect(lookApart({ rows, budgetDays: 120 }, stopping.signal)).rejects.toThrow('aborted')
})
