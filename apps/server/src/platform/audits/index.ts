export { createAudits } from './audits.ts'
export type { Audits } from './audits.ts'
