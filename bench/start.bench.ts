import { makeRunFolder, removeRunFolder } from '../tests/support/cluster.ts'
import type { Figure } from './figure.ts'
import { memoryOf } from './memory.ts'
import { startOneInstance, url } from './oneInstance.ts'

export const name = 'start'

/** One instance with a database of its own: from nothing running until it answers, and what it then needs. */
export async function* run(): AsyncIterable<Figure> {
  const folder = makeRunFolder()
  try {
    const first = await startOneInstance(folder)
    yield {
      figure: 'start.first',
      value: first.seconds,
      unit: 's',
      note: 'cluster made, database made, schema migrated',
    }
    await first.stop()
    const times: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const again = await startOneInstance(folder, first.urls)
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
