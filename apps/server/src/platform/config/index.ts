export { Config } from './schema.ts'
export { ConfigError, loadConfig } from './load.ts'
export type { ConfigFault } from './load.ts'
