// `npm run soak`, or `npm run soak -- --records 50 --file FILE`: takes real records through the whole way between two
// running instances, from the open case to the close after 180 days, and prints what became of each. Ends by itself.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readCtdc, type CtdcRecord } from '../apps/server/src/casework/import/index.ts'
import { table } from '../apps/server/src/demo/table.ts'
import { makeRunFolder, removeRunFolder, startCluster } from '../tests/support/cluster.ts'
import { startProcesses } from '../tests/support/processes.ts'
import { EXPECTED, endOf } from './soak/journey.ts'
import { untilAsked } from './soak/untilAsked.ts'
import { untilClosed } from './soak/untilClosed.ts'
import { untilTravel } from './soak/untilTravel.ts'
import { beginWay } from './soak/way.ts'

const { values: flags } = parseArgs({
  options: {
    records: { type: 'string', default: '500' },
    file: {
      type: 'string',
      default: join(import.meta.dirname, '../../shared/data/ctdc/ctdc_global_k-anon_2020_SEE_subset.csv'),
    },
    minutes: { type: 'string', default: '30' },
  },
})
const count = Number(flags.records)
const until = performance.now() + Number(flags.minutes) * 60_000

const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

if (!Number.isInteger(count) || count < 1) {
  console.error(`--records ${flags.records}: give a whole number of 1 or more.`)
  process.exit(1)
}
if (!existsSync(flags.file)) {
  console.error(`${flags.file} is not there. Name a CTDC file with --file FILE.`)
  process.exit(1)
}
const { records, faults } = readCtdc(readFileSync(flags.file, 'utf8'), new Date().getUTCFullYear())
for (const fault of faults.slice(0, 20))
  console.error(`${flags.file}:${fault.line}: ${fault.column}: "${fault.value}". It should be ${fault.remedy}.`)
if (faults.length > 0) process.exit(1)
// Spread over the whole file, so that all years, ages and countries take part.
const chosen = Array.from(
  { length: Math.min(count, records.length) },
  (_, index) => records[Math.floor((index * records.length) / count)],
).filter((one): one is CtdcRecord => one !== undefined)

const runFolder = makeRunFolder()
let failed = false
try {
  const cluster = await startCluster(runFolder, 'durable')
  progress('Making two instances with people, keys and a trust list ...')
  const region = await startProcesses(['mk', 'al'], {
    ground: { superuser: cluster.url('postgres'), runFolder },
    direct: true,
  })
  try {
    const from = performance.now()
    const way = await beginWay(region, chosen, { until, progress })
    await untilAsked(way)
    await untilTravel(way)
    await untilClosed(way)
    progress('')
    const { journeys } = way
    const acts = way.actsDone()
    const seconds = (performance.now() - from) / 1000
    const rows = new Map<string, { records: number; right: boolean }>()
    for (const journey of journeys) {
      const end = journey.fault ?? endOf(journey)
      const key = JSON.stringify([journey.fate, journey.child ? 'child' : 'adult', end])
      rows.set(key, { records: (rows.get(key)?.records ?? 0) + 1, right: end === EXPECTED[journey.fate] })
    }
    console.log(
      table(
        ['What should become of it', 'Who', 'Records', 'What became of it (here, there)', ''],
        [...rows].map(([key, { records: number, right }]) => {
          const [fate = '', who = '', end = ''] = JSON.parse(key) as string[]
          return [fate.replaceAll('_', ' '), who, String(number), end, right ? 'as it should' : 'WRONG']
        }),
      ),
    )
    const [messages] = await region.sql<{ count: string }>('mk', `select count(*) from app.outbox`)
    const [answers] = await region.sql<{ count: string }>('al', `select count(*) from app.outbox`)
    const [refused] = await region.sql<{ count: string }>(
      'al',
      `select count(*) from app.inbox where state in ('refused', 'rejected')`,
    )
    const sent = Number(messages?.count) + Number(answers?.count)
    console.log(
      `\n${journeys.length} records, ${acts} acts, ${sent} messages (${refused?.count ?? 0} refused) in ${seconds.toFixed(1)} s: ` +
        `${(acts / seconds).toFixed(0)} acts and ${(sent / seconds).toFixed(0)} messages a second.`,
    )
    failed = [...rows.values()].some((row) => !row.right)
  } finally {
    await region.stop()
  }
} catch (error) {
  failed = true
  console.error(error instanceof Error ? error.message : error)
} finally {
  await removeRunFolder(runFolder)
}
process.exit(failed ? 1 : 0)
