import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { makeRunFolder, removeRunFolder } from '../tests/support/cluster.ts'
import type { Figure } from './figure.ts'
import { memoryOf } from './memory.ts'

export const name = 'region'

const entry = join(import.meta.dirname, '../scripts/ariadne.mjs')
const port = '4940'

/** What someone waits for who types `npm start`, once everything is installed and built: all five instances. */
export async function* run(): AsyncIterable<Figure> {
  const folder = makeRunFolder()
  try {
    const first = await start(folder)
    yield {
      figure: 'region.first',
      value: first.seconds,
      unit: 's',
      note: 'five databases, fictional people with keys, first cases',
    }
    await first.stop()
    const times: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const again = await start(folder)
      times.push(again.seconds)
      if (round === 2)
        yield {
          figure: 'region.memory',
          value: again.memory(),
          unit: 'MB',
          note: 'PSS of five instances, PostgreSQL and supervisor',
        }
      await again.stop()
    }
    yield {
      figure: 'region.again',
      value: times.toSorted((a, b) => a - b)[1] ?? Number.NaN,
      unit: 's',
      target: { atMost: 3 },
      note: 'median of 3; from the command until every instance is ready',
    }
  } finally {
    await removeRunFolder(folder)
  }
}

async function start(folder: string) {
  const from = performance.now()
  const child = spawn(process.execPath, [entry, 'demo'], {
    env: { ...process.env, ARIADNE_DATA: folder, PORT: port, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  while (!said.includes('Ready in')) {
    if (child.exitCode !== null) throw new Error(`The region did not start: ${said}`)
    await wait(5)
  }
  return {
    seconds: (performance.now() - from) / 1000,
    memory: () => memoryOf([child.pid ?? 0]),
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
