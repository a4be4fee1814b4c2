import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { DEFAULT_TARGETS, type InstanceId } from '@ariadne/domain'
import { importRecords } from '../apps/server/src/casework/import/index.ts'
import { inventHistory } from '../apps/server/src/demo/history.ts'
import type { Asker } from '../apps/server/src/testing/instance.ts'
import type { Figure } from './figure.ts'
import { percentile, withCaseload, type Caseload } from './support/caseload.ts'

export const name = 'audit'

/** Everything a country releases of its last whole years: tables over hundreds of codes, each audited against nothing. */
const REPORTS = ['unodc-glotip', 'greta', 'country-update', 'directive-annual', 'eurostat-thb', 'us-tip']
const YEARS = [1, 2].map((before) => new Date().getUTCFullYear() - before)
const CITIZENSHIPS =
  `AF AL AM AZ BA BD BG BR BY CM CN CO CU CZ DE DO DZ EG ER ES ET GE GH GM GN GR HR HU IN IQ IR IT KE KG KZ LK LT
  LV MA MD ME MK ML MM MN NG NP PH PK PL RO RS RU SD SN SO SY TH TN TR UA UG UZ VN XK`.split(/\s+/u)

/** Somebody opens the home page so often, whether the one before has been answered or not. */
const EVERY_MS = 100
const ALONE = 80

const signedIn = async ({ instance }: Caseload, login: string, func: string): Promise<Asker> => {
  const person = {
    memberId: `mbr_${login}`,
    email: `${login}@bench.example`,
    passphrase: 'a calm river at night',
    units: { unt_office: [func] },
  }
  await instance.enrolled(person)
  return instance.signIn(person)
}

const ok = async (ask: Asker, path: string): Promise<void> => {
  const response = await ask(path)
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  await response.text()
}

/** How long the home page takes each time it is opened, from when it was to be opened, until `isOver`. */
const homeTimes = async (ask: Asker, isOver: (asked: number) => boolean): Promise<number[]> => {
  const answers: Promise<number>[] = []
  const began = performance.now()
  while (!isOver(answers.length)) {
    const due = began + answers.length * EVERY_MS
    const early = due - performance.now()
    if (early > 0) await wait(early)
    answers.push(ok(ask, '/api/home').then(() => performance.now() - due))
    // What is due already is asked at once, but others have their turn.
    await wait(0)
  }
  return Promise.all(answers)
}

/** What everybody else notices while a year's releases are protected. */
export async function* run(): AsyncIterable<Figure> {
  yield* await withCaseload(async (caseload) => {
    const { instance, ask } = caseload
    const now = new Date()
    await instance.unit('unt_office', 'coordinator_office')
    const deps = {
      db: instance.platform.db,
      instanceId: 'ins_test' as InstanceId,
      now: () => now.toISOString(),
      targets: DEFAULT_TARGETS,
    }
    const records = inventHistory(
      {
        seed: 11,
        country: 'MK',
        monthly: 150,
        citizenships: CITIZENSHIPS.map((code, at) => [code, 1 + (at % 7)] as const),
        areas: Array.from({ length: 8 }, (_, at) => [`MK00${at + 1}`, 1 + at] as const),
        partners: ['AL', 'RS'],
        rise: { citizenship: 'NP', form: 'ForcedLabour', times: 8 },
      },
      now,
    )
    await importRecords(deps, { records, source: 'register-invented', unitId: 'unt_bench' })
    const rapporteur = await signedIn(caseload, 'rapporteur', 'rapporteur')
    await ok(rapporteur, '/api/figures/definitions?language=en')
    await homeTimes(ask, (asked) => asked >= 20)
    const alone = percentile(await homeTimes(ask, (asked) => asked >= ALONE), 0.95)

    let took = 0
    const audits = (async () => {
      const from = performance.now()
      for (const year of YEARS)
        for (const report of REPORTS) await ok(rapporteur, `/api/figures/reports/${report}?year=${year}`)
      took = (performance.now() - from) / 1000
    })()
    const loop = monitorEventLoopDelay({ resolution: 5 })
    loop.enable()
    const times = await homeTimes(ask, () => took > 0)
    await audits
    loop.disable()
    const during = percentile(times, 0.95)
    const many = `${REPORTS.length * YEARS.length} reports of ${records.length} records protected in ${took.toFixed(1)} s`
    return [
      {
        figure: 'audit.home.p95',
        value: during / alone,
        unit: 'p95 of the home page while reports are protected over the same alone',
        target: { atMost: 3 },
        note: `${during.toFixed(1)} ms over ${alone.toFixed(1)} ms, ${times.length} times; ${many}`,
      },
      {
        figure: 'audit.thread.longest',
        value: loop.max / 1e6,
        unit: 'ms, the longest time for which the server answered nobody meanwhile',
        note: many,
      },
    ]
  })
}
