import type { IndicatorSet, Sign } from '../schema.ts'

/** A small set for tests, with a way to each outcome. */
export const sampleSign = (id: string, more: Partial<Sign> = {}): Sign => ({
  id,
  dimension: 'means',
  strength: 'medium',
  status: 'active',
  howKnown: 'observed',
  source: ['ours'],
  askOrDoNext: 'second_look',
  ...more,
})

export const sampleSet = (more: Partial<IndicatorSet> = {}): IndicatorSet => ({
  id: 'sample',
  version: '1.0.0',
  subject: 'adult',
  lifecycle: { state: 'proposed', effectiveFrom: null, replaces: null },
  sources: { ours: { title: 'Example', organisation: 'Example', year: 2026 } },
  signs: [
    sampleSign('held', { firstView: true }),
    sampleSign('watched', { strength: 'strong' }),
    sampleSign('hurt'),
    sampleSign('tired', { strength: 'weak' }),
  ],
  rules: [
    { id: 'danger', outcome: 'act_now', when: { allOf: [{ sign: 'held' }, { sign: 'watched' }] } },
    {
      id: 'concern',
      outcome: 'refer',
      when: { anyOf: [{ sign: 'watched' }, { atLeast: 2, of: { strength: ['medium'] } }] },
    },
  ],
  ...more,
})
