/**
 * What to do after a screening, from least to most. There is no "negative", no score and no finding: the first one only
 * says that nothing was recorded at this moment.
 */
export const OUTCOMES = ['no_concern_recorded', 'watch', 'refer', 'act_now'] as const
export type Outcome = (typeof OUTCOMES)[number]

const rank: Record<Outcome, number> = { no_concern_recorded: 0, watch: 1, refer: 2, act_now: 3 }

/** Negative when `a` asks for less than `b`, positive when for more. */
export const compareOutcomes = (a: Outcome, b: Outcome): number => rank[a] - rank[b]
export const isAtLeast = (outcome: Outcome, floor: Outcome): boolean => rank[outcome] >= rank[floor]
export const higherOutcome = (a: Outcome, b: Outcome): Outcome => (rank[a] >= rank[b] ? a : b)
