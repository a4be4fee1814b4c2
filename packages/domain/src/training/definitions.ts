/** What carries zod: courses as they come from files and completions from the wire. A page that only shows does not load it. */
export * from './schema.ts'
export * from './completion.ts'
export * from './readCourse.ts'
export type { CourseProblem } from './problem.ts'
