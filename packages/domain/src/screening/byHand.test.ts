import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideByHand } from './byHand.ts'
import { OUTCOMES, compareOutcomes, isAtLeast } from './outcomes.ts'
import { LOWERING_REASONS } from './vocabulary.ts'

const outcome = fc.constantFrom(...OUTCOMES)
const reason = fc.constantFrom(...LOWERING_REASONS)

test('raising never needs a reason, lowering always does, and no hand goes below the floor', () => {
  fc.assert(
    fc.property(outcome, outcome, outcome, reason, (given, floor, to, because) => {
      fc.pre(isAtLeast(given, floor))
      const from = { outcome: given, floor }
      if (compareOutcomes(to, given) >= 0) {
        expect(decideByHand(from, { to })).toEqual({ outcome: to, given, change: to === given ? 'kept' : 'raised' })
        return
      }
      if (!isAtLeast(to, floor)) {
        expect(() => decideByHand(from, { to, reason: because })).toThrow(
          expect.objectContaining({ code: 'below_floor' }),
        )
        return
      }
      expect(() => decideByHand(from, { to })).toThrow(
        expect.objectContaining({ code: 'reason_required', field: 'reason' }),
      )
      expect(decideByHand(from, { to, reason: because })).toEqual({
        outcome: to,
        given,
        change: 'lowered',
        reason: because,
      })
    }),
  )
})
