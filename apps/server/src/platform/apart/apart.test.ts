import { getPriority } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createApart, NotYet, untilThere } from './index.ts'
import type { slow } from './testing/slow.ts'

const startSlow = (options: { most?: number; limitMs?: number; idleMs?: number } = {}) => {
  const apart = createApart<typeof slow>({
    name: 'slow',
    from: { folder: join(import.meta.dirname, 'testing'), file: 'slow.worker' },
    most: 3,
    limitMs: 20_000,
    ...options,
  })
  onTestFinished(() => apart.stop())
  return apart
}
const HOURS = 3_600_000

test('answers in order, while this thread goes on; how far it is can be asked', async () => {
  const priority = getPriority()
  const apart = startSlow()
  let turns = 0
  const turning = setInterval(() => (turns += 1), 5)
  const both = Promise.all([
    apart.ask('for', { milliseconds: 1_500, word: 'one' }),
    apart.ask('for', { milliseconds: 0, word: 'two' }),
  ])
  const isOnItsWay = () => {
    const { waiting, running, limitMs } = apart.state()
    expect({ waiting, limitMs }).toEqual({ waiting: 1, limitMs: 20_000 })
    expect(running?.share).toBeGreaterThan(0.05)
  }
  await vi.waitFor(isOnItsWay, { interval: 5, timeout: 15_000 })
  expect(await both).toEqual(['one', 'two'])
  clearInterval(turning)
  expect(turns).toBeGreaterThan(10)
  // The other thread gives way to this one, whose own place stays as it was.
  expect(getPriority()).toBe(priority)
  expect(apart.state()).toMatchObject({ waiting: 0, running: null })
})

test('a fault is told as it was, and the next question is answered', async () => {
  const apart = startSlow()
  await expect(apart.ask('fail', { because: 'it is Monday' })).rejects.toThrow('it is Monday')
  expect(await apart.ask('for', { milliseconds: 0, word: 'well' })).toBe('well')
})

test('a thread that ends in the middle fails what it did and not what waits', async () => {
  const apart = startSlow()
  const [lost, next] = [apart.ask('end', { code: 3 }), apart.ask('for', { milliseconds: 0, word: 'well' })]
  await expect(lost).rejects.toThrow('ended without an answer (3)')
  expect(await next).toBe('well')
})

test('what takes too long is broken off with a remedy; the next is answered', async () => {
  const apart = startSlow({ limitMs: 1_500 })
  const long = apart.ask('for', { milliseconds: HOURS, word: 'never' })
  const next = apart.ask('for', { milliseconds: 0, word: 'well' })
  await expect(long).rejects.toMatchObject({ detail: { status: 503, code: 'took_too_long' } })
  expect(await next).toBe('well')
})

test('the line ends somewhere: who comes later is told to come again', async () => {
  const apart = startSlow({ most: 1 })
  const first = apart.ask('for', { milliseconds: 200, word: 'first' })
  const second = apart.ask('for', { milliseconds: 0, word: 'second' })
  await expect(apart.ask('for', { milliseconds: 0, word: 'third' })).rejects.toMatchObject({
    detail: { status: 503, code: 'busy', headers: { 'Retry-After': '60' } },
  })
  expect(await Promise.all([first, second])).toEqual(['first', 'second'])
})

test('whoever goes is worked for no longer, whether running or waiting', async () => {
  const apart = startSlow()
  const [running, waiting, gone] = [new AbortController(), new AbortController(), new AbortController()]
  const asked = [running, waiting].map(({ signal }) =>
    apart.ask('for', { milliseconds: HOURS, word: 'never' }, { signal }),
  )
  const last = apart.ask('for', { milliseconds: 0, word: 'well' })
  waiting.abort(new Error('away'))
  await expect(asked[1]).rejects.toThrow('away')
  expect(apart.state()).toMatchObject({ waiting: 1 })
  running.abort(new Error('away'))
  await expect(asked[0]).rejects.toThrow('away')
  expect(await last).toBe('well')
  gone.abort(new Error('away'))
  await expect(apart.ask('for', { milliseconds: 0, word: 'no' }, { signal: gone.signal })).rejects.toThrow('away')
})

test('stopped, it rejects what runs and what waits, and takes nothing more; idle, it lets its thread go', async () => {
  const apart = startSlow({ idleMs: 1 })
  expect(await apart.ask('for', { milliseconds: 0, word: 'one' })).toBe('one')
  await new Promise((resolve) => setTimeout(resolve, 20))
  // A thread that ended is no fault; another is started.
  expect(await apart.ask('for', { milliseconds: 0, word: 'two' })).toBe('two')
  const left = [1, 2].map(() => apart.ask('for', { milliseconds: HOURS, word: 'never' }))
  const told = Promise.allSettled(left)
  await apart.stop()
  expect((await told).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(apart.ask('for', { milliseconds: 0, word: 'no' })).rejects.toThrow('has stopped')
})

test('what is not there yet is waited for outside and asked again; what never comes ends in words', async () => {
  let there = 0
  const once = () => {
    if (there === 0) throw new NotYet(() => Promise.resolve(void (there += 1)))
    return Promise.resolve('there')
  }
  expect(await untilThere(once)).toBe('there')
  await expect(untilThere(() => Promise.reject(new NotYet(() => Promise.resolve())))).rejects.toMatchObject({
    detail: { code: 'figures_moving' },
  })
  const failing = new NotYet(() => Promise.reject(new Error('broken off')))
  await expect(untilThere(() => Promise.reject(failing))).rejects.toThrow('broken off')
})
