import type { Sign } from '@ariadne/domain/screening'

/** The kinds of signs, in the order in which they are offered. */
export const STRENGTHS = ['strong', 'medium', 'weak', 'contextual'] as const satisfies readonly Sign['strength'][]
export const HOW_KNOWN = [
  'observed',
  'said',
  'learned',
  'asked_privately',
] as const satisfies readonly Sign['howKnown'][]
