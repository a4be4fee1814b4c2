export { libraryStage } from './library.ts'
export { libraryCommands } from './cli.ts'
export type { Reach } from './offers/ask.ts'
