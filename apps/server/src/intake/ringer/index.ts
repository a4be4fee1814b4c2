export { createRingers, RING, ringerRoutes } from './ringers.ts'
export type { Ringers } from './ringers.ts'
export { ringerCommands } from './commands.ts'
