import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findHolder } from '../../apps/server/src/platform/postgres/index.ts'
import { makeRunFolder, removeRunFolder } from './cluster.ts'

const variable = 'ARIADNE_TEST_RUN'

// Each project loads this file anew; what they share has to be global.
const shared = globalThis as { ariadneTestProjects?: { count: number } }
const projects = (shared.ariadneTestProjects ??= { count: 0 })

/**
 * One folder for the whole run, whichever projects take part in it. The first test that asks for a database starts
 * PostgreSQL in it (see database.ts); a run that asks for none pays nothing.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (!process.env[variable]) {
    await removeAbandoned()
    const folder = makeRunFolder()
    process.env[variable] = folder
  }
  const folder = process.env[variable]
  projects.count += 1
  return async () => {
    projects.count -= 1
    if (projects.count > 0) return
    delete process.env[variable]
    await removeRunFolder(folder)
  }
}

/** A run that was killed leaves its PostgreSQL behind, because that is what a detached server is for. */
async function removeAbandoned() {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith('ariadne-test-'))
  for (const name of folders) {
    const folder = join(tmpdir(), name)
    if (findHolder(join(folder, 'run.lock'))?.live === false) await removeRunFolder(folder)
  }
}
