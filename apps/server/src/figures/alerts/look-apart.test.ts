import { afterAll, expect, test } from 'vitest'
import { startLooking } from './look-apart.ts'
import { look } from './look.ts'

const WEEK = 7 * 86_400_000

/** Three years of a few places, in one of which the last weeks rose. */
const rows = Array.from({ length: 156 }, (_, week) =>
  ['A', 'B', 'C', 'D'].map((place, at) => ({
    date: new Date(Date.UTC(2023, 0, 2) + week * WEEK).toISOString().slice(0, 10),
    values: { place },
    count: week > 152 && place === 'A' ? 6 : Number((week * (at + 3)) % 7 === 0),
  })),
).flat()

const apart = startLooking()
afterAll(() => apart.stop())

test('this thread goes on while the watch looks in another, and gets what it would have found itself', async () => {
  let turns = 0
  const turning = setInterval(() => (turns += 1), 1)
  const answer = await apart.ask('look', { rows, budgetDays: 120 })
  clearInterval(turning)
  expect(turns).toBeGreaterThan(20)
  expect(answer).toEqual(look({ rows, budgetDays: 120 }))
  expect(answer.found[0]?.alert.fixed).toEqual({ place: 'A' })
})

test('too little to say anything comes back as a word, a fault as an error', async () => {
  expect(await apart.ask('look', { rows: rows.slice(0, 20), budgetDays: 120 })).toMatchObject({ refused: 'too_little' })
  await expect(apart.ask('look', { rows: null as never, budgetDays: 120 })).rejects.toThrow('null')
})
