export { libraryStage } from './library.ts'
export { libraryCommands } from './cli.ts'
