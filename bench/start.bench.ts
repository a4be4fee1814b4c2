import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createInstanceDatabase, type InstanceUrls } from '../apps/server/src/platform/database/index.ts'
import { startEmbedded, stopEmbedded } from '../apps/server/src/platform/postgres/index.ts'
import { makeRunFolder, removeRunFolder } from '../tests/support/cluster.ts'
import type { Figure } from './figure.ts'
import { memoryOf } from './memory.ts'

export const name = 'start'

const root = join(import.meta.dirname, '..')
const port = 4949
const url = `http://127.0.0.1:${port}`
const silent = { info: () => undefined, warn: () => undefined }

/** One instance with a database of its own: from nothing running until it answers, and what it then needs. */
export async function* run(): AsyncIterable<Figure> {
  const folder = makeRunFolder()
  try {
    const first = await start(folder)
    yield {
      figure: 'start.first',
      value: first.seconds,
      unit: 's',
      note: 'cluster made, database made, schema migrated',
    }
    await first.stop()
    const times: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const again = await start(folder, first.urls)
      times.push(again.seconds)
      if (round === 4) {
        await useALittle()
        yield {
          figure: 'start.memory',
          value: memoryOf(again.pids),
          unit: 'MB',
          target: { atMost: 250 },
          note: 'PSS of instance and PostgreSQL',
        }
      }
      await again.stop()
    }
    yield {
      figure: 'start.again',
      value: median(times),
      unit: 's',
      target: { atMost: 3 },
      note: 'median of 5; PostgreSQL and instance',
    }
  } finally {
    await removeRunFolder(folder)
  }
}

async function start(folder: string, known?: InstanceUrls) {
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

/** Memory is looked at after some work, not in the quiet moment of the start. */
async function useALittle() {
  for (let round = 0; round < 50; round += 1) {
    await Promise.all(
      ['/', '/healthz', '/readyz', '/openapi.json', '/api/instance'].map((path) =>
        fetch(`${url}${path}`).then((r) => r.arrayBuffer()),
      ),
    )
  }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
