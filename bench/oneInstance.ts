import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createInstanceDatabase, type InstanceUrls } from '../apps/server/src/platform/database/index.ts'
import { startEmbedded, stopEmbedded } from '../apps/server/src/platform/postgres/index.ts'

const root = join(import.meta.dirname, '..')
const port = 4949
const silent = { info: () => undefined, warn: () => undefined }

/** Where the instance that is measured answers. */
export const url = `http://127.0.0.1:${port}`

/** One instance as it runs in earnest, bundled and in a process of its own, with its PostgreSQL in `folder`. */
export async function startOneInstance(folder: string, known?: InstanceUrls) {
  const from = performance.now()
  const database = await startEmbedded({ dataDir: folder, logger: silent })
  const urls = known ?? (await createInstanceDatabase(database.url('postgres'), 'ins_bench'))
  const child = spawn(process.execPath, [join(root, 'apps/server/dist/main.js'), 'serve'], {
    cwd: root,
    env: { ...process.env, ...environment(folder, urls) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`The instance ended with ${child.exitCode}.`)
    await wait(10)
  }
  const seconds = (performance.now() - from) / 1000
  const stop = async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
    await stopEmbedded(folder)
  }
  return { seconds, urls, pids: [child.pid ?? 0, database.pid], stop }
}

const environment = (folder: string, urls: InstanceUrls) => ({
  ARIADNE_MODE: 'demo',
  ARIADNE_INSTANCE_ID: 'ins_bench',
  ARIADNE_INSTANCE_NAME: 'Bench',
  ARIADNE_INSTANCE_KIND: 'secretariat',
  ARIADNE_HTTP_BASE_URL: url,
  PORT: String(port),
  ARIADNE_DATA: folder,
  ARIADNE_SECRETS_AUTH: randomBytes(32).toString('base64url'),
  ARIADNE_LOG_LEVEL: 'error',
  DATABASE_URL: urls.app,
  DATABASE_AUTH_URL: urls.auth,
  DATABASE_OWNER_URL: urls.owner,
})

const isReady = () =>
  fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  )
