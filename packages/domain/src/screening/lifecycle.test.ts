import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestOfSet, isPublished, moveOn, offeredSets, possibleMoves, stageOn } from './lifecycle.ts'
import type { LifecycleAct } from './lifecycle.ts'
import type { Lifecycle } from './schema.ts'
import { sampleSet } from './testing/sampleSet.ts'

const today = '2026-11-22'
const proposed: Lifecycle = { state: 'proposed', effectiveFrom: null, replaces: null }

test('a set is proposed, looked at, approved from a day, in effect from that day, and over from another', () => {
  const inReview = moveOn(proposed, { act: 'submit' }, today)
  expect(moveOn(inReview, { act: 'send_back' }, today).state).toBe('proposed')
  const approved = moveOn(inReview, { act: 'approve', effectiveFrom: '2027-01-15' }, today)
  expect(stageOn(approved, '2027-01-14')).toBe('approved')
  expect(stageOn(approved, '2027-01-15')).toBe('effective')
  const retired = moveOn(approved, { act: 'retire', from: '2028-01-01' }, '2027-06-01')
  expect(stageOn(retired, '2027-12-31')).toBe('effective')
  expect(stageOn(retired, '2028-01-01')).toBe('retired')
})

const anyAct: fc.Arbitrary<LifecycleAct> = fc.oneof(
  fc.constant({ act: 'submit' } as const),
  fc.constant({ act: 'send_back' } as const),
  fc.record({
    act: fc.constant('approve' as const),
    effectiveFrom: fc.constantFrom('2026-11-21', today, '2027-01-01'),
  }),
  fc.record({ act: fc.constant('retire' as const), from: fc.constantFrom('2026-11-21', today, '2027-01-01') }),
)

test('whatever is tried: only what is possible happens, never in the past, and nothing is unpublished', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 8 }), (acts) => {
      let at = proposed
      for (const act of acts) {
        const day = 'effectiveFrom' in act ? act.effectiveFrom : 'from' in act ? act.from : today
        if (!possibleMoves(at).includes(act.act))
          expect(() => moveOn(at, act, today)).toThrow(expect.objectContaining({ code: 'not_at_this_stage' }))
        else if (day < today)
          expect(() => moveOn(at, act, today)).toThrow(expect.objectContaining({ code: 'date_in_past' }))
        else {
          const next = moveOn(at, act, today)
          expect(isPublished(next)).toBe(isPublished(at) || act.act === 'approve')
          at = next
        }
      }
    }),
  )
})

test('the digest holds what may never change: signs, rules and English words, not the place in life or a translation', async () => {
  const texts = { en: { 'set.title': 'Sample' }, sq: { 'set.title': 'Shembull' } }
  const digest = await digestOfSet(sampleSet(), texts)
  expect(digest).toMatch(/^[0-9a-f]{64}$/)
  const approved = sampleSet({ lifecycle: { state: 'approved', effectiveFrom: today, replaces: null } })
  expect(await digestOfSet(approved, { ...texts, sq: { 'set.title': 'Mostër' } })).toBe(digest)
  expect(await digestOfSet(sampleSet(), { en: { 'set.title': 'Another' } })).not.toBe(digest)
  const weaker = sampleSet()
  const signs = weaker.signs.map((sign) => ({ ...sign, strength: 'weak' as const }))
  expect(await digestOfSet({ ...weaker, signs }, texts)).not.toBe(digest)
})

test('the newest version in effect is offered; a draft only where none is and drafts may be used', () => {
  const of = (version: string, state: Lifecycle['state'], effectiveFrom: string | null = null) =>
    sampleSet({ version, lifecycle: { state, effectiveFrom, replaces: null } })
  const family = [
    of('1.9.0', 'approved', '2026-01-01'),
    of('1.10.0', 'approved', '2026-06-01'),
    of('1.10.0+mk.1', 'approved', '2026-07-01'),
    of('1.11.0', 'approved', '2027-01-01'),
    of('2.0.0', 'proposed'),
    of('3.0.0', 'retired'),
  ]
  const offered = (day: string, drafts: boolean) => offeredSets(family, day, { drafts }).map(({ version }) => version)
  expect(offered('2026-03-01', false)).toEqual(['1.9.0'])
  expect(offered(today, false)).toEqual(['1.10.0+mk.1'])
  expect(offered('2027-01-01', false)).toEqual(['1.11.0'])
  expect(offered(today, true)).toEqual(['1.10.0+mk.1'])
  expect(offered('2025-01-01', false)).toEqual([])
  expect(offered('2025-01-01', true)).toEqual(['2.0.0'])
})
