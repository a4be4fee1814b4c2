export * from './outcomes.ts'
export * from './vocabulary.ts'
export * from './evaluate.ts'
export * from './byHand.ts'
export * from './refused.ts'
export * from './messages.ts'
export * from './validateSet.ts'
export type {
  Answers,
  ByHand,
  Condition,
  Dimension,
  HowKnown,
  IndicatorSet,
  Rule,
  Selector,
  Sign,
  SignId,
  Source,
  Strength,
} from './schema.ts'
