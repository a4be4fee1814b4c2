// `npm run bench`, or `npm run bench -- start vault` for some of them: prints one JSON line a figure and keeps the last
// value of each in bench/results.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { meets, type Bench, type Figure } from './figure.ts'

type Results = { machine: string; node: string; figures: Record<string, Omit<Figure, 'figure'> & { met?: boolean }> }

const file = join(import.meta.dirname, 'results.json')
const wanted = process.argv.slice(2)

const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform} ${process.arch}`
const results: Results = { machine, node: process.version, figures: kept() }

const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.bench.ts'))
const benches = await Promise.all(names.map((name) => import(join(import.meta.dirname, name)) as Promise<Bench>))
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no bench "${unknown.join('", "')}". There are: ${benches.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(1)
}

for (const bench of benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  for await (const one of bench.run()) {
    const met = meets(one)
    const { figure, ...rest } = { ...one, value: round(one.value), ...(met === undefined ? {} : { met }) }
    console.log(JSON.stringify({ figure, ...rest }))
    results.figures[figure] = rest
    writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  }
}

/** Figures of benches that do not run now stay as they were, unless they were measured elsewhere. */
function kept(): Results['figures'] {
  if (!existsSync(file)) return {}
  const before = JSON.parse(readFileSync(file, 'utf8')) as Results
  return before.machine === machine && wanted.length > 0 ? before.figures : {}
}

/** Four significant digits: more would pretend. */
function round(value: number): number {
  return Number(value.toPrecision(4))
}
