export * from './outcomes.ts'
export * from './vocabulary.ts'
export * from './evaluate.ts'
export * from './byHand.ts'
export * from './refused.ts'
export * from './messages.ts'
export * from './lifecycle.ts'
export * from './mapAnswers.ts'
export * from './compareSets.ts'
export * from './saysTheSame.ts'
export * from './overlay.ts'
export * from './validateSet.ts'
export * from './validateOverlay.ts'
export { PROBLEM_CODES } from './problem.ts'
export { familyProblems } from './validateLife.ts'
export type { FamilyProblem } from './validateLife.ts'
export type { AddedSign, Overlay } from './overlaySchema.ts'
export * from './version.ts'
export * from './ways.ts'
export type {
  Answers,
  ByHand,
  Condition,
  Destination,
  Dimension,
  HowKnown,
  IndicatorSet,
  Lifecycle,
  Rule,
  Selector,
  Sign,
  SignId,
  SignMapping,
  Source,
  Strength,
} from './schema.ts'
