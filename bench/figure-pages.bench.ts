import { DEFAULT_TARGETS, type InstanceId } from '@ariadne/domain'
import { importRecords } from '../apps/server/src/casework/import/index.ts'
import { inventHistory } from '../apps/server/src/demo/history.ts'
import type { Asker } from '../apps/server/src/testing/instance.ts'
import type { Figure } from './figure.ts'
import { percentile, realRecords, withCaseload, type Caseload } from './support/caseload.ts'

export const name = 'figure-pages'

const ROUNDS = 60
const YEAR = new Date().getUTCFullYear() - 1

/** What the pages of figures ask, a year or five of them. */
const PAGES = {
  definitions: '/api/figures/definitions?language=en',
  trend: `/api/figures/trends?definition=victims.registered&grain=year&from=${YEAR - 4}-01-01&to=${YEAR + 1}-01-01`,
  funnel: `/api/figures/funnel?period=${YEAR}`,
  kpis: `/api/figures/kpis?period=${YEAR}`,
  map: `/api/figures/map?definition=victims.registered&period=${YEAR}`,
  timeliness: `/api/figures/timeliness?period=${YEAR}`,
  capacity: `/api/figures/capacity?period=${YEAR}`,
  quality: `/api/figures/quality?period=${YEAR}`,
  entered: `/api/figures/entries?year=${YEAR}`,
  alerts: '/api/figures/alerts?language=en',
  report: `/api/figures/reports/country-update?year=${YEAR}`,
} as const
/** Pages that only the coordinator has. */
const EXACT_ONLY: readonly string[] = ['capacity', 'quality', 'entered', 'alerts']

const signedIn = async ({ instance }: Caseload, login: string, unit: string, func: string): Promise<Asker> => {
  const person = {
    memberId: `mbr_${login}`,
    email: `${login}@bench.example`,
    passphrase: 'a calm river at night',
    units: { [unit]: [func] },
  }
  await instance.enrolled(person)
  return instance.signIn(person)
}

/** Every page of figures over the real records and three invented years of dated ones, exact and as others are told. */
export async function* run(): AsyncIterable<Figure> {
  const records = realRecords()
  if (records === undefined) {
    console.error('figure-pages: the real records are not beside the project; nothing measured')
    return
  }
  yield* await withCaseload(async (caseload) => {
    const { instance } = caseload
    const now = new Date()
    await instance.unit('unt_office', 'coordinator_office')
    await instance.unit('unt_rapporteur', 'rapporteur_office')
    const deps = {
      db: instance.platform.db,
      instanceId: 'ins_test' as InstanceId,
      now: () => now.toISOString(),
      targets: DEFAULT_TARGETS,
    }
    await importRecords(deps, { records, source: 'register-real', unitId: 'unt_bench' })
    const invented = inventHistory(
      {
        seed: 11,
        country: 'MK',
        monthly: 12,
        citizenships: [
          ['MK', 5],
          ['AL', 3],
        ],
        areas: [
          ['MK004', 5],
          ['MK008', 4],
          ['MK006', 1],
        ],
        partners: ['AL'],
        rise: { citizenship: 'NP', form: 'ForcedLabour', times: 8 },
      },
      now,
    )
    await importRecords(deps, { records: invented, source: 'register-invented', unitId: 'unt_bench' })
    const readers = {
      exact: await signedIn(caseload, 'coordinator', 'unt_office', 'national_coordinator'),
      safe: await signedIn(caseload, 'rapporteur', 'unt_rapporteur', 'rapporteur'),
    }
    const figures: Figure[] = []
    for (const [view, ask] of Object.entries(readers))
      for (const [page, path] of Object.entries(PAGES))
        if (view === 'exact' || !EXACT_ONLY.includes(page))
          figures.push({
            figure: `figure-pages.${view}.${page}.p95`,
            value: await p95(ask, path),
            unit: 'ms',
            target: { atMost: 50 },
            note: `${records.length + invented.length} records, ${ROUNDS} times`,
          })
    return figures
  })
}

const p95 = async (ask: Asker, path: string): Promise<number> => {
  const times: number[] = []
  for (let round = -3; round < ROUNDS; round += 1) {
    const began = performance.now()
    const response = await ask(path)
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    await response.text()
    if (round >= 0) times.push(performance.now() - began)
  }
  return percentile(times, 0.95)
}
