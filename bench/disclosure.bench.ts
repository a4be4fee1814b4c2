import { audit, protect, ruleOf, said } from '@ariadne/disclosure'
import type { ExactCell, Table } from '@ariadne/disclosure'
import type { Figure } from './figure.ts'

export const name = 'disclosure'

const RULE = ruleOf({ threshold: 10 })
const TOTAL = 'Total'

/** As many country, indicator and year tables as UNODC GLOTIP's open data has rows for: 58,769 rows of 16 a table. */
const GLOTIP_TABLES = 3_673

/** Counts as in this field: most are a handful, some are hundreds. The same every time. */
const countsFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor(Math.exp((state / 2 ** 32) * 6 - 1.5))
  }
}

type Codes = Readonly<Record<string, readonly string[]>>

/** All crossings of the codes with their totals; `of` is what the whole table is about. */
const crossing = (codes: Codes, draw: () => number, of: Readonly<Record<string, string>> = {}): ExactCell[] => {
  const names = Object.keys(codes)
  const sums = new Map<string, { key: Record<string, string>; count: number }>()
  const add = (key: Record<string, string>, left: readonly string[], count: number): void => {
    const [name, ...rest] = left
    if (name === undefined) {
      const id = names.map((one) => key[one]).join('|')
      const sum = sums.get(id) ?? { key: { ...of, ...key }, count: 0 }
      sum.count += count
      sums.set(id, sum)
      return
    }
    add(key, rest, count)
    add({ ...key, [name]: TOTAL }, rest, count)
  }
  const leaves = (key: Record<string, string>, left: readonly string[]): void => {
    const [name, ...rest] = left
    if (name === undefined) return add(key, names, draw())
    for (const code of codes[name] ?? []) leaves({ ...key, [name]: code }, rest)
  }
  leaves({}, names)
  return [...sums.values()].map(({ key, count }) => ({ key, value: said(count) }))
}

const SEX = ['Female', 'Male', 'Other']
const AGE = ['0 to 17 years', '18 years or over', 'Unknown']

const glotip = (): Table<ExactCell> => {
  const draw = countsFrom(2022)
  const tables = Array.from({ length: GLOTIP_TABLES }, (_, at) =>
    crossing({ sex: SEX, age: AGE }, draw, { about: `${at}` }),
  )
  return { dimensions: ['about', 'sex', 'age'], cells: tables.flat() }
}

/** Registered victims of a year: 27 countries and their total, by sex, age group and form of exploitation. */
const eurostat = (): Table<ExactCell> => {
  const countries = Array.from({ length: 27 }, (_, at) => `C${at + 1}`)
  const form = ['sexual', 'labour', 'other', 'unknown']
  const codes = { country: countries, sex: SEX, age: AGE.slice(0, 2), form }
  return { dimensions: Object.keys(codes), cells: crossing(codes, countsFrom(2023)) }
}

const seconds = async <Of>(work: () => Promise<Of>): Promise<{ answer: Of; took: number }> => {
  const started = performance.now()
  const answer = await work()
  return { answer, took: (performance.now() - started) / 1000 }
}

/** How long it takes to protect and to audit tables of the sizes that are published, and how much of them is lost. */
export async function* run(): AsyncIterable<Figure> {
  for (const [what, table] of [
    ['glotip', glotip()],
    ['eurostat', eurostat()],
  ] as const) {
    const { answer, took } = await seconds(() => protect(table, RULE))
    const { primary, secondary, safe, table: published, programs } = answer
    if (!safe || published === null) throw new Error(`The ${what} table did not come back safe`)
    const cells = table.cells.length
    yield {
      figure: `disclosure.${what}.protect`,
      value: took,
      unit: 's',
      target: { atMost: 60 },
      note: `${cells} cells, ${programs} linear programmes`,
    }
    yield {
      figure: `disclosure.${what}.cover`,
      value: secondary / primary.length,
      unit: 'cells suppressed beside each sensitive one',
      note: `${primary.length} sensitive, ${secondary} more, of ${cells}`,
    }
    const audited = await seconds(() => audit(published, RULE))
    yield {
      figure: `disclosure.${what}.audit`,
      value: audited.answer.cells.length / audited.took,
      unit: 'suppressed cells audited a second',
      note: `${audited.answer.cells.length} cells, ${audited.answer.programs} linear programmes, ${audited.took.toFixed(2)} s`,
    }
  }
}
