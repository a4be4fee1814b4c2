import type { Figure } from './figure.ts'
import { percentile, realRecords, withCaseload, type Caseload } from './support/caseload.ts'
import { connectBare, recordSql, replay } from './support/recorded-sql.ts'

export const name = 'lists'

const OPEN_CASES = 1_500
const ROUNDS = 200

/** Pages a coordinator opens all day, with the real records as history and open cases beside them. */
const PAGES = {
  home: '/api/home',
  queue: '/api/queues/guardian_needed',
  cases: '/api/cases?historic=no',
  history: '/api/cases?historic=yes',
  all: '/api/cases',
} as const

/** Median and 95th percentile of a page over HTTP, and of the very SQL it sends, sent bare over one connection. */
export async function* run(): AsyncIterable<Figure> {
  const records = realRecords()
  if (records === undefined) {
    console.error('lists: the real records are not beside the project; nothing measured')
    return
  }
  const figures = await withCaseload(async (caseload) => {
    const started = performance.now()
    const imported = await caseload.importAll(records)
    const seconds = (performance.now() - started) / 1000
    const children = records.filter((one) => ['under_12', '12_15'].includes(one.ageBand)).slice(0, OPEN_CASES)
    await caseload.send(caseload.openings(children))
    const all: Figure[] = [
      { figure: 'lists.import', value: seconds, unit: 's', target: { atMost: 60 }, note: `${imported} real records` },
    ]
    for (const [page, path] of Object.entries(PAGES)) all.push(...(await measure(caseload, page, path)))
    return all
  })
  yield* figures
}

const measure = async ({ instance, ask }: Caseload, page: string, path: string): Promise<Figure[]> => {
  const whole = async () => {
    const response = await ask(path)
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
    return response.text()
  }
  const { sent } = await recordSql('test_app', whole)
  const bare = await connectBare(instance.database.urls.app)
  const times: { whole: number[]; bare: number[] } = { whole: [], bare: [] }
  // Turn by turn, so that whatever else the machine does falls on both.
  for (let round = -20; round < ROUNDS; round += 1) {
    const first = performance.now()
    await whole()
    const second = performance.now()
    await replay(bare, sent)
    const last = performance.now()
    if (round < 0) continue
    times.whole.push(second - first)
    times.bare.push(last - second)
  }
  await bare.end()
  const p95 = percentile(times.whole, 0.95)
  const note = `${ROUNDS} times; ${sent.length} statements`
  return [
    { figure: `lists.${page}.p95`, value: p95, unit: 'ms', target: { atMost: 50 }, note },
    {
      figure: `lists.${page}.ratio`,
      value: p95 / percentile(times.bare, 0.95),
      unit: 'times the bare SQL, p95',
      target: { atMost: 2 },
      note: `median ${(percentile(times.whole, 0.5) / percentile(times.bare, 0.5)).toFixed(2)}`,
    },
  ]
}
