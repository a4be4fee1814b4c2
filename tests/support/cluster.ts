import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  startEmbedded,
  stopEmbedded,
  tryClaim,
  type Durability,
  type EmbeddedPostgres,
} from '../../apps/server/src/platform/postgres/index.ts'

const silent = { info: () => undefined, warn: () => undefined }

/** A folder of its own for one run; open to pass through, because as root PostgreSQL runs under another account. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ariadne-test-'))
  chmodSync(folder, 0o755)
  // A run that is killed cannot tidy up; the next one sees by this that nobody uses the folder any more.
  tryClaim(join(folder, 'run.lock'))
  return folder
}

export const startCluster = (folder: string, durability: Durability): Promise<EmbeddedPostgres> =>
  startEmbedded({ dataDir: folder, logger: silent, durability })

/** Stops what runs in `folder` and removes it. */
export async function removeRunFolder(folder: string): Promise<void> {
  await stopEmbedded(folder)
  rmSync(folder, { recursive: true, force: true })
}

/** A PostgreSQL of one's own, for tests that kill or fill it. Its data survives a crash, as in earnest (`durable`). */
export async function createCluster(
  durability: Durability = 'durable',
): Promise<EmbeddedPostgres & { folder: string; remove(): Promise<void> }> {
  const folder = makeRunFolder()
  return { ...(await startCluster(folder, durability)), folder, remove: () => removeRunFolder(folder) }
}
