/** One instance of the demo region, ready to be started: its database is there, migrated and seeded. */
export type DemoInstance = {
  /** Short and unique, such as `mk`; names the log file. */
  code: string
  /** As people read it, such as `North Macedonia`. */
  name: string
  port: number
  /** What follows `serve` on the command line. */
  args: readonly string[]
  env: Readonly<Record<string, string>>
}

/** A fictional person of the demo. */
export type DemoSignIn = { instance: string; work: string; email: string; passphrase: string }

export type DemoRegion = { instances: readonly DemoInstance[]; signIns: readonly DemoSignIn[] }

/**
 * Makes the region's databases, migrates and seeds them; finds everything done the second time and then has to be quick.
 * `superuserUrl` may create roles and databases. The instances take ports from `firstPort` on.
 */
export type PrepareRegion = (ground: {
  superuserUrl: string
  dataDir: string
  firstPort: number
  say: (line: string) => void
}) => Promise<DemoRegion>
