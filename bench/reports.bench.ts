import { createAudits } from '../apps/server/src/platform/audits/index.ts'
import { collectFacts } from '../apps/server/src/figures/facts/collect.ts'
import { createFigures } from '../apps/server/src/figures/figures.ts'
import { buildReport } from '../apps/server/src/figures/reports/build.ts'
import type { Figure } from './figure.ts'
import { percentile, realRecords, withCaseload, type Caseload } from './support/caseload.ts'
import { connectBare, recordSql, replay } from './support/recorded-sql.ts'

export const name = 'reports'

const ROUNDS = 60
const MILLION = 1_000_000
const SOURCE = { collection: 'ctdc-2020' } as const

const figuresOf = ({ instance }: Caseload) =>
  createFigures({
    db: instance.platform.db,
    clock: instance.platform.clock,
    instanceId: 'ins_test' as never,
    country: 'MK',
    contentDir: instance.config.contentDir,
    targets: () => ({}) as never,
    audits: createAudits('here'),
  })

/** Turn by turn with the very SQL it sends, sent bare over one connection, so that other work falls on both. */
const beside = async (
  caseload: Caseload,
  figure: string,
  work: () => Promise<unknown>,
  rounds: number,
): Promise<Figure[]> => {
  await work()
  const { sent } = await recordSql('test_app', work)
  const bare = await connectBare(caseload.instance.database.urls.app)
  const times: { whole: number[]; bare: number[] } = { whole: [], bare: [] }
  for (let round = -3; round < rounds; round += 1) {
    const first = performance.now()
    await work()
    const second = performance.now()
    await replay(bare, sent)
    const last = performance.now()
    if (round < 0) continue
    times.whole.push(second - first)
    times.bare.push(last - second)
  }
  await bare.end()
  const p50 = percentile(times.whole, 0.5)
  return [
    { figure: `${figure}.p50`, value: p50, unit: 'ms', note: `${rounds} times; ${sent.length} statements` },
    {
      figure: `${figure}.ratio`,
      value: p50 / percentile(times.bare, 0.5),
      unit: 'times the bare SQL, p50',
      target: { atMost: 2 },
    },
  ]
}

/** Registered persons over ten years, straight into the projection: a country far larger than any of these. */
const million = async (caseload: Caseload): Promise<void> => {
  const owner = await connectBare(caseload.instance.database.urls.owner)
  try {
    await owner.query(`
      insert into figure_fact
      select id, id, 'case', 'registered', 1, 1, at, at::date, false, null, at, 'minute', 'own', 'presumed', null,
        (array['under_12', '12_15', '16_17', '18_24', '25_39', '40_59'])[1 + n % 6], (array['Feminine', 'Masculine'])[1 + n % 2],
        (array['MK', 'AL', 'RS', 'SY', 'AF', 'RO', 'BG', 'NG', null])[1 + n % 9],
        (array['{SexualExploitation}', '{ForcedLabour}', '{ForcedBegging}', '{}'])[1 + n % 4]::text[], 'MK', 'street',
        (array['border_police', 'ngo_outreach', 'asylum_office'])[1 + n % 3], 'unt_bench'
      from (select gen_random_uuid() as id, n, timestamptz '2015-01-01' + n * interval '315 seconds' as at
        from generate_series(1, ${MILLION}) n) one`)
    await owner.query('analyze figure_fact')
  } finally {
    await owner.end()
  }
}

/** Facts from the real records, a report over them, and a report of one year out of a million persons. */
export async function* run(): AsyncIterable<Figure> {
  const records = realRecords()
  if (records === undefined) {
    console.error('reports: the real records are not beside the project; nothing measured')
    return
  }
  yield* await withCaseload(async (caseload) => {
    const figures = figuresOf(caseload)
    await caseload.importAll(records)
    const started = performance.now()
    const worked = await collectFacts({ db: caseload.instance.platform.db, instanceId: 'ins_test' as never })
    const seconds = (performance.now() - started) / 1_000
    const report = (report_: string, year: number, from: 'ours' | typeof SOURCE) => () =>
      figures.read('en', (reading) => buildReport(reading, report_, year, from))
    const all: Figure[] = [
      { figure: 'reports.facts', value: worked / seconds, unit: 'records a second', note: `${worked} real records` },
      ...(await beside(caseload, 'reports.glotip', report('unodc-glotip', 2016, SOURCE), ROUNDS)),
    ]
    const began = performance.now()
    await million(caseload)
    all.push({ figure: 'reports.million.insert', value: (performance.now() - began) / 1_000, unit: 's' })
    all.push(...(await beside(caseload, 'reports.million.eurostat', report('eurostat-thb', 2020, 'ours'), 10)))
    return all
  })
}
