export * from './outcomes.ts'
export * from './vocabulary.ts'
export * from './evaluate.ts'
export * from './byHand.ts'
export * from './refused.ts'
export * from './messages.ts'
export * from './validateSet.ts'
export * from './version.ts'
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
