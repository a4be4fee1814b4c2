export { createApart } from './apart.ts'
export type { Apart, ApartState } from './apart.ts'
export { NotYet, untilThere } from './not-yet.ts'
