export { isClosed } from './apply.ts'
export { decide, isSettled, openCustody, REISSUED, unanswered } from './decide.ts'
export type * from './types.ts'
