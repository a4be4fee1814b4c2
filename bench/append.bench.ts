import type { Figure } from './figure.ts'
import type { CtdcRecord } from '../apps/server/src/casework/import/index.ts'
import { percentile, realRecords, withCaseload } from './support/caseload.ts'
import { connectBare, recordSql, replay } from './support/recorded-sql.ts'

export const name = 'append'

const CASES = 500
const ROUNDS = 3

/**
 * Cases opened through the command batch (judged, chained, projected, under row-level security), and the very statements
 * this sends, sent bare over one connection to a second instance on the same disk.
 */
export async function* run(): AsyncIterable<Figure> {
  const records = realRecords()
  if (records === undefined) {
    console.error('append: the real records are not beside the project; nothing measured')
    return
  }
  const rates: { whole: number; bare: number; statements: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) rates.push(await measure(records.slice(0, CASES)))
  const best = rates.toSorted((a, b) => b.whole - a.whole)[0]
  if (best === undefined) return
  const note = `best of ${ROUNDS}; ${CASES} cases in batches of 100, fsync on, one after the other`
  yield { figure: 'append.rate', value: best.whole, unit: 'acts per second', note }
  yield {
    figure: 'append.share',
    value: percentile(
      rates.map(({ whole, bare }) => whole / bare),
      0.5,
    ),
    unit: 'of the rate of the bare SQL',
    target: { atLeast: 0.5 },
    note: `median of ${ROUNDS}; ${(best.statements / CASES).toFixed(1)} statements an act`,
  }
}

/** A second instance, made alike, takes the recorded statements: nobody has written to it yet. */
const measure = (records: readonly CtdcRecord[]) =>
  withCaseload(async ({ openings, send }) => {
    // Both are warm before they are measured: caches, plans, compiled code.
    const warming = await recordSql('test_app', () => send(openings(records.slice(0, 100))))
    const commands = openings(records)
    const from = performance.now()
    const { sent } = await recordSql('test_app', () => send(commands))
    const whole = (performance.now() - from) / 1000
    const alone = await withCaseload(async ({ instance }) => {
      const bare = await connectBare(instance.database.urls.app)
      try {
        await replay(bare, warming.sent)
        const again = performance.now()
        await replay(bare, sent)
        return (performance.now() - again) / 1000
      } finally {
        await bare.end()
      }
    })
    return { whole: records.length / whole, bare: records.length / alone, statements: sent.length }
  })
