export { libraryStage } from './library.ts'
export { libraryCommands } from './cli.ts'
export { setsInUse } from './packages/library.ts'
export type { Reach } from './offers/ask.ts'
