import { expect, test } from 'vitest'
import { type Draft, outOfTime } from './drafts.ts'

const NOW = '2026-11-22T14:00:00.000Z'
const draft = (id: string, erasesAt?: string): Draft => ({
  id,
  resume: '/',
  what: 'screening.draft',
  value: {},
  savedAt: NOW,
  ...(erasesAt ? { erasesAt } : {}),
})

test('a draft erases itself when its time is over, unless it is on its way or was never to be erased', () => {
  const past = '2026-11-22T13:59:59.000Z'
  const drafts = [
    draft('a', past),
    draft('b', past),
    draft('c', past),
    draft('d', '2026-11-22T14:00:01.000Z'),
    draft('e'),
  ]
  const outbox = [
    { draft: 'b', state: 'refused' },
    { draft: 'c', state: 'sent' },
  ] as const
  expect(outOfTime(drafts, outbox, NOW).map(({ id }) => id)).toEqual(['a', 'c'])
})
