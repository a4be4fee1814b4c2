/** What carries zod: reading sets from files and answers from the wire. A screen that only evaluates does not load it. */
export * from './schema.ts'
export * from './readSet.ts'
export * from './overlaySchema.ts'
