import type pg from 'pg'
import type { DirectoryUnit } from '@ariadne/contract'
import type { Audits } from './audits/index.ts'
import type { Clock } from './clock.ts'
import type { CommandRegistry } from './commands/registry.ts'
import type { Config } from './config/index.ts'
import type { Content } from './content/load.ts'
import type { ContentSource } from './content/source.ts'
import type { Database, Migration } from './database/index.ts'
import type { Examination } from './doctor/checks.ts'
import type { DueRows } from './due.ts'
import type { Readiness } from './http/health.ts'
import type { Routes } from './http/register.ts'
import type { Jobs } from './jobs.ts'
import type { Limiter } from './limits.ts'
import type { Logger } from './log.ts'
import type { QueueProvider } from './queues.ts'

/** What the platform gives to a stage. */
export type Platform = {
  config: Config
  db: Database
  pool: pg.Pool
  clock: Clock
  log: Logger
  limiter: Limiter
  jobs: Jobs
  due: DueRows
  content: Content
  /** Where `content` comes from, for whoever brings newer. */
  contentSource: ContentSource
  /** Tables made safe to tell, in a thread of their own. */
  audits: Audits
  /** Another stage's public door, by the stage's name; only those started before. */
  services: Map<string, unknown>
}

export type PeerDirectory = () => Promise<{
  units: DirectoryUnit[]
  trustList: { version: number; expiresAt: string; stale: boolean } | null
}>

/** Where a stage plugs in. */
export type Register = Routes & {
  /** Handles one kind of command of the contract. */
  command: CommandRegistry['register']
  /** A stage's share of the home page. */
  queues: (provider: QueueProvider) => void
  /** A condition for `/readyz`. */
  readiness: Readiness
  /** Units of other instances, for the directory. One stage gives them. */
  peers: (directory: PeerDirectory) => void
  /** Runs when the instance stops, last registered first. */
  onStop: (stop: () => Promise<void> | void) => void
}

/**
 * A stage of the work: its migrations and a function that plugs it in. Jobs and due rows are named here
 * (`platform.jobs.handle`, `platform.due.handle`); they start after all stages are in.
 */
export type Stage = {
  name: string
  migrations?: readonly Migration[]
  /** What `ariadne doctor` looks at in this stage; without a running instance. */
  examinations?: readonly Examination[]
  start: (platform: Platform, register: Register) => Promise<void> | void
}
