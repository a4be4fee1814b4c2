import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { DEFAULT_TARGETS, mintId, type InstanceId } from '@ariadne/domain'
import { importRecords } from '../apps/server/src/casework/import/index.ts'
import { inventHistory, randomFrom } from '../apps/server/src/demo/history.ts'
import type { Asker } from '../apps/server/src/testing/instance.ts'
import type { Figure } from './figure.ts'
import { percentile, withCaseload, type Caseload } from './support/caseload.ts'
import { connectBare } from './support/recorded-sql.ts'

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

/** Screenings of the last quarter that is over, straight into the table: a country that asks very many. */
const SCREENED = 50_000
const screen = async ({ instance }: Caseload, now: Date): Promise<void> => {
  const owner = await connectBare(instance.database.urls.owner)
  const until = Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3, 1)
  const sets = instance.platform.content.sets.map(({ set }) => ({ ...set, signs: set.signs.map(({ id }) => id) }))
  const draw = randomFrom(3)
  const screening = () => {
    const { id, version, signs } = sets[Math.floor(draw() ** 2 * sets.length)] ?? { id: '', version: '', signs: [] }
    const at = until - 1 - draw() * 89 * 86_400_000
    const encounter = { sex: draw() < 0.5 ? 'Feminine' : 'Masculine', ageBand: draw() < 0.3 ? '16_17' : '25_39' }
    const present = signs.filter(() => draw() < 0.08)
    return {
      id: mintId(at),
      set: id,
      version,
      at: new Date(at).toISOString(),
      document: { present, notKnown: [], encounter },
    }
  }
  await owner.query(
    `insert into screening (screening_id, by_unit, by_member, set_id, set_version, outcome, finished_at, received_at,
        digest, document)
      select id, 'unt_bench', 'mbr_ana', set, version, 'refer', at, at, 'bench', document
      from jsonb_to_recordset($1::jsonb) as t (id uuid, set text, version text, at timestamptz, document jsonb)`,
    [JSON.stringify(Array.from({ length: SCREENED }, screening))],
  )
  await owner.query('analyze screening')
  await owner.end()
}

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

const timesOf = async (times: number, work: () => Promise<void>): Promise<number[]> => {
  const took: number[] = []
  for (let time = 0; time < times; time += 1) {
    const from = performance.now()
    await work()
    took.push(performance.now() - from)
  }
  return took
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
    await screen(caseload, now)
    const coordinator = await signedIn(caseload, 'coordinator', 'national_coordinator')
    const [first, ...later] = await timesOf(21, () => ok(coordinator, '/api/learning'))
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
      {
        figure: 'audit.learning.p95',
        value: percentile(later, 0.95),
        unit: 'ms, what signs led to in a quarter',
        target: { atMost: 100 },
        note: `${SCREENED} screenings; the first time, counted and audited, ${((first ?? 0) / 1000).toFixed(1)} s`,
      },
    ]
  })
}
