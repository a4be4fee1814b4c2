import type { Figure } from './figure.ts'
import { percentile, realRecords, withCaseload } from './support/caseload.ts'
import { connectBare, recordSql, replay } from './support/recorded-sql.ts'

export const name = 'append'

const CHUNK = 50
const CHUNKS = 20

/**
 * Cases opened through the command batch (judged, chained, projected, under row-level security), and the very statements
 * this sends, sent bare over one connection to a second instance on the same disk. Turn by turn in small chunks, so that
 * whatever else the machine does falls on both.
 */
export async function* run(): AsyncIterable<Figure> {
  const records = realRecords()
  if (records === undefined) {
    console.error('append: the real records are not beside the project; nothing measured')
    return
  }
  const chunks = await withCaseload(({ openings, send }) =>
    withCaseload(async ({ instance }) => {
      const bare = await connectBare(instance.database.urls.app)
      const measured: { whole: number; bare: number; statements: number }[] = []
      try {
        // The first chunks only warm both: caches, plans, compiled code.
        for (let chunk = -4; chunk < CHUNKS; chunk += 1) {
          const commands = openings(records.slice((chunk + 4) * CHUNK, (chunk + 5) * CHUNK))
          const first = performance.now()
          const { sent } = await recordSql('test_app', () => send(commands))
          const second = performance.now()
          await replay(bare, sent)
          const last = performance.now()
          if (chunk >= 0) measured.push({ whole: second - first, bare: last - second, statements: sent.length })
        }
      } finally {
        await bare.end()
      }
      return measured
    }),
  )
  const sum = (of: (chunk: (typeof chunks)[number]) => number): number =>
    chunks.reduce((total, chunk) => total + of(chunk), 0)
  yield {
    figure: 'append.rate',
    value: (CHUNKS * CHUNK * 1000) / sum((chunk) => chunk.whole),
    unit: 'acts per second',
    note: `${CHUNKS * CHUNK} cases opened one after the other, fsync on`,
  }
  yield {
    figure: 'append.share',
    value: percentile(
      chunks.map((chunk) => chunk.bare / chunk.whole),
      0.5,
    ),
    unit: 'of the rate of the bare SQL',
    target: { atLeast: 0.5 },
    note: `median of ${CHUNKS} chunks; ${(sum((chunk) => chunk.statements) / (CHUNKS * CHUNK)).toFixed(1)} statements an act`,
  }
}
