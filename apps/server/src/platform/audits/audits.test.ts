import { DisclosureError, protect, ruleOf, said } from '@ariadne/disclosure'
import type { ExactCell, PublishedBefore, Table } from '@ariadne/disclosure'
import { expect, onTestFinished, test, vi } from 'vitest'
import { NotYet, untilThere } from '../apart/index.ts'
import { createAudits } from './index.ts'
import type { Audits } from './index.ts'

const rule = ruleOf({ threshold: 10 })
const tableOf = (counts: Record<string, number>): Table<ExactCell> => {
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0)
  const cells = Object.entries({ Total: total, ...counts }).map(([place, count]) => ({
    key: { place },
    value: said(count),
  }))
  return { dimensions: ['place'], cells }
}
/** So large that nobody waits for its end. */
const endless = (): Table<ExactCell> => {
  const codes = Array.from({ length: 40 }, (_, at) => `c${at}`)
  const cells: ExactCell[] = []
  const sums = new Map<string, number>()
  const add = (a: string, b: string, c: string, count: number): void => {
    const name = `${a} ${b} ${c}`
    sums.set(name, (sums.get(name) ?? 0) + count)
  }
  for (const [i, a] of codes.entries())
    for (const [j, b] of codes.entries())
      for (const [k, c] of codes.slice(0, 8).entries()) {
        const count = (i * 7 + j * 11 + k * 13) % 23
        for (const x of [a, 'Total']) for (const y of [b, 'Total']) for (const z of [c, 'Total']) add(x, y, z, count)
      }
  for (const [name, count] of sums) {
    const [a = '', b = '', c = ''] = name.split(' ')
    cells.push({ key: { a, b, c }, value: said(count) })
  }
  return { dimensions: ['a', 'b', 'c'], cells }
}

const started = (limitMs?: number): Audits => {
  const audits = createAudits('apart', limitMs)
  onTestFinished(() => audits.stop())
  return audits
}
const suppress = (
  audits: Audits,
  exact: Table<ExactCell>,
  past: readonly PublishedBefore[] = [],
  signal?: AbortSignal,
) => {
  const question = { exact, rule, past }
  const load = vi.fn<() => typeof question>(() => question)
  const asked = untilThere(() => audits.answer('suppress', [exact, rule, past.map(({ name }) => name)], load), signal)
  return { load, asked }
}

test('protected in another thread as it would be here, certified, and worked out once for the same question', async () => {
  const audits = started()
  const exact = tableOf({ north: 3, south: 40, east: 50 })
  const made = await suppress(audits, exact).asked
  expect(made?.table).toEqual((await protect(exact, rule)).table)
  expect(made?.certificate).toMatchObject({ safe: true, suppressed: 2, at: '' })
  const again = suppress(audits, exact)
  expect(await again.asked).toBe(made)
  expect(again.load).not.toHaveBeenCalled()
  // Another count, another rule and another past are other questions.
  const other = suppress(audits, tableOf({ north: 4, south: 40, east: 50 }))
  expect((await other.asked)?.table).not.toBe(made?.table)
  expect(other.load).toHaveBeenCalledOnce()
  const past = { name: 'earlier', table: made?.table ?? exact, method: 'suppress' as const }
  const later = suppress(audits, exact, [past])
  expect((await later.asked)?.certificate.past).toMatchObject([{ name: 'earlier' }])
  expect(later.load).toHaveBeenCalledOnce()
})

test('two who ask the same at once are answered by one work', async () => {
  const audits = started()
  const exact = tableOf({ north: 3, south: 40, east: 50 })
  const both = [suppress(audits, exact), suppress(audits, exact)]
  const [one, other] = await Promise.all(both.map(({ asked }) => asked))
  expect(one).toBe(other)
  expect(audits.state()).toMatchObject({ waiting: 0, running: null })
})

test('what a table is refused for is thrown each time it is asked, and nothing safe is null', async () => {
  const audits = started()
  const exact = tableOf({ north: 3, south: 40, east: 50 })
  const rounded = {
    name: 'rounded',
    table: tableOf({ north: 5, south: 40, east: 50 }),
    method: 'round' as const,
    base: 5,
    farthest: 0.8,
  }
  for (const _ of [1, 2]) {
    const refused = await suppress(audits, exact, [rounded]).asked.catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DisclosureError)
    expect(refused).toMatchObject({ fault: 'mixed_methods', release: 'rounded' })
  }
  // An earlier release hid one cell and nothing beside it: what it hid can be told from it, whatever is hidden now.
  const cells = exact.cells.map(({ key, value }) =>
    key['place'] === 'north' ? { key, value: { is: 'suppressed' as const } } : { key, value },
  )
  const shown = { name: 'shown', table: { ...exact, cells }, method: 'suppress' as const }
  expect(await suppress(audits, exact, [shown]).asked).toBe(null)
})

test('when the last who waits has gone, the work is broken off; whoever comes then is answered', async () => {
  const audits = started()
  const large = endless()
  const [first, second] = [new AbortController(), new AbortController()]
  const asked = [first, second].map(({ signal }) => suppress(audits, large, [], signal).asked)
  await vi.waitFor(() => expect(audits.state().running).not.toBe(null))
  first.abort()
  await expect(asked[0]).rejects.toMatchObject({ detail: { code: 'gone' } })
  expect(audits.state().running).not.toBe(null)
  second.abort()
  await expect(asked[1]).rejects.toMatchObject({ detail: { code: 'gone' } })
  expect(audits.state().running).toBe(null)
  expect((await suppress(audits, tableOf({ north: 30, south: 40 })).asked)?.certificate.safe).toBe(true)
})

test('what takes too long ends in words, for everybody who waits', async () => {
  const audits = started(300)
  const large = endless()
  const asked = [1, 2].map(() => suppress(audits, large).asked)
  const late = { status: 'rejected', reason: { detail: { status: 503, code: 'took_too_long' } } }
  expect(await Promise.allSettled(asked)).toMatchObject([late, late])
})

test('small tables are made safe together; what a page hides is named by its place', async () => {
  const audits = createAudits('here')
  const tables = [
    { north: 3, south: 40, east: 50 },
    { north: 30, south: 40 },
  ].map((counts) => ({ exact: tableOf(counts), rule }))
  const each = await untilThere(() => audits.answer('each', tables, () => tables))
  expect(each.map((table) => table?.cells.filter(({ value }) => value.is === 'suppressed').length)).toEqual([2, 0])
  const exact = tableOf({ north: 3, south: 40, east: 50 })
  const hidden = await untilThere(() => audits.answer('hide', exact, () => ({ exact, rule, past: [], by: 'place' })))
  expect([...hidden].map((at) => exact.cells[at]?.key['place'])).toContain('north')
  // Without anybody who waits outside, it says that it is not there.
  await expect(audits.answer('each', 'another', () => tables)).rejects.toBeInstanceOf(NotYet)
})
