import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OutboxEntry, afterFailure, afterOutcome, isSettled, nextBatch, summarise, waitAfter } from './outbox.ts'

const NOW = Date.parse('2026-11-22T14:05:00.000Z')

const entry = (order: number, over: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: `entry-${order}`,
  kind: 'screening.submit',
  at: '2026-11-22T14:00:00.000Z',
  body: { order },
  subject: 'one',
  order,
  what: 'outbox.what.screening',
  whatValues: {},
  fix: null,
  draft: null,
  state: 'waiting',
  attempts: 0,
  waiting: null,
  tryAfter: null,
  outcome: null,
  settledAt: null,
  ...over,
})

test('of one subject only the first unsettled entry goes; subjects do not wait for each other', () => {
  const entries = [entry(3), entry(1, { state: 'sent' }), entry(2), entry(4, { subject: 'two' })]
  expect(nextBatch(entries, NOW).map((e) => e.order)).toEqual([2, 4])
})

test('an entry that was refused holds back what came after it, and nothing else', () => {
  const entries = [entry(1, { state: 'refused' }), entry(2), entry(3, { subject: 'two' })]
  expect(nextBatch(entries, NOW).map((e) => e.order)).toEqual([3])
})

test('an entry left "sending" by a tab that died goes again', () => {
  expect(nextBatch([entry(1, { state: 'sending' })], NOW)).toHaveLength(1)
})

test('after a failure it waits, each time longer, never more than five minutes', () => {
  const failed = afterFailure(entry(1), 'offline', NOW)
  expect(failed).toMatchObject({ state: 'waiting', waiting: 'offline', attempts: 1 })
  expect(nextBatch([failed], NOW)).toEqual([])
  expect(nextBatch([failed], NOW + waitAfter(0))).toHaveLength(1)
  expect(waitAfter(50)).toBe(300_000)
})

test('a refused entry keeps its body; an accepted one lets go of it', () => {
  const refused = afterOutcome(entry(1), { id: 'entry-1', status: 'refused', code: 'future_date', field: 'at' }, NOW)
  expect(refused).toMatchObject({ state: 'refused', body: { order: 1 }, outcome: { field: 'at' } })
  expect(afterOutcome(entry(1), { id: 'entry-1', status: 'accepted' }, NOW)).toMatchObject({
    state: 'sent',
    body: null,
  })
})

test('the line at the foot counts what waits, what needs somebody and when something last left', () => {
  const sent = afterOutcome(entry(1), { id: 'entry-1', status: 'accepted' }, NOW)
  expect(summarise([sent, entry(2), entry(3, { state: 'conflict' })])).toEqual({
    waiting: 1,
    needPerson: 1,
    lastSentAt: '2026-11-22T14:05:00.000Z',
  })
})

test('whatever happens, the server sees each subject in order and each entry at least once', () => {
  const arbitraryEntries = fc.array(fc.record({ subject: fc.constantFrom('a', 'b', 'c') }), {
    minLength: 1,
    maxLength: 12,
  })
  fc.assert(
    fc.property(arbitraryEntries, fc.infiniteStream(fc.constantFrom('accepted', 'lost', 'lost')), (subjects, luck) => {
      let entries = subjects.map(({ subject }, order) => entry(order, { subject, id: `e${order}` }))
      const accepted: Record<string, number[]> = {}
      let now = NOW
      for (let round = 0; round < 400 && !entries.every(isSettled); round++) {
        now += 300_000
        const batch = nextBatch(entries, now)
        expect(new Set(batch.map((e) => e.subject)).size).toBe(batch.length)
        for (const one of batch) {
          const fate = luck.next().value
          if (fate === 'accepted') (accepted[one.subject] ??= []).push(one.order)
          entries = entries.map((e) =>
            e.id !== one.id
              ? e
              : fate === 'accepted'
                ? afterOutcome(e, { id: e.id, status: 'accepted' }, now)
                : afterFailure(e, 'offline', now),
          )
        }
      }
      for (const orders of Object.values(accepted)) expect(orders).toEqual([...orders].sort((a, b) => a - b))
      expect(Object.values(accepted).flat()).toHaveLength(subjects.length)
    }),
  )
})
