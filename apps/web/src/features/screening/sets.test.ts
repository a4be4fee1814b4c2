import { expect, test } from 'vitest'
import type { Bundle } from '../../lib/content/bundle.ts'
import { findFirstContact } from './sets.ts'

const today = '2026-06-01'
const set = (version: string, life: object = {}, id = 'adult-mixed-flows') => ({
  set: {
    id,
    version,
    subject: 'adult',
    lifecycle: { state: 'approved', effectiveFrom: '2026-01-01', replaces: null, ...life },
  },
  texts: {},
})
const begins = (...sets: unknown[]) => findFirstContact({ sets } as unknown as Bundle, 'adult', today)?.set.version

test('a first contact begins with the newest version in effect on its day, by number and not by letter', () => {
  expect(begins(set('1.9.0'), set('1.10.0'), set('2.0.0', { state: 'retired' }))).toBe('1.10.0')
  expect(begins(set('1.0.0'), set('1.0.0+mk.1'))).toBe('1.0.0+mk.1')
  // What is approved for a later day waits for it; what is retired from a later day serves until then.
  expect(begins(set('1.0.0'), set('2.0.0', { effectiveFrom: '2026-07-01' }))).toBe('1.0.0')
  expect(begins(set('1.0.0', { state: 'retired', retiredFrom: '2026-07-01' }))).toBe('1.0.0')
  expect(begins(set('1.0.0', { state: 'retired', retiredFrom: '2026-06-01' }))).toBeUndefined()
})

test('a first contact never begins with a set made for one kind of place', () => {
  expect(begins(set('1.0.0'), set('3.0.0', {}, 'labour-exploitation'))).toBe('1.0.0')
  expect(begins(set('3.0.0', {}, 'labour-exploitation'))).toBeUndefined()
})
